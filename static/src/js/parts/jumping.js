// The palette: one box to jump to people, communities, pages, threads, points of work, and what the frame leads to.
import Combobox from "@github/combobox-nav";
import { openDialog } from "./dialogs.js";
import { listOf, namedBy } from "./naming.js";
import { say } from "./words.js";

const PAUSE = 150;

export function openJump(begun) {
  const dialog = openDialog(say("jump"), "palette");
  const field = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", maxLength: 100, value: begun });
  field.placeholder = say("jump_to");
  field.ariaLabel = say("jump_to");
  const list = listOf("", say("suggestions"));
  const status = Object.assign(document.createElement("p"), { className: "meta" });
  status.role = "status";
  dialog.append(field, list, status);
  const box = new Combobox(field, list);
  box.start();
  list.addEventListener("combobox-commit", ({ target }) => location.assign(target.dataset.path));
  let timer = 0;
  const ask = () => look(field.value.trim(), list, status, box);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.focus();
  ask();
}

let asked = 0;

async function look(words, list, status, box) {
  asked += 1;
  const mine = asked;
  const html = byNumber(words) || (await namedBy("all", words).catch(() => ""));
  if (mine !== asked) return;
  list.innerHTML = html;
  status.textContent = list.children.length ? "" : say("nothing_found");
  if (list.children.length) box.navigate(1);
}

// Of the thread that one reads: #12 is its answer or comment 12.
function byNumber(words) {
  const number = /^#(\d{1,6})$/.exec(words)?.[1];
  const thread = /^\/t\/[^/]+/.exec(location.pathname)?.[0];
  if (!number || !thread) return "";
  const line = Object.assign(document.createElement("li"), { role: "option", id: "named-number", textContent: say("go_to_number", { number }) });
  line.dataset.path = `${thread}/${number}#p${number}`;
  return line.outerHTML;
}
