// A long thread in one go: its pages come while one scrolls, the address names the post in view, and Back finds it.
const TOP = 80;
const AHEAD = "1000px 0px";
const FOLLOW_AFTER = 300;

const posts = document.querySelector(".posts");
const { path, last } = posts.dataset;
// A text is being written there: its page is to come again as it is.
const keepsAddress = new URLSearchParams(location.search).has("parent") || !location.pathname.startsWith(path);
const loading = new Set();
let timer = 0;
let seenY = scrollY;

const items = () => [...document.querySelectorAll("#p1, .posts > .post[id]")];
const numberOf = (item) => Number(item.id.slice(1));
const topOf = (item) => item.getBoundingClientRect().top;
const inView = () => items().find((item) => item.getBoundingClientRect().bottom > TOP) ?? items().at(-1);

export function followScrolling() {
  history.scrollRestoration = "manual";
  goBack();
  placed();
  addEventListener("scroll", scrolled, { passive: true });
  const later = document.querySelector(".later a[rel=next]");
  const ahead = new IntersectionObserver(([entry]) => entry.isIntersecting && load(later, ahead), { rootMargin: AHEAD });
  if (later) ahead.observe(later);
  document.getElementById("jump")?.addEventListener("click", jump);
}

// To where one was, to a pixel; or to what the address names, where the browser has not gone there by itself.
function goBack() {
  const { post, top } = history.state ?? {};
  const was = document.getElementById(`p${post}`);
  const named = location.hash.slice(1) || `p${/\/(\d+)$/.exec(location.pathname)?.[1]}`;
  if (was) scrollBy({ top: topOf(was) - top, behavior: "instant" });
  else if (!scrollY) document.getElementById(named)?.scrollIntoView({ behavior: "instant" });
}

function scrolled() {
  const isUp = scrollY < seenY;
  seenY = scrollY;
  timer ||= setTimeout(() => {
    timer = 0;
    follow();
    const earlier = document.querySelector(".earlier a[rel=prev]");
    if (isUp && earlier && Math.abs(topOf(earlier)) < innerHeight) load(earlier);
  }, FOLLOW_AFTER);
}

function follow() {
  const item = inView();
  const number = numberOf(item);
  const address = number > 1 ? `${path}/${number}#p${number}` : path;
  const state = { ...history.state, post: number, top: topOf(item) };
  if (keepsAddress) history.replaceState(state, "");
  else history.replaceState(state, "", address);
  placed(number);
}

// Where one is: in the pill, and on the line.
function placed(number = numberOf(inView())) {
  for (const one of document.querySelectorAll("[data-place]")) {
    one.textContent = one.dataset.place.replace("{n}", number).replace("{all}", last);
  }
  const stops = [...document.querySelectorAll("#jump [data-number]")];
  const here = stops.filter((one) => Number(one.dataset.number) <= number).at(-1);
  for (const one of stops) one.ariaCurrent = one === here ? "location" : null;
}

async function load(link, ahead) {
  if (!link.isConnected || loading.has(link)) return;
  loading.add(link);
  const html = await fetch(link.href).then(
    (answer) => (answer.ok ? answer.text() : ""),
    () => "",
  );
  loading.delete(link);
  const found = new DOMParser().parseFromString(html, "text/html");
  const more = found.querySelector(".posts");
  if (!more) return;
  if (ahead) append(more.children);
  else keepPlace(() => posts.prepend(...more.children));
  const next = found.querySelector(`a[rel=${link.rel}]`);
  if (next) link.href = next.href;
  else link.remove();
  document.dispatchEvent(new Event("posts-added"));
  // Looked at anew: it may be in sight still.
  ahead?.unobserve(link);
  if (next) ahead?.observe(link);
}

// Whoever then says 'up to here' means the new end.
function append(more) {
  posts.append(...more);
  const button = document.querySelector("main > p > button[formaction$='/read']");
  if (button) button.value = numberOf(items().at(-1));
}

// What one reads stays where it is, also where the browser would see to that itself.
function keepPlace(change) {
  const { style } = document.documentElement;
  const item = posts.querySelector(`#${inView().id}`) ?? posts.firstElementChild;
  const before = topOf(item);
  style.overflowAnchor = "none";
  change();
  scrollBy({ top: topOf(item) - before, behavior: "instant" });
  seenY = scrollY;
  requestAnimationFrame(() => (style.overflowAnchor = ""));
}

// To what is loaded already, without loading it anew.
function jump(event) {
  const link = event.target.closest("a");
  const item = link?.hash && document.getElementById(link.hash.slice(1));
  if (!item) return;
  event.preventDefault();
  event.currentTarget.hidePopover?.();
  item.scrollIntoView({ behavior: "instant" });
  item.tabIndex = -1;
  item.focus({ preventScroll: true });
}
