// Texts begun: kept in this browser at once and on the server within two seconds, gone once they were sent.
import { token } from "./token.js";
import { say } from "./words.js";

const PREFIX = "unfinished:";
const SERVER_AFTER = 1_500;
const KEPT_FOR = 14 * 24 * 60 * 60 * 1_000;

const texts = () => document.querySelectorAll("textarea[data-unfinished]");
const keyOf = (text) => PREFIX + text.dataset.unfinished;
const unsaved = new Set();
const timers = new Map();

export function keepUnfinished() {
  settle();
  for (const text of texts()) bringBack(text);
  document.addEventListener("input", onInput);
  document.addEventListener("submit", onSubmit);
  addEventListener("online", () => [...unsaved].filter((text) => text.dataset.unfinished).forEach(save));
  addEventListener("beforeunload", (event) => unsaved.size && event.preventDefault());
}

function onInput({ target }) {
  const text = target.form?.method === "post" && textOf(target);
  if (!text) return;
  if (text.value === text.defaultValue) unsaved.delete(text);
  else unsaved.add(text);
  if (!text.dataset.unfinished) return;
  text.form.querySelector(".saved")?.replaceChildren(); // what it said was true of the text before
  store(text);
  if (!timers.has(text)) timers.set(text, setTimeout(() => save(text), SERVER_AFTER));
}

// A title that is typed belongs to the text below it.
function textOf(field) {
  if (field.matches("textarea")) return field;
  return field.name === "title" ? field.form.querySelector("textarea[data-unfinished]") : null;
}

function titleOf(text) {
  return text.form?.querySelector("input[name=title]");
}

function store(text) {
  const kept = { body: text.value, title: titleOf(text)?.value ?? "", at: Date.now() };
  attempt(() => {
    if (kept.body || kept.title) localStorage.setItem(keyOf(text), JSON.stringify(kept));
    else localStorage.removeItem(keyOf(text));
  });
}

async function save(text) {
  timers.delete(text);
  const sent = { body: text.value, title: titleOf(text)?.value ?? "" };
  const place = text.dataset.unfinished.split("/").map(encodeURIComponent).join("/");
  try {
    const answer = await fetch(`/drafts/${place}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": token() },
      body: JSON.stringify(sent),
      keepalive: sent.body.length < 30_000,
    });
    if (!answer.ok || text.value !== sent.body) return;
    unsaved.delete(text);
    saySaved(text);
  } catch {
    // The copy in this browser stands; the next key, or the line when it is back, tries again.
  }
}

function saySaved(text) {
  let line = text.form.querySelector(".saved");
  if (!line) {
    line = document.createElement("span");
    line.className = "saved";
    text.after(line);
  }
  const at = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  line.textContent = `${say("draft_saved")} ${at}`;
}

function onSubmit(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  for (const text of form.querySelectorAll("textarea")) {
    unsaved.delete(text);
    clearTimeout(timers.get(text));
    timers.delete(text);
    if (text.dataset.unfinished) store(text);
  }
  if (form.getAttribute("action") === "/sign-out") attempt(forgetAll);
}

// What the server says it has is kept here no longer. A page that says nothing may follow a send that failed.
function settle() {
  for (const { content } of document.querySelectorAll("meta[name=arrived]")) {
    attempt(() => localStorage.removeItem(PREFIX + content));
  }
}

function bringBack(text) {
  attempt(() => {
    const kept = JSON.parse(localStorage.getItem(keyOf(text)));
    if (!kept) return;
    if (Date.now() - kept.at > KEPT_FOR) localStorage.removeItem(keyOf(text));
    else if (kept.body !== text.value && kept.body.startsWith(text.value)) {
      text.value = kept.body;
      const title = titleOf(text);
      if (title && !title.value) title.value = kept.title;
      text.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}

// It was sent.
export function forget(text) {
  if (text.dataset.unfinished) attempt(() => localStorage.removeItem(keyOf(text)));
}

function forgetAll() {
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
}

// Storage may be full or forbidden; writing must go on.
function attempt(act) {
  try {
    act();
  } catch {
    // Nothing is kept in this browser then; the server's copy remains.
  }
}
