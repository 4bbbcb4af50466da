// Setting words apart: they are chosen by mouse, finger or keyboard, and their places go into the form. Without this
// script the form has a field into which the words are copied.

import { linesOf, piecesOf, placeOf, rangeOf } from "evidence/places";

const text = document.getElementById("read-text");
const form = document.getElementById("apart");
const said = document.getElementById("picked");
const WORD = /\S+/gu;
const SHOWN = 220;
// What is chosen: where it began (anchor) and where it goes to, each a word's [start, end] in code points.
let picked = null;

form.classList.add("scripted");
form.elements.seen.value = text.dataset.seen;
said.hidden = false;
show();

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset) ?? endBefore(range);
  if (start === null || end === null || start >= end) return;
  picked = { anchor: [start, start], to: [end, end] };
  show();
});

// A selection by whole paragraphs ends outside of a line: at the end of the last line before it.
function endBefore(range) {
  const lines = linesOf(text).filter((line) => range.intersectsNode(line));
  const last = lines.at(-1);
  return last ? placeOf(last, last.childNodes.length) : null;
}

text.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { picked = null; show(); return; }
  if (event.key === "Enter" && picked) { event.preventDefault(); form.elements.note.focus(); return; }
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  move(step, event.shiftKey);
});

function move(step, keeps) {
  const words = linesOf(text).flatMap((line) => piecesOf(line, WORD));
  if (!words.length) return;
  const from = picked ? words.findIndex(([, end]) => end >= picked.to[1]) : -1;
  const at = Math.min(Math.max(from + step, 0), words.length - 1);
  picked = keeps && picked ? { anchor: picked.anchor, to: words[at] } : { anchor: words[at], to: words[at] };
  show();
  rangeOf(text, ...words[at])?.startContainer.parentElement.scrollIntoView({ block: "nearest" });
}

const bounds = () => [Math.min(picked.anchor[0], picked.to[0]), Math.max(picked.anchor[1], picked.to[1])];

function show() {
  const range = picked && rangeOf(text, ...bounds());
  const words = range ? range.toString() : "";
  if ("highlights" in CSS) {
    if (range) CSS.highlights.set("picked", new Highlight(range)); else CSS.highlights.delete("picked");
  }
  const [start, end] = picked ? bounds() : ["", ""];
  form.elements.start.value = start;
  form.elements.end.value = end;
  form.classList.toggle("has-words", Boolean(words));
  said.classList.toggle("has", Boolean(words));
  said.textContent = words ? `“${words.length > SHOWN ? `${words.slice(0, SHOWN)}…` : words}”` : said.dataset.none;
}
