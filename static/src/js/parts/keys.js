// Keys: Ctrl or Cmd + K jumps anywhere; single keys, outside of fields only, for whoever has not switched them off.
const GO = { h: "/", i: "/inbox", d: "/drafts", c: "/communities" };
const GO_WITHIN = 1_500;
const ITEMS = "article.post[id], .thread .post.text[id], .threads > li";
const UNREAD = '[data-shortcut="inbox-item"], [data-unread]';
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true]";
const hasSingle = document.body.dataset.keys === "on";
const find = (what, within = document) => within?.querySelector(what);
let gone = 0;

const SINGLE = {
  "?": () => import("./sheet.js").then(({ openSheet }) => openSheet()),
  "/": () => find("#top-q")?.focus(),
  "#": () => jump("#"),
  j: () => step(1),
  k: () => step(-1),
  o: () => find("h3 a, a", current())?.click(),
  n: nextUnread,
  a: () => find("#write-body")?.focus(),
  r: () => (find('a[href*="parent="]', current()) ?? { click: SINGLE.a }).click(),
  q: () => import("./quoting.js").then(({ quote }) => quote(current())),
  e: () => find('a[href$="/edit"]', current() ?? find("main"))?.click(),
  u: () => find('button[formaction$="/unread"]', current())?.click(),
  c: () => location.assign("/ask"),
  m: () => find('[data-shortcut="follow"]')?.focus(),
  g: () => {
    gone = Date.now();
  },
};

export function listen() {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() !== "k" || event.shiftKey) return;
      event.preventDefault();
      jump();
    } else if (hasSingle && !event.target.closest?.(FIELDS) && !find("dialog[open]")) {
      single(event);
    }
  });
}

function single(event) {
  const goes = Date.now() - gone < GO_WITHIN && GO[event.key];
  const act = goes ? () => location.assign(goes) : Object.hasOwn(SINGLE, event.key) && SINGLE[event.key];
  gone = 0;
  if (!act) return;
  event.preventDefault();
  act();
}

function jump(begun = "") {
  import("./jumping.js").then(({ openJump }) => openJump(begun));
}

const items = () => [...document.querySelectorAll(ITEMS)].filter((one) => one.offsetParent);

function current() {
  return document.activeElement.closest(ITEMS) ?? (location.hash.length > 1 ? document.getElementById(location.hash.slice(1))?.closest(ITEMS) : null);
}

function step(by) {
  const all = items();
  const at = all.indexOf(current());
  const next = at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[at + by];
  if (!next) return;
  const link = find("h3 a", next) ?? (next.matches("li") ? find("a", next) : null) ?? next;
  if (link === next) next.tabIndex = -1;
  link.focus();
}

function nextUnread() {
  const all = [...document.querySelectorAll(UNREAD)].map((one) => (one.matches("a, button") ? one : find("a, button", one))).filter(Boolean);
  if (all.length) all[(all.indexOf(document.activeElement) + 1) % all.length].focus();
  else location.assign("/inbox");
}
