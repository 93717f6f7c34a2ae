// A dialog that goes as it came: Esc or a press beside it closes it, and the focus returns.
export function openDialog(name, kind) {
  document.querySelector("dialog[open]")?.close();
  const dialog = document.createElement("dialog");
  dialog.className = kind;
  dialog.ariaLabel = name;
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
