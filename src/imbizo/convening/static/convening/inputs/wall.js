// The wall, live. It rests while nobody sees it, and goes on by itself when the connection is back.

const wall = document.getElementById("wall");
const PAUSE = 1000;

async function look() {
  if (!document.hidden) {
    try {
      const mark = wall.firstElementChild.dataset.mark;
      const query = new URLSearchParams({ mark, about: wall.dataset.about });
      const answer = await fetch(`${wall.dataset.here}?${query}`, { credentials: "same-origin" });
      if (answer.status === 200 && !answer.redirected) draw(await answer.text());
    } catch {
      // The next look finds it.
    }
  }
  setTimeout(look, PAUSE);
}

function draw(html) {
  const known = new Set([...wall.querySelectorAll("[data-id]")].map((each) => each.dataset.id));
  wall.innerHTML = html;
  for (const each of wall.querySelectorAll("[data-id]")) each.classList.toggle("new", !known.has(each.dataset.id));
}

const dark = document.getElementById("dark");
dark.hidden = false;
dark.addEventListener("click", () => {
  const on = dark.getAttribute("aria-pressed") !== "true";
  dark.setAttribute("aria-pressed", String(on));
  document.documentElement.dataset.dark = String(on);
});

setTimeout(look, PAUSE);
