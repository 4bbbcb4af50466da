// Sections can be dragged by their number. Without this, the buttons beside each do the same.
(() => {
  let carried = null;

  const rows = () => [...document.querySelectorAll("[data-outline] .outline-row")];
  const rowOf = (event) => event.target.closest?.("[data-outline] .outline-row");
  const isBelow = (row, ancestor) => {
    for (let id = row.dataset.parent; id; ) {
      if (id === ancestor.dataset.id) return true;
      id = document.getElementById(`s-${id}`)?.dataset.parent;
    }
    return false;
  };
  const unmark = () => rows().forEach((row) => row.classList.remove("before", "after"));
  const isUpper = (event, row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  };

  function arm() {
    for (const row of rows()) row.draggable = true;
  }

  function place(target, before) {
    const form = document.getElementById("place");
    const siblings = rows().filter((row) => row.dataset.parent === target.dataset.parent && row !== carried);
    const index = siblings.indexOf(target) + (before ? 0 : 1);
    form.action = form.dataset.place.replace(form.dataset.document, carried.dataset.id);
    for (const [name, value] of [["parent", target.dataset.parent], ["index", index]]) {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
      form.append(input);
    }
    form.submit();
  }

  document.addEventListener("dragstart", (event) => {
    carried = rowOf(event) ?? null;
    carried?.classList.add("carried");
    if (carried) event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const row = rowOf(event);
    if (!carried || !row || row === carried || isBelow(row, carried)) return;
    event.preventDefault();
    unmark();
    row.classList.add(isUpper(event, row) ? "before" : "after");
  });
  document.addEventListener("drop", (event) => {
    const row = rowOf(event);
    if (!carried || !row || row === carried || isBelow(row, carried)) return;
    event.preventDefault();
    place(row, isUpper(event, row));
  });
  document.addEventListener("dragend", () => {
    carried?.classList.remove("carried");
    carried = null;
    unmark();
  });
  document.addEventListener("htmx:after:swap", arm);
  document.addEventListener("htmx:afterSwap", arm);
  arm();
})();
