// The facilitator's page, live: asks every second what has changed, and rests while nobody looks.
// Without this script every button is a plain form, and the page is drawn anew after each press.

const list = document.getElementById("said-list");
const form = document.getElementById("decide");
const status = document.getElementById("said-status");
const undo = status.querySelector("button");
const most = Number(list.dataset.most);
const PAUSE = 1000;
let cursor = list.dataset.cursor;
let timer;
let asking = false;

const row = (id) => document.getElementById(`said-${id}`);
const rows = () => [...list.children];

function ask(delay = PAUSE) {
  clearTimeout(timer);
  timer = setTimeout(fetchNews, delay);
}

async function fetchNews() {
  if (document.hidden || asking) return ask();
  asking = true;
  let more = false;
  try {
    const answer = await fetch(`${list.dataset.news}&since=${encodeURIComponent(cursor)}`, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    more = take(await answer.text());
    document.getElementById("said-offline").hidden = true;
  } catch {
    document.getElementById("said-offline").hidden = false;
  }
  asking = false;
  ask(more ? 0 : PAUSE);
}

function take(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  const news = template.content.firstElementChild;
  cursor = news.dataset.cursor;
  const fresh = [...news.children];
  if ("anew" in news.dataset) forgetAnonymous(new Set(fresh.map((each) => each.dataset.id)));
  for (const id of news.dataset.gone.split(" ")) if (id) drop(row(id));
  fresh.forEach(place);
  count(news);
  settle();
  return "more" in news.dataset;
}

// What is anonymous comes as a whole each time; what isn't among it was decided upon.
function forgetAnonymous(there) {
  for (const each of rows()) if ("anonymous" in each.dataset && !there.has(each.dataset.id)) drop(each);
}

function place(fresh) {
  const old = row(fresh.dataset.id);
  if (old?.dataset.mark === fresh.dataset.mark) return;
  if (old) {
    const box = old.querySelector("input[name=selected]");
    const newBox = fresh.querySelector("input[name=selected]");
    if (box && newBox) newBox.checked = box.checked;
    const focused = old.contains(document.activeElement);
    old.replaceWith(fresh);
    if (focused) fresh.focus();
  } else if (rows().length < most && !("full" in list.dataset)) {
    list.append(fresh);
  } else {
    list.dataset.full = "";
  }
}

function drop(gone) {
  if (!gone) return;
  const next = gone.nextElementSibling || gone.previousElementSibling;
  const focused = gone.contains(document.activeElement);
  gone.remove();
  if (focused && next) next.focus();
}

function count(news) {
  let all = 0;
  const known = {};
  for (const [name, value] of Object.entries(news.dataset)) {
    if (!name.startsWith("count")) continue;
    known[name.slice(5).toLowerCase()] = Number(value);
    all += Number(value);
  }
  for (const small of document.querySelectorAll("[data-count]")) {
    const key = small.dataset.count;
    small.textContent = String(key === "all" ? all : known[key] ?? 0);
  }
}

// The page tells when it is empty, and reaches for the next ones when most of a full page was decided upon.
function settle() {
  const left = rows();
  document.getElementById("said-nothing").hidden = left.length > 0;
  document.getElementById("said-more").hidden = !("full" in list.dataset);
  if (left.length && !left.some((each) => each.tabIndex === 0)) left[0].tabIndex = 0;
  if ("full" in list.dataset && left.length < most / 4) location.reload();
}

function tell(text, address = "", failed = false) {
  status.classList.toggle("error", failed);
  status.querySelector("span").textContent = text;
  undo.hidden = !address;
  undo.dataset.address = address;
}

async function post(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { "X-Live": "1" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const said = await answer.json();
    tell(said.error || said.text, said.undo, Boolean(said.error));
    for (const box of list.querySelectorAll("input[name=selected]:checked")) if (!said.error) box.checked = false;
  } catch {
    tell(status.dataset.failed, "", true);
  }
  ask(0);
}

document.addEventListener("submit", (event) => {
  if (event.target !== form || !event.submitter) return;
  event.preventDefault();
  post(form.action, new FormData(form, event.submitter));
});

undo.addEventListener("click", () => {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  post(undo.dataset.address, body);
});

// Keys, only while something in the list is chosen, so that they get in nobody's way.
const here = () => document.activeElement?.closest?.(".said-one");

function go(step) {
  const target = rows()[rows().indexOf(here()) + step];
  if (!target) return;
  for (const each of rows()) each.tabIndex = -1;
  target.tabIndex = 0;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
}

const press = (key) => here().querySelector(`[data-key="${key}"]`)?.click();
const tick = () => {
  const box = here().querySelector("input[name=selected]");
  if (box) box.checked = !box.checked;
};
const KEYS = {
  j: () => go(1), arrowdown: () => go(1), k: () => go(-1), arrowup: () => go(-1),
  l: () => press("l"), h: () => press("h"), m: () => press("m"), x: tick,
  g: () => form.querySelector('[value="merge"]').click(),
  u: () => { if (!undo.hidden) undo.click(); },
};

list.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !here()) return;
  if (event.key === "Enter" && event.target === here()) return here().querySelector("blockquote a").click();
  const act = KEYS[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act();
});
list.addEventListener("click", (event) => {
  const clicked = event.target.closest(".said-one");
  if (clicked && !event.target.closest("a, button, input")) clicked.focus();
});

document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(0); });
settle();
ask();
