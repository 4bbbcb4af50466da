// The desk at the door on a phone or laptop that may have no connection: find, register, see what waits.
import { isCard, normalise } from "day/codes";
import { offer } from "day/handed";
import { filled, head, lock, show, tellState } from "day/lock";
import { Sync } from "day/sync";

const $ = (selector) => document.querySelector(selector);
const texts = $("#texts").dataset;
const fold = (text) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
const MOST_SHOWN = 8;

let store = null;
let sync = null;
let names = [];
let waiting = [];
let chosen = null;
let last = null; // the registration that "undo" takes back

const backToFinding = () => {
  chosen = null;
  $("#person").hidden = true;
  $("#finding").hidden = false;
  head($("#desk").dataset.heading);
  $("#find").focus();
};

// What is registered here and not sent counts as come on this device already; what was taken back doesn't.
const refresh = async () => {
  const queue = await store.queue();
  const undone = new Set(queue.filter((each) => each.kind === "undo").map((each) => each.content.attendance));
  waiting = queue.filter((each) => each.kind === "attendance" && !undone.has(each.id)).map((each) => each.content);
  const here = new Set(waiting.map((each) => each.invitation));
  const { people } = await store.names();
  const listed = people.filter((each) => each.i || !undone.has(each.a));
  names = listed.map((each) => ({ ...each, came: (each.i && here.has(each.i)) || Boolean(each.a && !undone.has(each.a)) }));
  draw();
  offer(store);
};

const line = (tag, text, css = "") => {
  const made = document.createElement(tag);
  made.textContent = text;
  made.className = css;
  return made;
};

const button = (text, css, act) => {
  const made = line("button", text, css);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
};

const nameOf = (person) => person.n || texts.nameless;
const calledIn = (content) => content.label || content.name || texts.nameless;

const matching = (asked) => {
  const words = fold(asked).split(/\s+/).filter(Boolean);
  const begins = (name) => words.every((word) => fold(name).split(/[\s-]+/).some((part) => part.startsWith(word)));
  const code = normalise(asked);
  return names.filter((each) => (each.c && each.c === code) || (each.n && begins(each.n)));
};

const row = (person) => {
  const item = document.createElement("li");
  item.append(line("b", nameOf(person)));
  if (person.came) item.append(line("span", person.c ? filled(texts.cameCard, { code: person.c }) : texts.came, "quiet-text"));
  const buttons = line("span", "", "buttons");
  if (!person.came) buttons.append(button(texts.register, "btn btn-primary", () => register({ invitation: person.i, label: person.n })));
  buttons.append(button(texts.more, "btn", () => open(person)));
  item.append(buttons);
  return item;
};

const draw = () => {
  const asked = $("#find").value.trim();
  const found = asked ? matching(asked) : [];
  $("#found").replaceChildren(...found.slice(0, MOST_SHOWN).map(row));
  $("#none-found").hidden = !asked || found.length > 0;
  $("#came-number").textContent = names.filter((each) => each.came).length + waiting.filter((each) => !each.invitation && !each.attendance).length;
  $("#waits-here").hidden = waiting.length === 0;
  $("#waits-here ul").replaceChildren(...waiting.map(calledIn).reverse().map((label) => line("li", label)));
};

const state = ({ state: now, outcomes, waiting: number }) => {
  tellState({ state: now, outcomes, waiting: number });
  if (now === "closed") return show("ended");
  return refresh();
};

// `undoable`: what was written down and can be taken back.
const say = (text, undoable = null) => {
  last = undoable;
  $("#said").textContent = text;
  $("#undo").hidden = !undoable;
};

const written = async () => {
  await state({ state: sync.state, outcomes: [], waiting: await store.count() });
  sync.send();
};

const register = async (content) => {
  const item = await store.add("attendance", content);
  // More about somebody who is registered already is mended at the desk, where all of it is seen.
  say(filled(texts.registered, { name: calledIn(content) }), content.attendance ? null : item);
  $("#find").value = "";
  backToFinding();
  await written();
};

