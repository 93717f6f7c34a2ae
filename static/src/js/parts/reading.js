// What was on screen for a while is read, and the server is told: never what was merely opened, or rushed past alone.
import { token } from "./token.js";
import { say } from "./words.js";

const DWELL = 1_000;
const MOST_DWELL = 4_000;
const PER_CHARACTER = 2;
const SEND_AFTER = 2_500;
const STEPS = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1];
const JSON_TYPE = "application/json";

const root = document.querySelector("[data-reads]");
const firstUnread = Number(root.dataset.firstUnread);
const passed = new Set();
const read = new Set();
const timers = new Map();
const observer = new IntersectionObserver((entries) => entries.forEach(look), { threshold: STEPS, rootMargin: "-56px 0px 0px" });
let sent = Number(root.dataset.readUpTo);
let sending = 0;
let isStopped = false;

const items = () => [...document.querySelectorAll("main :is([data-text], .post[id])")];
const numberOf = (item) => Number(item.dataset.text ?? item.id.slice(1));

export function markReading() {
  watch();
  document.addEventListener("posts-added", watch);
  document.addEventListener("visibilitychange", () => (document.hidden ? send() : watch()));
  addEventListener("pagehide", send);
  document.addEventListener("submit", unreadFromHere, true);
}

// Anew for all of them, so that what is on screen is reported again when one comes back to this tab.
function watch() {
  if (isStopped) return;
  observer.disconnect();
  for (const item of items()) observer.observe(item);
}

function look({ target, isIntersecting, intersectionRatio, intersectionRect, rootBounds }) {
  const number = numberOf(target);
  if (isIntersecting) passed.add(number);
  const fills = intersectionRatio >= 0.5 || intersectionRect.height >= rootBounds.height / 2;
  if (!isIntersecting || !fills) {
    clearTimeout(timers.get(number));
    timers.delete(number);
  } else if (!timers.has(number) && !read.has(number)) {
    const dwell = Math.min(DWELL + target.textContent.length * PER_CHARACTER, MOST_DWELL);
    timers.set(number, setTimeout(() => dwelt(number), dwell));
  }
}

function dwelt(number) {
  timers.delete(number);
  if (document.hidden || isStopped) return;
  read.add(number);
  sending ||= setTimeout(send, SEND_AFTER);
}

// Up to the last that was read; but what is new and was not even passed stays new, and so does all after it.
function reached() {
  if (firstUnread && !document.getElementById(`p${firstUnread}`)) return sent;
  let upTo = sent;
  for (const number of items().map(numberOf)) {
    if (firstUnread && number >= firstUnread && !passed.has(number)) break;
    if (read.has(number)) upTo = Math.max(upTo, number);
  }
  return upTo;
}

async function send() {
  clearTimeout(sending);
  sending = 0;
  const [before, upTo] = [sent, reached()];
  if (isStopped || upTo <= before) return;
  sent = upTo;
  if (!(await tell(root.dataset.reads, upTo))) sent = before;
}

function tell(address, number) {
  return fetch(address, {
    method: "POST",
    headers: { "Content-Type": JSON_TYPE, "X-CSRF-Token": token() },
    body: JSON.stringify({ number }),
    keepalive: true,
  }).then(
    (answer) => answer.ok,
    () => false,
  );
}

// It stays unread until one comes again: it is on screen just now.
async function unreadFromHere(event) {
  const button = event.submitter;
  const address = button?.getAttribute("formaction") ?? "";
  if (!/^\/t\/\w+\/unread$/.test(address)) return;
  event.preventDefault();
  event.stopPropagation();
  isStopped = true;
  observer.disconnect();
  if (await tell(address, Number(button.value))) button.textContent = say("unread_from_here");
}
