// Filters on a phone: the fold becomes a sheet. Esc or "Show" closes it; focus goes back.
"use strict";
const drawer = () => document.querySelector(".k-drawer");
const narrow = window.matchMedia("(max-width: 61.99rem)");

function dress(fold) {
  fold.classList.add("k-drawer--sheet");
  fold.querySelectorAll("[data-drawer-close]").forEach((button) => (button.hidden = false));
}

function prepare() {
  const fold = drawer();
  if (!fold) return;
  dress(fold);
  if (!narrow.matches) fold.open = true;
}

function close() {
  const fold = drawer();
  if (!fold?.open || !narrow.matches) return;
  fold.open = false;
  fold.querySelector("summary").focus();
}

prepare();
narrow.addEventListener("change", prepare);
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
document.addEventListener("click", (event) => {
  const fold = drawer();
  if (!fold?.open || !narrow.matches) return;
  if (event.target.closest("[data-drawer-close]") || !fold.contains(event.target)) {
    event.preventDefault();
    close();
  }
});
// A link to one filter (from the map) opens it, and the sheet around it.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#facet-"]');
  for (let fold = link && document.querySelector(link.hash); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
});
// "Show 12 clinics" shows them; a ticked box asks again but leaves the sheet open.
document.addEventListener("submit", (event) => event.submitter && close());
// After a refresh of the results the sheet stays as it was.
document.addEventListener("htmx:beforeSwap", () => {
  const fold = drawer();
  document.documentElement.dataset.sheet = fold?.open ? "open" : "";
});
document.addEventListener("htmx:afterSwap", () => {
  const fold = drawer();
  if (!fold) return;
  dress(fold);
  fold.open = !narrow.matches || document.documentElement.dataset.sheet === "open";
});