// It may be on its way already, so it is taken back by a note of its own behind it.
const undo = async () => {
  if (!last) return;
  const { id, content } = last;
  const name = calledIn(content);
  say(filled(texts.undone, { name }));
  await store.add("undo", { attendance: id, name: content.label || content.name || "" });
  $("#find").focus();
  await written();
};

// The form with what is asked at the door: for somebody on the list, or for somebody who isn't.
const open = (person) => {
  chosen = person;
  const form = $("#person");
  form.reset();
  head(person ? nameOf(person) : texts.notListed);
  form.elements.name.value = person ? "" : $("#find").value.trim();
  form.elements.code.value = person?.c ?? "";
  $("#as-whom").hidden = Boolean(person);
  $("#person-error").hidden = true;
  $("#finding").hidden = true;
  form.hidden = false;
  adapt();
  (person ? form.elements.code : form.elements.name).focus();
};

const adapt = () => {
  const form = $("#person");
  $("#guardian").hidden = !form.elements.is_minor.checked;
  $("#name-line").hidden = form.elements.named.value === "nameless";
};

const refuse = (text, field) => {
  const box = $("#person-error");
  box.textContent = text;
  box.hidden = false;
  field.closest(".field").append(box);
  field.focus();
  return null;
};

// What is kept of the form; null where something must be mended first.
const read = () => {
  const { elements } = $("#person");
  const named = chosen ? "name" : elements.named.value;
  const name = named === "nameless" || chosen ? "" : elements.name.value.trim();
  const code = elements.code.value.trim();
  const paid = elements.transport_paid.value.trim().replace(",", ".");
  if (!chosen && named !== "nameless" && !name) return refuse(texts.needsName, elements.name);
  if (code && !isCard(code)) return refuse(filled(texts.badCard, { code }), elements.code);
  if (paid && !/^\d{1,5}(\.\d{1,2})?$/.test(paid)) return refuse(texts.badAmount, elements.transport_paid);
  const minor = elements.is_minor.checked;
  if (minor && (!elements.guardian.value.trim() || elements.guardian_consent.value !== "given")) {
    return refuse(texts.needsGuardian, elements.guardian);
  }
  return {
    named,
    name,
    code: code && !chosen?.c ? normalise(code) : "",
    label: chosen ? nameOf(chosen) : name,
    ...(chosen?.i ? { invitation: chosen.i } : {}),
    ...(chosen && !chosen.i ? { attendance: chosen.a } : {}),
    transport_paid: paid || null,
    signed: elements.signed.checked,
    consent: elements.consent.value,
    name_consent: elements.name_consent.value,
    photo_consent: elements.photo_consent.value,
    is_minor: minor,
    guardian: minor ? elements.guardian.value.trim() : "",
    guardian_consent: minor ? elements.guardian_consent.value : "unasked",
    wants_word: elements.wants_word.checked,
  };
};

const enter = async (opened) => {
  store = opened;
  const about = await store.about();
  if (about.table) return window.location.replace(texts.scribe);
  document.title = about.gathering;
  $("#gathering").textContent = about.gathering;
  $("#device-label").textContent = about.label;
  if (about.amount) $("#person").elements.transport_paid.placeholder = about.amount;
  show("desk");
  await refresh();
  sync = new Sync(store, texts.sync, state);
  state({ state: "waiting", outcomes: [], waiting: await store.count() });
  sync.begin();
  $("#find").focus();
};

$("#find").addEventListener("input", draw);
$("#find").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  $("#found button")?.focus();
});
$("#undo").addEventListener("click", undo);
$("#not-listed").addEventListener("click", () => open(null));
$("#send-now").addEventListener("click", () => sync.send());
$("#person").addEventListener("change", adapt);
$("#person").addEventListener("submit", (event) => {
  event.preventDefault();
  const content = read();
  if (content) register(content);
});
$("#back").addEventListener("click", backToFinding);

lock(enter);
