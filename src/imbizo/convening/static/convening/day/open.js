// Opening a device: the server gives the key and the names, the PIN is chosen here and never sent.
import { Store } from "day/store";

const page = document.querySelector("#open-device");
const { shell, worker } = page.dataset;
const say = (text) => {
  const line = page.querySelector("[data-says]");
  line.textContent = text;
  line.hidden = !text;
};

const post = async (url, form) => {
  const response = await fetch(url, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
  const reply = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(reply.error || page.dataset.failed);
  return reply;
};

// The pages that must open without a connection are kept before anything is written down.
const keepPages = async () => {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker.register(worker);
  const fresh = registration.installing ?? registration.waiting;
  if (!fresh) return;
  await new Promise((settle) => {
    fresh.addEventListener("statechange", () => {
      if (["activated", "redundant"].includes(fresh.state)) settle();
    });
    if (fresh.state === "activated") settle();
  });
};

const pinOf = (form) => {
  const [pin, again] = [...form.querySelectorAll("[data-pin]")].map((field) => field.value);
  if (!/^\d{6,12}$/.test(pin)) throw new Error(page.dataset.badPin);
  if (pin !== again) throw new Error(page.dataset.unlikePins);
  return pin;
};

const submit = (form, act) => {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    say("");
    try {
      await act(pinOf(form));
      window.location.assign(shell);
    } catch (error) {
      say(error.message === "waiting" ? page.dataset.stillWaiting : error.message);
      button.disabled = false;
    }
  });
};

const open = page.querySelector("#open-form");
submit(open, async (pin) => {
  const before = await Store.look();
  if (before?.waiting) throw new Error("waiting");
  await keepPages();
  await Store.create(pin, await post(open.action, open));
});

const renew = page.querySelector("#renew-form");
submit(renew, async (pin) => {
  const { device } = await Store.look();
  await Store.renew(pin, (await post(renew.action.replace("00000000-0000-0000-0000-000000000000", device), renew)).secret);
});

const before = await Store.look();
open.hidden = false;
if (before) {
  page.querySelector("#opened-before").hidden = false;
  if (before.waiting) open.hidden = true;
}
