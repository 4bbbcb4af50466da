// The device handed to somebody: a slip without a name, or a knowledge test by their card. Nothing else is shown, and
// the way back to the desk with its names leads through the PIN.
import { isCard, normalise } from "day/codes";
import { filled, head, show } from "day/lock";

const $ = (selector) => document.querySelector(selector);
const texts = $("#texts").dataset;
const form = $("#handed-form");
const UNSAID = "unsaid";

let store = null;
let offered = "";
let test = null; // {taught, name, languages, questions} with `moment`; null for a slip

const made = (tag, text, css = "") => {
  const element = document.createElement(tag);
  element.textContent = text;
  element.className = css;
  return element;
};

const choice = (name, value, text) => {
  const label = document.createElement("label");
  const input = Object.assign(document.createElement("input"), { type: "radio", name, value });
  label.append(input, made("span", text));
  return label;
};

// A question with its answers, [value, label] each; whatever is asked may be left out.
const question = (name, text, choices) => {
  const field = made("fieldset", "", "field asked");
  const list = made("div", "", "choices");
  list.append(...choices.map(([value, label]) => choice(name, value, label)));
  field.append(made("legend", text), list);
  field.dir = "auto";
  return field;
};

const askOfSlip = (asked) =>
  asked.map(({ id, label, choices }) =>
    question(id, label, [...choices.map((each) => [each, each]), [UNSAID, texts.unsaid]]),
  );

const inLanguage = (words, language) => words[language] ?? Object.values(words)[0];

const askOfTest = (language) =>
  test.questions.map(({ id, texts: words, choices }, at) => {
    const answers = inLanguage(choices, language).map((each, index) => [String(index), each]);
    const field = question(id, `${at + 1}. ${inLanguage(words, language)}`, answers);
    field.lang = language;
    return field;
  });

const languageName = (code) => new Intl.DisplayNames([code, "en"], { type: "language" }).of(code) ?? code;

const begin = (fields) => {
  form.reset();
  form.hidden = false;
  $("#handed-thanks").hidden = true;
  $("#handed-error").hidden = true;
  $("#handed-fields").replaceChildren(...fields);
};

const beginTest = () => begin(askOfTest(form.elements.language.value));

// `near`: what the sentence is put into; the questions themselves come and go.
const refuse = (text, field, near) => {
  const box = $("#handed-error");
  box.textContent = text;
  box.hidden = false;
  near.append(box);
  field.focus();
};

// What was chosen, by the name of its question; those left out aren't there.
const chosen = () =>
  Object.fromEntries([...$("#handed-fields").querySelectorAll("input:checked")].map(({ name, value }) => [name, value]));

const keepSlip = async () => {
  const { sex, age_group: age } = form.elements;
  await store.addSlip({ sex: sex.value, age_group: age.value, answers: chosen() });
  begin(askOfSlip((await store.names()).asked.slips));
  $("#handed-thanks").hidden = false;
  window.scrollTo(0, 0);
};

const keepTest = async () => {
  const { card, language } = form.elements;
  if (!isCard(card.value)) return refuse(filled(texts.badCard, { code: card.value }), card, card.closest(".field"));
  const answers = Object.fromEntries(Object.entries(chosen()).map(([id, value]) => [id, Number(value)]));
  const first = $("#handed-fields input");
  if (Object.keys(answers).length === 0) return refuse(texts.noAnswer, first, $("#handed-foot"));
  const { taught, moment } = test;
  await store.add("test", { taught, moment, card: normalise(card.value), answers, language: language.value });
  form.hidden = true;
  $("#handed-done").hidden = false;
};

const openFor = (heading, isTest) => {
  show("handed");
  head(heading);
  $("#handed-form button").textContent = isTest ? texts.send : texts.box;
  $("#handed-slip").hidden = isTest;
  $("#handed-test").hidden = !isTest;
  $("#handed-done").hidden = true;
  for (const line of form.querySelectorAll("[data-moment]")) line.hidden = line.dataset.moment !== test?.moment;
  window.scrollTo(0, 0);
};

const slip = async () => {
  test = null;
  begin(askOfSlip((await store.names()).asked.slips));
  openFor(texts.slip, false);
};

const giveTest = (one) => {
  test = one;
  const { language } = form.elements;
  language.replaceChildren(...one.languages.map((code) => new Option(languageName(code), code)));
  language.closest(".field").hidden = one.languages.length < 2;
  if (one.languages.includes(document.documentElement.lang)) language.value = document.documentElement.lang;
  const spoken = language.value;
  beginTest();
  language.value = spoken;
  openFor(one.name, true);
};

const button = (text, act) => {
  const pressed = made("button", text, "btn");
  pressed.type = "button";
  pressed.addEventListener("click", act);
  return pressed;
};

// What can be handed over, as the server last said. Drawn anew only where it changed: somebody may be about to press.
export const offer = async (opened) => {
  store = opened;
  const { tests } = (await store.names()).asked;
  if (offered === JSON.stringify(tests)) return;
  offered = JSON.stringify(tests);
  const moments = [["before", texts.testBefore], ["after", texts.testAfter]];
  const buttons = tests.flatMap((one) =>
    moments.map(([moment, text]) => button(filled(text, { module: one.name }), () => giveTest({ ...one, moment }))),
  );
  $("#hand-over").replaceChildren(button(texts.slip, slip), ...buttons);
};

// Pressed twice, it is kept once.
let keeping = false;
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (keeping) return;
  keeping = true;
  await (test ? keepTest() : keepSlip()).finally(() => (keeping = false));
});
form.elements.language.addEventListener("change", ({ target }) => {
  $("#handed-fields").replaceChildren(...askOfTest(target.value));
});
$("#handed-next").addEventListener("click", () => giveTest(test));
$("#handed-back").addEventListener("click", () => window.location.reload());
