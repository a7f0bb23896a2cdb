// Keys for a list of decisions: j and k move, y and n press the buttons of the item in focus.
const list = document.querySelector("[data-decide]");
const items = list ? [...list.children] : [];

function current() {
  return items.findIndex((item) => item.contains(document.activeElement));
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !items.length) return;
  const at = current();
  if (event.key === "j") items[Math.min(at + 1, items.length - 1)].focus();
  else if (event.key === "k") items[Math.max(at - 1, 0)].focus();
  else if (event.key === "y" || event.key === "n")
    items[Math.max(at, 0)].querySelector(`[data-key="${event.key}"]`).click();
  else return;
  event.preventDefault();
});
