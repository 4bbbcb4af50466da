// The desk at the door on a phone or laptop that may have no connection: find, register, see what waits.
import { isCard, normalise } from "day/codes";
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

const backToFinding = () => {
  chosen = null;
  $("#person").hidden = true;
  $("#finding").hidden = false;
  head($("#desk").dataset.heading);
  $("#find").focus();
};

// What is registered here and not sent counts as come on this device already.
const refresh = async () => {
  const queue = (await store.queue()).filter((each) => each.kind === "attendance");
  waiting = queue.map((each) => each.content);
  const here = new Map(waiting.filter((each) => each.invitation).map((each) => [each.invitation, each]));
  const { people } = await store.names();
  names = people.map((each) => (here.has(each.i) ? { ...each, came: true } : { ...each, came: Boolean(each.a) }));
  draw();
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
  const labels = waiting.map((each) => each.label || each.name || texts.nameless);
  $("#waits-here ul").replaceChildren(...labels.reverse().map((label) => line("li", label)));
};

const state = ({ state: now, outcomes, waiting: number }) => {
  tellState({ state: now, outcomes, waiting: number });
  if (now === "closed") return show("ended");
  return refresh();
};

const say = (text) => {
  $("#said").textContent = text;
};

const register = async (content) => {
  await store.add("attendance", content);
  say(filled(texts.registered, { name: content.label || content.name || texts.nameless }));
  $("#find").value = "";
  backToFinding();
  await state({ state: sync.state, outcomes: [], waiting: await store.count() });
  sync.send();
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
