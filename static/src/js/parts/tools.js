// A bar of tools above every field for Markdown; with Ctrl or Cmd, B, I and K do the same within it.
import "@github/markdown-toolbar-element";
import { insertApart } from "./inserting.js";
import { say } from "./words.js";

const BY_KEY = { b: "bold", i: "italic", k: "link" };
// Drawn on a grid of 24, as the frame's icons are.
const DRAWN = {
  bold: "M7 4.5h6a3.6 3.6 0 0 1 0 7.2H7zM7 11.7h7a3.9 3.9 0 0 1 0 7.8H7z",
  italic: "M10 4.5h7M7 19.5h7M14 4.5l-4 15",
  code: "M8.5 7 3.5 12l5 5M15.5 7l5 5-5 5",
  block: "M3.5 4.5h17v15h-17zM9.5 9 7 12l2.5 3M14.5 9l2.5 3-2.5 3",
  link: "M10 13.5a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 6.6M14 10.5a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 17.4",
  "unordered-list": "M9.5 6H20M9.5 12H20M9.5 18H20M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  "ordered-list": "M10.5 6H20M10.5 12H20M10.5 18H20M4 5l1.5-1v4.5M3.8 14.5h2.7l-2.7 4h2.7",
  "task-list": "M3.5 4.5h6v6h-6zM3.8 16.8l2 2 3.7-4.3M13 7.5h7.5M13 16.8h7.5",
  quote: "M9 7H4.5v5.5H9V7c0 5-1 8-4 9.5M19 7h-4.5v5.5H19V7c0 5-1 8-4 9.5",
  table: "M3.5 4.5h17v15h-17zM3.5 9.5h17M3.5 14.5h17M10 4.5v15",
  picture: "M3.5 4.5h17v15h-17zM3.5 16.5l5-5 4 4 3-3 5 5M15.5 8.5h.01",
};
const ACTS = { block: fence, table: drawTable, picture: choosePicture };

export function equip(field) {
  const bar = document.createElement("markdown-toolbar");
  bar.setAttribute("for", field.id);
  bar.ariaLabel = say("tools");
  const hasPicture = pictureField(field);
  bar.append(...names().filter(([tool]) => tool !== "picture" || hasPicture).map(button));
  bar.addEventListener("click", (event) => ACTS[event.target.closest("button")?.dataset.mdButton]?.(field));
  const place = wrap(field);
  place.before(bar);
  // One stop for Tab; arrows lead on.
  bar.removeAttribute("tabindex");
  bar.firstElementChild.tabIndex = 0;
  field.addEventListener("keydown", (event) => byKey(event, bar));
}

function names() {
  return [
    ["bold", say("tool_bold")],
    ["italic", say("tool_italic")],
    ["code", say("tool_code")],
    ["block", say("tool_block")],
    ["link", say("tool_link")],
    ["unordered-list", say("tool_list")],
    ["ordered-list", say("tool_numbered")],
    ["task-list", say("tool_tasks")],
    ["quote", say("tool_quote")],
    ["table", say("tool_table")],
    ["picture", say("tool_picture")],
  ];
}

function button([tool, name]) {
  const made = Object.assign(document.createElement("button"), { type: "button", tabIndex: -1, ariaLabel: name, title: name });
  made.dataset.mdButton = tool;
  made.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${DRAWN[tool]}"/></svg>`;
  return made;
}

// Where lists to pick from open; what they need is fetched once somebody writes.
function wrap(field) {
  const place = document.createElement("text-expander");
  place.setAttribute("keys", "@ [[ # :");
  place.setAttribute("multiword", "[[ #");
  const { selectionStart, selectionEnd } = field;
  const hadFocus = document.activeElement === field;
  field.replaceWith(place);
  place.append(field);
  const begin = () => import("./completing.js").then(({ completeIn }) => completeIn(place, field));
  field.addEventListener("focus", begin, { once: true });
  if (hadFocus) {
    field.focus();
    field.setSelectionRange(selectionStart, selectionEnd);
  }
  return place;
}

function byKey(event, bar) {
  const tool = BY_KEY[event.key.toLowerCase()];
  if (!tool || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  event.preventDefault();
  bar.querySelector(`[data-md-button=${tool}]`).click();
}

function fence(field) {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  insertApart(field, `\`\`\`\n${chosen}\n\`\`\``);
  if (chosen) return;
  const inside = field.value.lastIndexOf("\n\n```", field.selectionStart);
  if (inside >= 0) field.setSelectionRange(inside + 1, inside + 1);
}

function drawTable(field) {
  insertApart(field, "|  |  |\n| --- | --- |\n|  |  |");
}

function choosePicture(field) {
  pictureField(field).click();
}

function pictureField(field) {
  return document.querySelector(`[data-picture-for="${field.id}"] input[type=file]`);
}
