// The editor of a section: Trix in the place of the plain field, saving while one writes, and the evidence beside it.
// Nothing that is typed is lost: until the server has it, it's kept on this device under the writer's own key.

const form = document.querySelector("#editor");
const said = JSON.parse(document.querySelector("#editor-texts").textContent);
const status = document.querySelector("#saving");
const presence = document.querySelector("#presence");
const news = document.querySelector("#news");
const trouble = document.querySelector("#trouble");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const fields = Object.fromEntries(["version", "html", "sent", "title"].map((name) => [name, form.elements[name]]));

const PAUSE = 2_000; // After the last key, in milliseconds.
const LONGEST = 10_000; // While somebody types without a pause.
const HEARTBEAT = 10_000;

// Trix knows headings of one level; ours have three.
for (const [name, tagName] of [["heading2", "h2"], ["heading3", "h3"]]) {
  Trix.config.blockAttributes[name] = { ...Trix.config.blockAttributes.heading1, tagName };
}

const fill = (text, value) => text.replace("{}", value);

// The editor takes the place of the plain field.

const editor = document.createElement("trix-editor");
editor.className = "words";
editor.id = "editor-words";
editor.setAttribute("toolbar", "editor-toolbar");
editor.setAttribute("role", "textbox");
editor.setAttribute("aria-multiline", "true");
editor.setAttribute("aria-label", document.querySelector("#words-here").dataset.label);
editor.setAttribute("dir", "auto");

const words = () => editor.value;
const state = { saved: "", title: fields.title.value, saving: false, dirtySince: 0, timer: 0, closed: false, restored: false };
const isDirty = () => words() !== state.saved || fields.title.value !== state.title;

function show(text, kind = "") {
  status.textContent = text;
  status.dataset.state = kind;
}

// What isn't saved yet is kept on this device.

const copy = {
  keep() {
    const kept = { html: words(), title: fields.title.value, version: fields.version.value, sent: fields.sent.value };
    try {
      localStorage.setItem(form.dataset.copy, JSON.stringify(kept));
    } catch {
      // A full or forbidden store: the page itself still holds the words.
    }
  },
  drop: () => localStorage.removeItem(form.dataset.copy),
  read() {
    try {
      return JSON.parse(localStorage.getItem(form.dataset.copy));
    } catch {
      return null;
    }
  },
};

// Of the state that stands, what is kept was never saved. Where the section went on since, it may have been: the
// writer says.
function bringBack() {
  const kept = copy.read();
  if (!kept) return;
  if (kept.html === words() && kept.title === fields.title.value) copy.drop();
  else if (kept.version === fields.version.value) takeUp(kept);
  else refused("", said.maybe, () => takeUp(kept), said.bring);
}

function takeUp(kept) {
  trouble.hidden = true;
  for (const name of ["title", "version", "sent"]) fields[name].value = kept[name] ?? "";
  editor.editor.loadHTML(kept.html);
  state.restored = true;
  changed();
}

// Saving.

function body(extra = {}) {
  const data = new FormData();
  const sent = { csrfmiddlewaretoken: token, html: words(), title: fields.title.value, version: fields.version.value };
  for (const [name, value] of Object.entries({ ...sent, sent: fields.sent.value, ...extra })) data.set(name, value);
  return data;
}

function changed() {
  if (state.closed || !isDirty()) return;
  const now = Date.now();
  state.dirtySince ||= now;
  copy.keep();
  if (status.dataset.state !== "trouble") show(said.typing);
  clearTimeout(state.timer);
  state.timer = setTimeout(save, Math.max(0, Math.min(PAUSE, state.dirtySince + LONGEST - now)));
}

async function save() {
  clearTimeout(state.timer);
  if (state.saving || state.closed || !isDirty()) return;
  state.saving = true;
  const sent = { html: words(), title: fields.title.value };
  if (status.dataset.state !== "trouble") show(said.saving);
  try {
    const answer = await fetch(form.dataset.save, { method: "POST", body: body(), redirect: "manual" });
    await heard(answer, sent);
  } catch {
    show(said.offline, "trouble");
    state.timer = setTimeout(save, LONGEST);
  } finally {
    state.saving = false;
  }
  if (isDirty() && status.dataset.state !== "trouble") changed();
}

