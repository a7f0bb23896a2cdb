// Shows the copy buttons and makes them copy. One listener for buttons that arrive later too.
"use strict";
const reveal = (root) => root.querySelectorAll("[data-copy][hidden]").forEach((b) => (b.hidden = false));

if (navigator.clipboard) {
  reveal(document);
  document.addEventListener("htmx:load", (event) => reveal(event.target));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset.copy);
    document.getElementById("live").textContent = `${button.dataset.copied}: ${button.dataset.copy}`;
    const before = button.innerHTML;
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.innerHTML = before), 1500);
  });
}
