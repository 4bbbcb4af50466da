// Coding: words are chosen by mouse, finger or keyboard, then put under codes. Without this script the page has a form
// into which the words are copied.

import { length, lineAt, linesOf, piecesOf, placeOf, rangeOf, startOf } from "evidence/places";

const page = document.getElementById("coding");
const form = document.getElementById("chooser");
const texts = [...page.querySelectorAll(".coded-text")];
const card = document.getElementById("coding-card");
const WORD = /\S+/gu;
const SENTENCE = /\S[^.!?…]*(?:[.!?…]+["'’”»)]*|$)/gu;
// What is chosen: the text it is in, where it began (anchor) and where it goes to, in code points.
let picked = null;
let undoable = [];

page.classList.add("scripted");

// Parts come as they are scrolled to, a screen ahead.
const coming = new IntersectionObserver((seen) => {
  for (const each of seen) if (each.isIntersecting) fetchPart(each.target);
}, { rootMargin: "1200px" });
for (const part of page.querySelectorAll("[data-wanted]")) coming.observe(part);

async function fetchPart(part) {
  if (part.dataset.asking) return;
  part.dataset.asking = "yes";
  try {
    const answer = await fetch(part.dataset.url, { credentials: "same-origin", headers: { "X-Live": "1" } });
    if (!answer.ok || answer.redirected) return;
    part.innerHTML = await answer.text();
    delete part.dataset.wanted;
    coming.unobserve(part);
    if (picked) show();
  } catch {
    // It is asked for again when it comes into sight again.
  } finally {
    delete part.dataset.asking;
  }
}

const partsBetween = (text, start, end) => [...text.children].filter(
  (part) => Number(part.dataset.start) < end && Number(part.dataset.end) > start && !("wanted" in part.dataset),
);

// A name beside a line: pointing at it lights its words, pressing it opens what is known of it.
const marksOf = (stripe) => stripe.closest(".coded-text").querySelectorAll(`mark[data-codings~="${stripe.dataset.coding}"]`);
for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  for (const kind of [on, off]) {
    page.addEventListener(kind, (event) => {
      const stripe = event.target.closest?.(".stripe");
      if (stripe) for (const mark of marksOf(stripe)) mark.classList.toggle("lit", kind === on);
    });
  }
}

page.addEventListener("click", async (event) => {
  const stripe = event.target.closest(".stripe");
  if (!stripe || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const answer = await fetch(stripe.href, { credentials: "same-origin", headers: { "X-Live": "1" } });
  if (!answer.ok) return;
  card.innerHTML = await answer.text();
  const close = document.createElement("button");
  close.type = "button";
  close.className = "btn";
  close.textContent = "×";
  close.setAttribute("aria-label", card.dataset.close);
  close.addEventListener("click", () => card.close());
  card.querySelector(".form-foot, p:last-of-type")?.append(close);
  card.showModal();
});
card.addEventListener("click", (event) => { if (event.target === card) card.close(); });

if (form) begin();

function begin() {
  const find = form.elements.find;
  const status = document.getElementById("chooser-status");
  const whole = document.getElementById("whole");
  const unfold = document.getElementById("unfold");

  document.addEventListener("selectionchange", takeSelection);
  page.addEventListener("click", tapped);
  for (const text of texts) text.addEventListener("keydown", (event) => key(text, event));
  document.getElementById("clear").addEventListener("click", letGo);
  form.addEventListener("submit", (event) => { event.preventDefault(); send(event.submitter); });
  form.addEventListener("keydown", (event) => { if (event.key === "Escape") back(); });
  find.addEventListener("input", narrow);
  find.addEventListener("keydown", chooseByEnter);
  status.querySelector("button").addEventListener("click", undo);
  if (whole) {
    whole.hidden = false;
    whole.addEventListener("click", () => pickAll(picked?.text ?? texts[0]));
  }
  unfold.hidden = !matchMedia("(max-width: 1020px)").matches;
  unfold.addEventListener("click", () => {
    const open = form.classList.toggle("unfolded");
    unfold.setAttribute("aria-expanded", String(open));
    if (open) find.focus();
  });
  show();
}

// Choosing words

function pick(text, anchor, to) {
  picked = { text, anchor, to };
  show();
}

const bounds = () => [Math.min(picked.anchor[0], picked.to[0]), Math.max(picked.anchor[1], picked.to[1])];

function show() {
  const said = document.getElementById("picked");
  const range = picked && rangeOf(picked.text, ...bounds());
  const words = range ? rangeWords(picked.text, ...bounds()) : "";
  if ("highlights" in CSS) {
    if (range) CSS.highlights.set("picked", new Highlight(range)); else CSS.highlights.delete("picked");
  }
  said.textContent = words ? `“${words.length > 160 ? `${words.slice(0, 150)}…` : words}”` : said.dataset.none;
  said.classList.toggle("has", Boolean(words));
  form.classList.toggle("has-words", Boolean(words));
  document.getElementById("clear").hidden = !words;
}

// The words chosen, without the names of codes that stand between their lines.
function rangeWords(text, start, end) {
  const found = [];
  for (const line of linesOf(text)) {
    const from = startOf(line);
    const size = length(line.textContent);
    if (from >= end) break;
    if (from + size > start) found.push([...line.textContent].slice(Math.max(0, start - from), end - from).join(""));
  }
  return found.join(" ");
}

function letGo() {
  picked = null;
  getSelection().removeAllRanges();
  form.classList.remove("unfolded");
  show();
}

function pickAll(text) {
  pick(text, [0, 0], [0, Number(text.lastElementChild.dataset.end)]);
}

// The browser's own selection: mouse, long press, handles.
function takeSelection() {
  const chosen = getSelection();
  if (chosen.isCollapsed || !chosen.rangeCount) return;
  const range = chosen.getRangeAt(0);
  const text = range.startContainer.parentElement?.closest(".coded-text");
  if (!text?.contains(range.endContainer)) return;
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset) ?? endBefore(range);
  if (start !== null && end !== null && start < end) pick(text, [start, start], [end, end]);
}

// A selection that ends between lines ends with the line before.
function endBefore(range) {
  const touched = linesOf(range.startContainer.parentElement.closest(".coded-text")).filter((line) => range.intersectsNode(line));
  const last = touched.at(-1);
  if (!last) return null;
  const inside = range.comparePoint(last, last.childNodes.length) <= 0;
  return inside ? startOf(last) + length(last.textContent) : startOf(last);
}

// A finger: a tap takes the word, the next tap takes all up to that word.
function tapped(event) {
  const text = event.target.closest(".coded-text");
  if (event.pointerType === "mouse" || !event.target.closest(".words") || !text || !getSelection().isCollapsed) return;
  const point = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const at = point ? [point.offsetNode, point.offset] : null;
  const old = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const place = at ? placeOf(...at) : old && placeOf(old.startContainer, old.startOffset);
  if (place === null || place === undefined) return;
  const word = wordAt(text, place);
  if (!word) return;
  if (picked?.text === text) pick(text, picked.anchor, word); else pick(text, word, word);
}

function wordAt(text, place) {
  const words = piecesOf(lineAt(linesOf(text), place), WORD);
  return words.find(([, end]) => place <= end) ?? words.at(-1);
}

// The keyboard: the word that one is at is the one chosen.
function key(text, event) {
  if (event.target.closest(".stripe") || event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const line = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const letter = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const act = step ? () => byWord(text, step, event.shiftKey)
    : line ? () => byLine(text, line, event.shiftKey)
    : { s: () => grow(text, SENTENCE), p: () => grow(text, /\S.*\S|\S/gu), u: undo, n: next,
      Enter: () => choose(), Escape: letGo }[letter] ?? (/^[1-9]$/.test(letter) ? () => codeByNumber(Number(letter)) : null);
  if (!act) return;
  event.preventDefault();
  act();
}

function byWord(text, step, takes) {
  const lines = linesOf(text);
  if (picked?.text !== text) return byFirst(text);
  const line = lineAt(lines, picked.to[0]);
  const words = piecesOf(line, WORD);
  const at = words.findIndex(([start]) => start >= picked.to[0]);
  const to = words[(at < 0 ? words.length : at) + step] ?? ofNextLine(lines, line, step);
  if (to) pick(text, takes ? picked.anchor : to, to);
  follow();
}

function ofNextLine(lines, line, step) {
  const other = lines[lines.indexOf(line) + step];
  return other ? piecesOf(other, WORD).at(step > 0 ? 0 : -1) : null;
}

function byLine(text, step, takes) {
  const lines = linesOf(text);
  if (picked?.text !== text) return byFirst(text);
  const other = lines[lines.indexOf(lineAt(lines, picked.to[0])) + step];
  const to = other && piecesOf(other, WORD).at(takes && step > 0 ? -1 : 0);
  if (to) pick(text, takes ? picked.anchor : to, to);
  follow();
}

// The first word that is in sight. Parts are asked before their lines: a part out of sight isn't laid out for it.
function byFirst(text) {
  const inSight = (each) => each.getBoundingClientRect().bottom > 0;
  const part = [...text.children].find((each) => !("wanted" in each.dataset) && inSight(each));
  const line = part && (linesOf(part).find(inSight) ?? linesOf(part)[0]);
  const word = line && piecesOf(line, WORD)[0];
  if (word) pick(text, word, word);
}

function grow(text, pattern) {
  if (picked?.text !== text) byFirst(text);
  if (!picked) return;
  const place = picked.to[0];
  const around = piecesOf(lineAt(linesOf(text), place), pattern).find(([start, end]) => start <= place && place < end);
  if (around) pick(text, around, around);
}

function follow() {
  const range = rangeOf(picked.text, ...picked.to);
  const box = range?.getBoundingClientRect();
  if (box && (box.top < 80 || box.bottom > innerHeight - 80)) {
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
  }
}

const next = () => document.getElementById("next-input")?.click();

// Choosing codes

function choose() {
  form.classList.add("unfolded");
  form.elements.find.focus();
}

function back() {
  form.classList.remove("unfolded");
  (picked?.text ?? texts[0])?.focus({ preventScroll: true });
}

const items = () => [...document.getElementById("code-list").children];
const boxOf = (item) => item.querySelector("input");

function narrow() {
  const wanted = form.elements.find.value.trim().toLowerCase();
  const make = document.getElementById("make");
  for (const item of items()) item.hidden = !item.dataset.name.includes(wanted);
  const known = items().some((item) => item.querySelector("bdi").textContent.trim().toLowerCase() === wanted);
  make.hidden = !wanted || known;
  make.querySelector("b").textContent = form.elements.find.value.trim();
}

function chooseByEnter(event) {
  if (event.key !== "Enter") return;
  event.preventDefault();
  const first = items().find((item) => !item.hidden);
  if (form.elements.find.value.trim() && first) boxOf(first).checked = true;
  const isNew = form.elements.find.value.trim() && !first;
  send(isNew ? document.getElementById("make") : null);
}

function codeByNumber(number) {
  const item = items().filter((each) => !each.hidden)[number - 1];
  if (!item || !picked) return;
  boxOf(item).checked = true;
  send(null);
}

async function post(address, data) {
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin", headers: { "X-Live": "1" } });
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return answer.json();
}

async function send(button) {
  if (!picked) return say(document.getElementById("picked").dataset.none, { failed: true });
  const { text } = picked;
  const [start, end] = bounds();
  const data = new FormData(form);
  if (button?.id !== "make") data.delete("new");
  data.delete("quote");
  for (const [name, value] of Object.entries({ language: text.dataset.language, seen: text.dataset.seen, start, end })) data.set(name, value);
  let said;
  try {
    said = await post(form.action, data);
  } catch {
    return say(page.dataset.failed, { failed: true });
  }
  if (said.error) return say(said.error, { failed: true });
  undoable = said.made;
  say(said.text, { undo: said.made.length > 0 });
  letRest(said.codes);
  await redraw(text, start, end);
}

// What was used last comes first; what was made is among the others from now on.
function letRest(codes) {
  const list = document.getElementById("code-list");
  let isNew = false;
  for (const code of codes.toReversed()) {
    const item = items().find((each) => boxOf(each).value === code.id);
    list.prepend(item ?? itemFor(code));
    isNew ||= !item;
  }
  items().forEach((item, at) => { item.querySelector("kbd").textContent = at < 9 ? String(at + 1) : ""; });
  for (const item of items()) boxOf(item).checked = false;
  form.elements.find.value = "";
  form.elements.memo.value = "";
  narrow();
  if (isNew) freshColours();
  const { text } = picked;
  letGo();
  text.focus({ preventScroll: true });
}

function itemFor(code) {
  const item = document.createElement("li");
  item.dataset.name = code.name.toLowerCase();
  item.innerHTML = '<label><kbd></kbd><input class="form-check-input" type="checkbox" name="codes"><span><bdi></bdi></span></label>';
  boxOf(item).value = code.id;
  item.querySelector("bdi").textContent = code.name;
  return item;
}

function freshColours() {
  const sheet = document.getElementById("colours");
  if (sheet) sheet.href = `${page.dataset.colours}?${Date.now()}`;
}

function redraw(text, start, end) {
  return Promise.all(partsBetween(text, start, end).map(fetchPart));
}

async function undo() {
  if (!undoable.length) return;
  const data = new FormData();
  for (const pk of undoable) data.append("coding", pk);
  try {
    const said = await post(page.dataset.back, data);
    say(said.error || said.text, { failed: Boolean(said.error) });
    undoable = [];
    await Promise.all(texts.flatMap((text) => [...text.children].filter((part) => !("wanted" in part.dataset))).map(fetchPart));
  } catch {
    say(page.dataset.failed, { failed: true });
  }
}

function say(text, { undo: canUndo = false, failed = false } = {}) {
  const status = document.getElementById("chooser-status");
  status.querySelector("span").textContent = text;
  status.querySelector("button").hidden = !canUndo;
  status.classList.toggle("failed", failed);
}
