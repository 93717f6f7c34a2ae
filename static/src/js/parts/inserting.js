// Putting something into a text as if it had been typed: it can be undone, and is kept like anything typed.
const SIGNS = /[\\[\]`*_<>#]/g;

export function insert(field, text, start = field.selectionStart, end = field.selectionEnd) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// As a paragraph of its own, in place of what is selected.
export function insertApart(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const after = field.value.slice(field.selectionEnd);
  const above = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  insert(field, `${above}${text}${after.startsWith("\n") ? "\n" : "\n\n"}`);
}

// A name that stays as it is written, whatever signs of Markdown are in it.
export function plainly(name) {
  return name.replace(SIGNS, "\\$&");
}
