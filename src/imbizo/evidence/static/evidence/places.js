// Places in a coded text: code points of the whole text, as the server counts, and the browser's own.
// Each line says where it begins (data-start) and holds its words as they are, so a place is that start
// plus the code points before it in the line: an emoji counts one, whatever UTF-16 makes of it.

export const length = (text) => { let count = 0; for (const _each of text) count += 1; return count; };

// The place of a point of the document within a line, in code points.
export function placeOf(node, offset) {
  const words = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.(".words");
  if (!words) return null;
  const range = document.createRange();
  range.setStart(words, 0);
  range.setEnd(node, offset);
  return Number(words.dataset.start) + length(range.toString());
}

// The point of the document for a place: a text node and an offset in UTF-16.
function pointIn(words, place) {
  let left = place - Number(words.dataset.start);
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  let last = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    last = node;
    const here = length(node.data);
    if (left <= here) return [node, [...node.data].slice(0, left).join("").length];
    left -= here;
  }
  return last ? [last, last.data.length] : [words, 0];
}

// The lines that are drawn, in their order.
export const linesOf = (text) => [...text.querySelectorAll(".words")];

export const startOf = (words) => Number(words.dataset.start);

// The last line that begins at the place or before it.
export function lineAt(lines, place) {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (startOf(lines[middle]) <= place) low = middle; else high = middle - 1;
  }
  return lines[low];
}

// A range over the places from start to end, as far as they are drawn.
export function rangeOf(text, start, end) {
  const lines = linesOf(text);
  if (!lines.length) return null;
  const range = document.createRange();
  range.setStart(...pointIn(lineAt(lines, start), start));
  range.setEnd(...pointIn(lineAt(lines, end - 1), end));
  return range;
}

// What stands in a line: [start, end] of each piece that the pattern finds.
export function piecesOf(words, pattern) {
  const from = startOf(words);
  const text = words.textContent;
  return [...text.matchAll(pattern)].map((found) => {
    const start = from + length(text.slice(0, found.index));
    return [start, start + length(found[0])];
  });
}
