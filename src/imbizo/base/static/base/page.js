// What HTML can't do alone on staff pages. Every page works without it.

const open = () => document.querySelectorAll("details.menu[open]");

// A menu closes when one clicks elsewhere, and on Escape (the focus goes back to its button).
document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// Filters stand open on a wide screen and folded on a phone, unless some are in use.
const wide = window.matchMedia("(min-width: 761px)");
const unfold = () => {
  for (const filters of document.querySelectorAll("details.filters")) {
    filters.open = wide.matches || "used" in filters.dataset;
  }
};
wide.addEventListener("change", unfold);
unfold();

// "Select all on this page" and how many are selected.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const boxes = [...document.querySelectorAll(`input[name="selected"][form="${all.dataset.selectAll}"]`)];
  const counter = document.querySelector(`#${all.dataset.selectAll} [data-count]`);
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    if (counter) counter.textContent = String(chosen);
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
}

// After a refused form the reader starts at the summary of what to mend.
document.querySelector(".summary[tabindex], .conflicts[tabindex]")?.focus();

// The offline page: nothing personal is kept, only that page and its stylesheet.
const worker = document.querySelector("script[data-worker]")?.dataset.worker;
if (worker && "serviceWorker" in navigator) navigator.serviceWorker.register(worker);