async function heard(answer, sent) {
  if (answer.type === "opaqueredirect" || answer.status === 403) return refused(said.ended);
  if (answer.status === 409) return refused(said.typing, said.colliding, compare, said.compare);
  if (answer.status === 410 || answer.status === 404) return close((await problem(answer)) || said.failed);
  if (!answer.ok) return refused((await problem(answer)) || said.failed);
  took(await answer.json(), sent);
}

async function problem(answer) {
  try {
    return (await answer.json()).error;
  } catch {
    return "";
  }
}

// What stands in the way, and what can be done. It's tried again, and by the next key too: the other's words may have
// changed meanwhile.
function refused(brief, long = brief, act = null, label = "") {
  show(brief, "trouble");
  trouble.hidden = false;
  trouble.querySelector("div").textContent = long;
  const button = trouble.querySelector("button");
  button.hidden = !act;
  button.textContent = label;
  button.onclick = act;
  if (!act) state.timer = setTimeout(save, LONGEST);
}

// The page on which one chooses is given the words themselves, so that none are kept here beside.
function compare() {
  fields.html.value = words();
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "rich", value: "1" }));
  end();
  form.submit();
}

function end() {
  clearTimeout(state.timer);
  state.closed = true;
  copy.drop();
}

async function done(event) {
  event.preventDefault();
  while (state.saving) await new Promise((resolve) => setTimeout(resolve, 50));
  await save();
  if (isDirty()) return;
  end();
  window.location.assign(form.dataset.read);
}

// The document is final, or the section was taken away: the words stay on the page, to be copied.
function close(text) {
  state.closed = true;
  refused(text);
  clearTimeout(state.timer);
  editor.contentEditable = "false";
  form.querySelector(".btn-primary").disabled = true;
}

function took(answer, sent) {
  const wentOn = words() !== sent.html;
  fields.version.value = answer.version;
  fields.sent.value = "";
  state.dirtySince = 0;
  state.saved = sent.html;
  trouble.hidden = true;
  state.title = answer.title;
  if (fields.title.value === sent.title) fields.title.value = answer.title;
  if (answer.html !== undefined) {
    // Somebody typed on while we asked: the next save brings that to the joined words.
    if (wentOn) fields.sent.value = sent.html;
    else load(answer.html);
    tell(answer.who, answer.what);
  }
  if (isDirty()) copy.keep();
  else copy.drop();
  show(fill(said.saved, answer.at));
  if (state.restored) {
    state.restored = false;
    notice(said.back, []);
  }
}

// Joined words in the place of those on the page; the cursor stays where it was among its neighbours.
function load(html) {
  const before = editor.editor.getDocument().toString();
  const [start, end] = editor.editor.getSelectedRange();
  const hadFocus = document.activeElement === editor;
  editor.editor.loadHTML(html);
  state.saved = words();
  const after = editor.editor.getDocument().toString();
  editor.editor.setSelectedRange([moved(start, before, after), moved(end, before, after)]);
  if (!hadFocus) editor.blur();
}

function moved(place, before, after) {
  let same = 0;
  while (same < place && before[same] === after[same]) same += 1;
  const shifted = same === place ? place : place + after.length - before.length;
  return Math.max(0, Math.min(shifted, after.length - 1));
}

function tell(who, what) {
  if (!who?.length) return;
  notice(fill(what.length ? said.joined : said.joined_quietly, who.join(", ")), what);
}

function notice(text, lines) {
  news.querySelector("b").textContent = text;
  news.querySelector("ul").replaceChildren(
    ...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line, dir: "auto" })),
  );
  news.hidden = false;
}

// Who else writes here, and whether they saved something.

async function beat() {
  if (document.hidden || state.closed) return;
  try {
    const answer = await fetch(form.dataset.here, { method: "POST", body: body({ html: "", sent: "" }), redirect: "manual" });
    if (!answer.ok) return;
    const { others, version } = await answer.json();
    const text = others.length > 1 ? said.here_many : said.here_one;
    presence.textContent = others.length ? fill(text, others.join(", ")) : "";
    if (version > Number(fields.version.value) && !state.saving) await fetchTheirs();
  } catch {
    presence.textContent = "";
  }
}

