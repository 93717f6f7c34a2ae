// Lines to pick from, as the server makes them of what somebody has typed.
export async function namedBy(kind, words) {
  const answer = await fetch(`/complete?${new URLSearchParams({ for: kind, q: words.slice(0, 100) })}`);
  return answer.ok && !answer.redirected ? answer.text() : "";
}

export function listOf(html, name) {
  const list = document.createElement("ul");
  list.className = "named";
  list.role = "listbox";
  list.ariaLabel = name;
  list.innerHTML = html;
  return list;
}
