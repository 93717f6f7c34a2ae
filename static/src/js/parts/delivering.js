// Sending a text so that nothing is lost: it stays where it is until the server has it, and arrives once.
import { giveBack } from "./sending.js";
import { forget } from "./unfinished.js";
import { say } from "./words.js";

const PATIENCE = 60_000;
const TOO_SOON = 429;
const keys = new WeakMap();
const asItIs = new WeakSet();

export function deliver() {
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    const isText = form.method === "post" && form.querySelector("textarea[data-markdown]");
    // Previews and the like are pages to look at.
    if (event.defaultPrevented || !isText || submitter?.formNoValidate || asItIs.delete(form)) return;
    event.preventDefault();
    send(form, submitter);
  });
}

async function send(form, submitter) {
  const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
  const body = new FormData(form, submitter);
  form.querySelector(".not-sent")?.remove();
  try {
    const answer = await fetch(address, {
      method: "POST",
      body,
      headers: { "X-Sent-By": "script", "Idempotency-Key": keyFor(form, address, body) },
      signal: AbortSignal.timeout(PATIENCE),
    });
    const path = answer.headers.get("X-Go-To");
    if (path) goOn(form, path);
    else understand(form, submitter, answer.status, await answer.text());
  } catch {
    notSent(form, submitter, say("no_connection"));
  }
}

// The same for the same text, so that a send whose answer was lost does not write it twice.
function keyFor(form, address, body) {
  const said = JSON.stringify([address, ...[...body].filter(([name]) => name !== "csrf_token").map(([name, value]) => [name, value.name ?? value])]);
  if (keys.get(form)?.said !== said) {
    const key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    keys.set(form, { said, key });
  }
  return keys.get(form).key;
}

function goOn(form, path) {
  if (!path.startsWith("/sign-in")) for (const text of form.querySelectorAll("textarea")) forget(text);
  const next = new URL(path, location.href);
  if (next.href.split("#")[0] !== location.href.split("#")[0]) {
    location.assign(next);
    return;
  }
  history.replaceState(null, "", next);
  location.reload();
}

// Where the server shows the form again, with sentences beside its fields, nothing was done: that page is wanted.
function understand(form, submitter, status, html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const again = [...page.forms].some((one) => one.getAttribute("action") === form.getAttribute("action"));
  if (again && status !== TOO_SOON) {
    giveBack(form);
    asItIs.add(form);
    form.requestSubmit(submitter);
    return;
  }
  const sentence = page.querySelector("main .problem") ?? page.querySelector("main [data-because]") ?? page.querySelector("main h1 + p") ?? page.querySelector("h1");
  notSent(form, submitter, sentence?.textContent.trim() ?? "");
}

function notSent(form, submitter, because) {
  giveBack(form);
  const line = document.createElement("div");
  line.className = "problem acts not-sent";
  line.role = "alert";
  const again = button(say("try_again"), () => form.requestSubmit(submitter));
  const text = form.querySelector("textarea[data-markdown]");
  const copy = button(say("copy"), async () => {
    await copied(text);
    copy.textContent = say("copied");
  });
  line.append(because ? say("not_sent_because", { because }) : say("not_sent"), again, copy);
  (submitter?.closest("p") ?? text).before(line);
  line.scrollIntoView({ block: "nearest" });
  if (document.activeElement === document.body) submitter?.focus();
  // So that it is kept as a draft, and one is warned before leaving.
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.value);
  } catch {
    // Without a secure line there is no clipboard to write to.
    text.select();
    document.execCommand("copy");
  }
}

function button(words, act) {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: words });
  made.className = "button quiet";
  made.addEventListener("click", act);
  return made;
}
