// What htmx goes by, and what is asked while somebody types: only with words enough to go by, and never more
// than an address bears.
import { token } from "./token.js";

const FEW_WORDS = 3;
const MANY_CHARACTERS = 20;
const ADDRESS_BEARS = 3_000;
const ASKED_WITH = ["body", "title", "community"];
// What was chosen in the proposal stays chosen in the next one.
const PROPOSED_WITH = [...ASKED_WITH, "system", "at_work", "shown_system", "shown_task", "left_out"];

// No private page may stay behind in the browser's storage, and nothing may run that the page's policy forbids.
const settings = { historyCacheSize: 0, allowEval: false, includeIndicatorStyles: false };
const meta = Object.assign(document.createElement("meta"), { name: "htmx-config" });
meta.content = JSON.stringify(settings);
document.head.append(meta);

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRF-Token"] = token();
  if (event.detail.verb !== "get") return;
  event.detail.formData.delete("csrf_token");
  if (/^\/(suggestions|placement)/.test(event.detail.path)) askBriefly(event);
});

function askBriefly(event) {
  const { formData } = event.detail;
  const body = String(formData.get("body") ?? "").trim();
  if (body.split(/\s+/).length < FEW_WORDS && body.length < MANY_CHARACTERS) {
    event.preventDefault();
    return;
  }
  const wanted = event.detail.path.startsWith("/placement") ? PROPOSED_WITH : ASKED_WITH;
  for (const name of [...formData.keys()]) if (!wanted.includes(name)) formData.delete(name);
  formData.set("body", shortened(body));
}

function shortened(text) {
  let short = text.toWellFormed?.() ?? text;
  while (encodeURIComponent(short).length > ADDRESS_BEARS) {
    short = short.slice(0, short.length * 0.8).replace(/[\ud800-\udbff]$/, "");
  }
  return short;
}
