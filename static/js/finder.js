// Asks for fresh results when a filter changes, and says how many there are.
"use strict";
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-finder]");
  if (form && event.target.matches("[type=checkbox], [type=radio], select")) form.requestSubmit();
});

// Addresses people send to their doctor stay short: empty fields are left out.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

// Folds stay open and lists stay scrolled: a refresh must not undo what the reader did.
let state = [];
document.addEventListener("htmx:beforeSwap", () => {
  state = [...document.querySelectorAll("#finder details[id]")].map((fold) => [
    fold.id,
    fold.open,
    fold.querySelector(".k-facet__values")?.scrollTop ?? 0,
  ]);
});
document.addEventListener("htmx:afterSwap", () => {
  for (const [id, open, top] of state) {
    const fold = document.getElementById(id);
    if (!fold) continue;
    fold.open = open;
    const list = fold.querySelector(".k-facet__values");
    if (list) list.scrollTop = top;
  }
  const counts = document.getElementById("counts");
  if (counts) document.getElementById("live").textContent = counts.textContent.trim();
});
