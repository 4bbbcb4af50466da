// Selecting words with a finger or a mouse, to comment on them. Every page works without it, by links.

const script = document.querySelector("script[data-word]");
const place = document.querySelector("[data-passages]");

// How many code points stand before a point in a passage. A citation is one, whatever it reads; so is a line end.
const offsetIn = (passage, node, offset) => {
  const range = document.createRange();
  range.selectNodeContents(passage);
  range.setEnd(node, offset);
  const before = range.cloneContents();
  for (const atom of before.querySelectorAll("[data-atom]")) atom.textContent = "\ufffc";
  for (const line of before.querySelectorAll("br")) line.replaceWith("\n");
  return [...before.textContent].length;
};

const passageOf = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-start]");

// The span selected in the section's text, or null.
const selected = () => {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const [first, last] = [passageOf(range.startContainer), passageOf(range.endContainer)];
  if (!first || !last || !place.contains(first)) return null;
  const start = Number(first.dataset.start) + offsetIn(first, range.startContainer, range.startOffset);
  const end = Number(last.dataset.start) + offsetIn(last, range.endContainer, range.endOffset);
  return end > start ? { start, end } : null;
};

const button = document.createElement("button");
button.type = "button";
button.className = "btn btn-primary floating";
button.textContent = script.dataset.word;
button.hidden = true;
document.body.append(button);

document.addEventListener("selectionchange", () => {
  button.hidden = selected() === null;
});
button.addEventListener("click", () => {
  const span = selected();
  if (span === null) return;
  const address = new URL(location.href);
  address.search = new URLSearchParams({ from: span.start, to: span.end });
  address.hash = "say";
  location.assign(address);
});
