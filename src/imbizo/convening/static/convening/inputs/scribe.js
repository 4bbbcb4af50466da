// A scribe writes line after line: Enter saves, Shift and Enter begin a new line, the language stays.
// Without this script the button saves, and the page comes back with session and language chosen.

const form = document.querySelector("form.scribe");
const text = form.querySelector("textarea");

text.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  if (text.value.trim()) form.requestSubmit();
});

// Pressed twice, it is sent once; the id on the form would keep it once anyway.
let sent = false;
form.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
window.addEventListener("pageshow", () => { sent = false; });

// What is being written outlives a lost connection or a flat battery, on this device, in this tab alone.
const key = `writing:${location.pathname}`;
if (!text.value) text.value = sessionStorage.getItem(key) ?? "";
text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
form.addEventListener("submit", () => { if (navigator.onLine) sessionStorage.removeItem(key); });
text.focus();
text.setSelectionRange(text.value.length, text.value.length);
