// Sending forms: by Ctrl or Cmd + Enter, and only once however often one presses.
const GIVE_BACK_AFTER = 15_000;
const GIVE_BACK_BESIDE = 1_000;

const isPost = (form) => form.method === "post";

export function sendByKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    const form = event.target.closest?.("textarea, input")?.form;
    if (!form || !isPost(form)) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("button:not([type=button], :disabled)"));
  });
}

export function sendOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !isPost(form)) return;
    if (form.ariaBusy === "true") {
      event.preventDefault();
      return;
    }
    form.ariaBusy = "true";
    // A button that is disabled at once would not be sent along.
    setTimeout(() => setButtons(form, true));
    // What opens beside this page leaves it as it is.
    setTimeout(() => giveBack(form), form.target ? GIVE_BACK_BESIDE : GIVE_BACK_AFTER);
  });
  // Coming back by the browser's button finds the page as it was left.
  addEventListener("pageshow", () => document.querySelectorAll("form[aria-busy]").forEach(giveBack));
}

export function giveBack(form) {
  form.ariaBusy = null;
  setButtons(form, false);
}

function setButtons(form, disabled) {
  // Not only those inside it: a page's acts are buttons of one form that stands elsewhere.
  for (const one of form.elements) if (one.matches("button:not([type=button])")) one.disabled = disabled;
}
