// The sheet of keys: what stands at /help/keyboard, in a dialog.
import { openDialog } from "./dialogs.js";
import { say } from "./words.js";

const PAGE = "/help/keyboard";

export async function openSheet() {
  const html = await fetch(PAGE)
    .then((answer) => answer.text())
    .catch(() => "");
  const keys = new DOMParser().parseFromString(html, "text/html").getElementById("keys");
  if (!keys) {
    location.assign(PAGE);
    return;
  }
  const dialog = openDialog(keys.querySelector("h1").textContent, "keys");
  const close = Object.assign(document.createElement("button"), { type: "button", textContent: say("close") });
  close.className = "button quiet";
  close.addEventListener("click", () => dialog.close());
  dialog.append(close, keys);
  close.focus();
}
