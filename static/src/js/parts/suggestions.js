// What is asked while somebody types: only with words enough to go by, and never more than an address bears.
const FEW_WORDS = 3;
const MANY_CHARACTERS = 20;
const ADDRESS_BEARS = 3_000;
const ASKED_WITH = ["body", "title", "community"];

export function askBriefly(event) {
  const { detail } = event;
  if (detail.verb !== "get" || !detail.path.startsWith("/suggestions")) return;
  const body = String(detail.formData.get("body") ?? "").trim();
  if (body.split(/\s+/).length < FEW_WORDS && body.length < MANY_CHARACTERS) {
    event.preventDefault();
    return;
  }
  for (const name of [...detail.formData.keys()]) if (!ASKED_WITH.includes(name)) detail.formData.delete(name);
  detail.formData.set("body", shortened(body));
}

function shortened(text) {
  let short = text.toWellFormed?.() ?? text;
  while (encodeURIComponent(short).length > ADDRESS_BEARS) {
    short = short.slice(0, short.length * 0.8).replace(/[\ud800-\udbff]$/, "");
  }
  return short;
}
