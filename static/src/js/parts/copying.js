// A button beside what is there to be copied, where there is a script to do it.
export function offerCopies() {
  for (const field of document.querySelectorAll("input[data-copy]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: field.dataset.copy });
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        // Without a secure line there is no clipboard to write to.
        document.execCommand("copy");
      }
      button.textContent = field.dataset.copied;
    });
    field.after(button);
  }
}
