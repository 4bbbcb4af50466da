// Screening by keyboard: i include, u not sure, n next, e to the reasons, a digit for one of them. The page works without it.

const form = document.querySelector("[data-screening]");
const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isTyping(event.target)) return;
  if (event.key === "e") {
    form.querySelector(".reasons button")?.focus();
    event.preventDefault();
    return;
  }
  const chosen = form.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!chosen) return;
  event.preventDefault();
  chosen.click();
});

// One press, one word: a second press while the page is on its way would speak of the next source.
let sent = false;
form?.addEventListener("submit", (event) => {
  if (sent) event.preventDefault();
  sent = true;
});
