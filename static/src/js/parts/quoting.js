// Quoting: what is selected in a post goes into the answer, with who said it and under which number.
import { insertApart, plainly } from "./inserting.js";
import { say } from "./words.js";

const POSTS = "article.post[id], .thread .post.text[id]";
const PAUSE = 200;
const answer = () => document.getElementById("write-body");

export function offerQuotes() {
  const offer = Object.assign(document.createElement("button"), { type: "button", hidden: true });
  offer.className = "button quote-this";
  offer.textContent = say("quote");
  document.body.append(offer);
  let timer = 0;
  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(() => place(offer), PAUSE);
  });
  // The selection would be gone before the press.
  offer.addEventListener("pointerdown", (event) => event.preventDefault());
  offer.addEventListener("click", () => quote());
}

function place(offer) {
  const range = chosen();
  offer.hidden = !range;
  if (!range) return;
  const box = range.getBoundingClientRect();
  const most = document.documentElement.clientWidth - offer.offsetWidth - 8;
  offer.style.left = `${Math.max(8, Math.min(box.left, most)) + scrollX}px`;
  offer.style.top = `${box.bottom + scrollY + 6}px`;
}

function chosen() {
  const selection = getSelection();
  if (selection.isCollapsed || !selection.rangeCount || !selection.toString().trim()) return null;
  const range = selection.getRangeAt(0);
  const within = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".text");
  const text = within(range.startContainer);
  return text && text === within(range.endContainer) && text.closest(POSTS) ? range : null;
}

// What is selected; else all of the post that one is at.
export function quote(at = null) {
  const range = chosen();
  const text = range?.startContainer.parentElement.closest(".text") ?? at?.querySelector(".text") ?? at;
  const post = text?.closest(POSTS);
  if (!post || !answer()) return;
  const said = (range ? getSelection().toString() : text.innerText).trim();
  getSelection().removeAllRanges();
  insertApart(answer(), [`${who(post)}`, "", ...said.split("\n")].map((line) => `> ${line}`.trimEnd()).join("\n"));
}

function who(post) {
  const number = post.id.slice(1);
  const author = post.matches("article") ? post.querySelector("h3") : document.querySelector(".thread > .meta");
  const name = author?.querySelector('a[href^="/people/"]')?.textContent ?? say("somebody");
  const [thread] = location.pathname.match(/^\/t\/[^/]+/) ?? [""];
  return `${plainly(name)} ([${number}](${thread}/${number})):`;
}
