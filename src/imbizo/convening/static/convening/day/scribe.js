// A scribe's page on a device that may have no connection: Enter keeps the line here at once, and it is sent later.
import { isCard, normalise } from "day/codes";
import { filled, lock, show, tellState } from "day/lock";
import { Sync } from "day/sync";

const $ = (selector) => document.querySelector(selector);
const texts = $("#texts").dataset;
const form = $("#line");
const { about: subject, language, card, text } = form.elements;

let store = null;
let sync = null;
let table = null;
let last = null; // the line that "undo" takes back

const option = ([value, label]) => new Option(label, value);

// A choice is a value with its label, or the label of a group with the choices in it.
const choice = ([first, second]) => {
  if (!Array.isArray(second)) return option([first, second]);
  const group = document.createElement("optgroup");
  group.label = first;
  group.append(...second.map(option));
  return group;
};

const line = (said) => {
  const item = document.createElement("li");
  item.dir = "auto";
  if (said.language) item.lang = said.language;
  item.textContent = said.text;
  return item;
};

const draw = async () => {
  const queue = await store.queue();
  const gone = new Set(queue.filter((each) => each.kind === "take_back").map((each) => each.content.input));
  const waiting = queue.filter((each) => each.kind === "input" && !gone.has(each.id)).map((each) => each.content);
  $("#waits-here").hidden = waiting.length === 0;
  $("#waits-here ul").replaceChildren(...waiting.reverse().map(line));
};

const state = async (told) => {
  tellState(told);
  if (told.state === "closed") return show("ended");
  return draw();
};

const refuse = (problem, field) => {
  const box = $("#line-error");
  box.textContent = problem;
  box.hidden = !problem;
  if (!problem) return;
  field.closest(".field").append(box);
  field.focus();
};

// `undoable`: the line that was kept and can be taken back.
const say = (words, undoable = null) => {
  last = undoable;
  $("#said").textContent = words;
  $("#undo").hidden = !undoable;
};

const written = async () => {
  await state({ state: sync.state, outcomes: [], waiting: await store.count() });
  text.focus();
  sync.send();
};

// It may be on its way already, so it is taken back by a note of its own behind it; its words can be mended.
const undo = async () => {
  if (!last) return;
  const { id, content } = last;
  say(texts.undone);
  await store.add("take_back", { input: id });
  if (!text.value) text.value = content.text;
  await store.put("draft", text.value);
  await written();
};

const keep = async () => {
  const said = text.value.trim();
  if (!said) return refuse(texts.needsWords, text);
  if (card.value.trim() && !isCard(card.value)) return refuse(filled(texts.badCard, { code: card.value }), card);
  refuse("");
  const content = { text: said, language: language.value, about: subject.value, table, card: normalise(card.value) };
  const item = await store.add("input", content);
  text.value = card.value = "";
  await store.put("draft", "");
  say(texts.kept, item);
  await written();
};

const enter = async (opened) => {
  store = opened;
  const about = await store.about();
  if (!about.table) return window.location.replace(texts.desk);
  table = about.table;
  document.title = about.gathering;
  $("#gathering").textContent = about.gathering;
  $("#device-label").textContent = about.label;
  subject.append(...about.subjects.map(choice));
  language.append(...about.languages.map(option));
  subject.value = about.subject;
  language.value = about.language;
  text.value = (await store.get("draft")) ?? "";
  show("desk");
  sync = new Sync(store, texts.sync, state);
  state({ state: "waiting", outcomes: [], waiting: await store.count() });
  sync.begin();
  text.focus();
};

// Pressed twice, it is kept once: the second press finds the first under way, or nothing written.
let keeping = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (keeping) return;
  keeping = true;
  await keep().finally(() => (keeping = false));
});
text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
// What is being written outlives a flat battery, encrypted as all the rest.
text.addEventListener("input", () => store.put("draft", text.value));
$("#undo").addEventListener("click", undo);
$("#send-now").addEventListener("click", () => sync.send());

lock(enter);
