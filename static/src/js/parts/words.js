// What scripts say stands in the page, in its reader's language: templates/_words.html.
const block = document.getElementById("words");
const words = block ? JSON.parse(block.textContent) : {};

// A sentence by its name there, its {gaps} filled in.
export function say(name, values = {}) {
  return fill(words[name], values);
}

// The same of a pair [one, many]: which of them, a number decides. It fills the gap {count}.
export function sayMany(name, count, values = {}) {
  return fill(words[name][count === 1 ? 0 : 1], { ...values, count: count.toLocaleString(document.documentElement.lang) });
}

function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}
