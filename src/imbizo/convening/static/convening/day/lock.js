// What all pages of a device share: they show nothing before the PIN, and how much waits to be sent after it.
import { Store } from "day/store";

const IDLE = 15 * 60_000; // milliseconds until the PIN is asked for again
const $ = (selector) => document.querySelector(selector);
const texts = $("#texts").dataset;
const problems = [];

export const filled = (text, values) => text.replaceAll(/\{(\w+)\}/g, (_, name) => values[name]);

export const head = (text) => {
  $("#heading").textContent = text;
};

export const show = (id) => {
  for (const section of document.querySelectorAll("main > section")) section.hidden = section.id !== id;
  head($(`#${id}`).dataset.heading);
};

const line = (text) => {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
};

// The line on top (`Sync` says when), and what the server couldn't take as it was.
export const tellState = ({ state, outcomes, waiting: number }) => {
  $("#state").dataset.state = state;
  $("#state-text").textContent = number
    ? filled(number === 1 ? texts.waitsOne : texts.waitsMany, { number })
    : texts[state === "sent" ? "allSent" : "nothingWaits"];
  $("#connection").textContent = { sent: texts.online, refused: texts.refused }[state] ?? texts.offline;
  for (const each of outcomes) if (["refused", "late"].includes(each.outcome) || each.problem) problems.push(each.problem);
  $("#problems").hidden = problems.length === 0;
  $("#problems ul").replaceChildren(...problems.map(line));
};

// Ask for the PIN, and call `enter` with the open store. A phone left lying about asks again: the key is in this
// page's memory alone.
export const lock = async (enter) => {
  let isOpen = false;
  let lastTouched = Date.now();
  $("#pin-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const field = $("#pin");
    $("#pin-error").hidden = true;
    const store = await Store.unlock(field.value);
    field.value = "";
    isOpen = Boolean(store);
    if (isOpen) return enter(store);
    $("#pin-error").hidden = false;
    return field.focus();
  });
  for (const touch of ["pointerdown", "keydown"]) document.addEventListener(touch, () => (lastTouched = Date.now()));
  setInterval(() => {
    if (isOpen && Date.now() - lastTouched > IDLE) window.location.reload();
  }, 30_000);
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(texts.worker).catch(() => null);
  const before = await Store.look();
  show(before ? "locked" : "nothing");
  if (!before) return;
  $("#closed-before").hidden = !before.closed;
  $("#pin").focus();
};
