// Pictures for texts: chosen, pasted or dropped, sent at once, and put into the text where one is writing.
import { token } from "./token.js";

const CREATED = 201;
const REFUSED = [413, 422];
const being = new Set();
const begun = new WeakSet();

export function takePictures() {
  for (const box of document.querySelectorAll("[data-picture-for]")) equip(box);
  // Before everything else that listens to it: a text is not sent without the picture that belongs to it.
  document.addEventListener("submit", waitForPictures, true);
}

function equip(box) {
  const text = document.getElementById(box.dataset.pictureFor);
  const field = box.querySelector("input[type=file]");
  if (!text || !field) return;
  text.addEventListener("focus", () => begun.add(text));
  field.addEventListener("change", () => {
    const files = [...field.files];
    field.value = "";
    for (const file of files) send(box, text, file);
  });
  text.addEventListener("paste", (event) => {
    // What comes with words beside it (a table, a paragraph) was meant as words.
    if (!event.clipboardData?.getData("text/plain")) takeFrom(event, event.clipboardData, box, text);
  });
  // Only where this is refused by default a drop is announced at all.
  text.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  text.addEventListener("drop", (event) => takeFrom(event, event.dataTransfer, box, text));
}

function takeFrom(event, transfer, box, text) {
  const files = [...(transfer?.files ?? [])];
  if (!files.length) return;
  event.preventDefault();
  for (const file of files) send(box, text, file);
}

function waitForPictures(event) {
  const waiting = [...being].filter((one) => event.target.contains(one.box));
  if (!waiting.length) return;
  event.preventDefault();
  for (const { line, box } of waiting) line.note.textContent = ` ${box.dataset.wait}`;
}

function send(box, text, file) {
  const line = newLine(box);
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0 });
  bar.ariaLabel = file.name;
  const asked = new XMLHttpRequest();
  const one = { box, line };
  being.add(one);
  show(line, `${box.dataset.sending} ${file.name} `, bar, button(box.dataset.cancel, () => asked.abort()));
  asked.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  asked.addEventListener("loadend", () => {
    being.delete(one);
    if (asked.status === CREATED) arrived(box, text, line, asked.response);
    else notSent(line, { box, text, file, asked });
  });
  asked.addEventListener("abort", () => line.remove());
  asked.open("POST", "/api/v1/files");
  asked.responseType = "json";
  asked.setRequestHeader("X-CSRF-Token", token());
  asked.send(formOf(box, file));
}

function formOf(box, file) {
  const form = new FormData();
  form.set("file", file);
  form.set("alt", "picture");
  if (box.dataset.thread) form.set("thread", box.dataset.thread);
  return form;
}

function arrived(box, text, line, picture) {
  const at = begun.has(text) ? text.selectionEnd : text.value.length;
  const before = text.value.slice(0, at);
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  text.setRangeText(`${gap}${picture.markdown}\n`, at, at, "end");
  changed(text);
  askWhatItShows(box, text, line, picture.url);
}

function askWhatItShows(box, text, line, url) {
  const label = document.createElement("label");
  const words = Object.assign(document.createElement("input"), { maxLength: 300, autocomplete: "off" });
  label.append(box.dataset.shows, words);
  words.addEventListener("input", () => describe(text, url, words.value));
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    text.focus();
  });
  line.role = null;
  show(line, label);
}

// The words between the brackets, wherever the picture stands by now.
function describe(text, url, words) {
  const end = text.value.indexOf(`](${url})`);
  const start = text.value.lastIndexOf("![", end);
  if (end < 0 || start < 0) return;
  text.setRangeText(words.replace(/[[\]\\`\n]/g, " ").trim() || "picture", start + 2, end, "preserve");
  changed(text);
}

function notSent(line, { box, text, file, asked }) {
  const said = asked.response?.errors?.[0]?.message ?? asked.response?.detail ?? "";
  const leave = button(box.dataset.cancel, () => line.remove());
  if (REFUSED.includes(asked.status)) {
    show(line, `${file.name}: ${said} `, leave);
    return;
  }
  const again = button(box.dataset.again, () => {
    line.remove();
    send(box, text, file);
  });
  show(line, `${file.name}: ${box.dataset.notSent}${said ? ` (${said})` : ""} `, again, leave);
}

function newLine(box) {
  const line = document.createElement("div");
  line.className = "acts";
  line.role = "status";
  line.note = document.createElement("span");
  box.append(line);
  return line;
}

function show(line, ...parts) {
  line.note.textContent = "";
  line.replaceChildren(...parts, line.note);
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.className = "button quiet";
  made.addEventListener("click", act);
  return made;
}

// So that it is kept like anything typed.
function changed(text) {
  text.dispatchEvent(new Event("input", { bubbles: true }));
}
