// Deciding with the keyboard: 1 to 5 choose the decision, r goes to the reason, n to the next open one, y puts
// suggested words in. Not while somebody writes.

const isWriting = (target) => target.matches("input:not([type=radio]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
  const form = document.querySelector("form[data-deciding]");
  const choices = form?.querySelectorAll('input[name="verdict"]') ?? [];
  const number = Number(event.key);
  if (number >= 1 && number <= choices.length) {
    choices[number - 1].checked = true;
    choices[number - 1].focus();
  } else if (event.key === "r") {
    form?.querySelector("textarea[name=reason]").focus();
  } else if (event.key === "n") {
    document.querySelector("a[data-next]")?.click();
  } else if (event.key === "y") {
    document.querySelector("button[data-key=y]")?.click();
  } else {
    return;
  }
  event.preventDefault();
});
