// While writing: @ names a person, # a thread, [[ a page, : an emoji; one picks from a list below the caret.
import "@github/text-expander-element";
import { EMOJI } from "./emoji.js";
import { insert } from "./inserting.js";
import { listOf, namedBy } from "./naming.js";
import { say } from "./words.js";

const ASKED = { "@": "people", "#": "threads", "[[": "pages" };
const PAUSE = 150;
const MOST_EMOJI = 8;
const EDGE = 8;

export function completeIn(place, field) {
  let typed = "";
  let asked = 0;
  place.addEventListener("text-expander-change", ({ detail: { key, text, provide } }) => {
    typed = key + text;
    asked += 1;
    const mine = asked;
    provide(key === ":" ? offer(emoji(text)) : later(key, text, () => mine === asked));
  });
  place.addEventListener("text-expander-value", (event) => {
    event.preventDefault();
    const end = field.selectionEnd;
    place.dismiss();
    insert(field, `${event.detail.item.dataset.insert} `, end - typed.length, end);
  });
  place.addEventListener("text-expander-activate", () => queueMicrotask(() => keepWithin(place)));
}

// A question that another has overtaken is never answered, so that the list does not flicker.
function later(key, text, isLast) {
  return new Promise((answer) => {
    setTimeout(async () => {
      if (!isLast()) return;
      const html = await namedBy(ASKED[key], text).catch(() => "");
      if (isLast()) answer(offer(html));
    }, PAUSE);
  });
}

function offer(html) {
  return html.trim() ? { matched: true, fragment: listOf(html, say("suggestions")) } : { matched: false };
}

function emoji(text) {
  if (text.length < 2) return "";
  const found = Object.entries(EMOJI).filter(([name]) => name.includes(text.toLowerCase()));
  return found
    .slice(0, MOST_EMOJI)
    .map(([name, sign], at) => `<li role="option" id="emoji-${at}" data-insert="${sign}">${sign} <small>:${name}:</small></li>`)
    .join("");
}

function keepWithin(place) {
  const list = place.querySelector(".named");
  const over = list ? list.getBoundingClientRect().right - document.documentElement.clientWidth + EDGE : 0;
  if (over > 0) list.style.left = `calc(${getComputedStyle(list).left} - ${over}px)`;
}