// Nothing of ours is unsaved: what they wrote comes in by saving what we have.
async function fetchTheirs() {
  if (isDirty()) return save();
  state.saved = null; // Anything differs from it, so that the server is asked.
  await save();
}

function leave() {
  if (isDirty() && !state.closed) copy.keep();
  if (isDirty() && !state.closed && !state.saving) navigator.sendBeacon(form.dataset.save, body());
  navigator.sendBeacon(form.dataset.here, body({ html: "", sent: "", leave: "1" }));
}

// Evidence, and references to other sections, put into the text as atoms.

const CITATION = "application/vnd.imbizo.citation";
const SECTION = "application/vnd.imbizo.section";

function insert(contentType, id, label) {
  const shown = document.createElement("span");
  shown.textContent = label;
  const [at] = editor.editor.getSelectedRange();
  const before = editor.editor.getDocument().toString()[at - 1];
  editor.editor.insertString(before === undefined || /\s/.test(before) ? "" : " ");
  editor.editor.insertAttachment(new Trix.Attachment({ contentType, content: shown.outerHTML, id }));
  editor.focus();
}

async function cite(button) {
  button.disabled = true;
  const data = body({ html: "", sent: "", token: button.dataset.token });
  try {
    const answer = await fetch(form.dataset.cite, { method: "POST", body: data, redirect: "manual" });
    const made = answer.type === "opaqueredirect" ? { error: said.ended } : await answer.json();
    if (made.error) return refused(made.error);
    insert(CITATION, made.id, made.words);
    show(fill(said.cited, made.words));
  } catch {
    refused(said.offline);
  } finally {
    button.disabled = false;
  }
}

async function cards(query = "") {
  const place = document.querySelector("#cards");
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.dataset.evidence}?part=1&q=${encodeURIComponent(query)}`, { redirect: "manual" });
    if (!answer.ok) return;
    place.innerHTML = await answer.text();
    for (const button of place.querySelectorAll(".cite")) button.hidden = false;
  } catch {
    // The link to the evidence stays where it was.
  } finally {
    place.removeAttribute("aria-busy");
  }
}

function listenToEvidence() {
  const search = document.querySelector(".evidence-search");
  search.addEventListener("submit", (event) => {
    event.preventDefault();
    cards(search.elements.q.value);
  });
  document.querySelector("#cards").addEventListener("click", (event) => {
    const button = event.target.closest(".cite");
    if (button) cite(button);
  });
  const places = document.querySelector("#places");
  if (!places) return;
  places.hidden = false;
  places.querySelector("#refer").addEventListener("click", () => {
    const chosen = places.querySelector("select").selectedOptions[0];
    insert(SECTION, chosen.value, chosen.dataset.label);
  });
}

// The toolbar says to screen readers what holds at the cursor.
function sayPressed() {
  for (const tool of document.querySelectorAll(".tool[data-trix-attribute]")) {
    tool.setAttribute("aria-pressed", String(tool.classList.contains("trix-active")));
  }
}

const KEYS = {
  s: (event) => (event.ctrlKey || event.metaKey) && save,
  e: (event) => event.altKey && (() => document.querySelector("#evidence-words").focus()),
  t: (event) => event.altKey && (() => editor.focus()),
};

function listen() {
  editor.addEventListener("trix-change", changed);
  editor.addEventListener("trix-selection-change", () => requestAnimationFrame(sayPressed));
  editor.addEventListener("trix-file-accept", (event) => event.preventDefault());
  fields.title.addEventListener("input", changed);
  form.addEventListener("submit", done);
  news.querySelector("button").addEventListener("click", () => (news.hidden = true));
  document.addEventListener("keydown", (event) => {
    const act = KEYS[event.key.toLowerCase()]?.(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("visibilitychange", () => (document.hidden ? save() : beat()));
  window.addEventListener("pagehide", leave);
  window.addEventListener("online", () => isDirty() && save());
  listenToEvidence();
}

editor.addEventListener("trix-initialize", () => {
  editor.editor.loadHTML(fields.html.value);
  state.saved = words();
  document.querySelector("#rich").hidden = false;
  document.querySelector("#plain").remove();
  document.querySelector(".keys").hidden = false;
  listen();
  bringBack();
  beat();
  setInterval(beat, HEARTBEAT);
  cards();
}, { once: true });
document.querySelector("#words-here").replaceWith(editor);
