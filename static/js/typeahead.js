// The box above a long list of values: what is typed hides the values it does not fit.
"use strict";
// Width, case, kana, accents and macrons are made one: ﾄｳｷｮｳ, トウキョウ and とうきょう; Kōchi and kochi.
const folded = (text) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC")
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/\s+/g, " ")
    .trim();

const typed = new Map(); // what stands in each box: a refresh of the results keeps it

// Hide what does not fit; what is ticked always stays. Returns how many fit.
function sift(input) {
  const words = folded(input.value).split(" ");
  let found = 0;
  for (const group of input.parentElement.querySelectorAll(".k-facet__values ul")) {
    for (const item of group.children) {
      item.names ??= folded(`${item.querySelector(".k-option__label").textContent}\n${item.dataset.words ?? ""}`);
      const fits = words.every((word) => item.names.includes(word));
      item.hidden = !fits && !item.querySelector("input").checked;
      found += fits;
    }
    group.hidden = [...group.children].every((item) => item.hidden);
    const heading = group.previousElementSibling;
    if (heading) heading.hidden = group.hidden;
  }
  return found;
}

function type(input) {
  typed.set(input.id, input.value);
  document.getElementById("live").textContent = `${input.dataset.found} ${sift(input)}`;
}

document.addEventListener("input", (event) => event.target.matches(".k-facet__find") && type(event.target));
// In the capture phase: an Escape that clears the box must not close the sheet of filters as well.
const pressed = (event) => {
  const input = event.target;
  if (!input.matches?.(".k-facet__find")) return;
  if (event.key === "Enter") event.preventDefault();
  if (event.key !== "Escape" || !input.value) return;
  event.preventDefault();
  event.stopPropagation();
  input.value = "";
  type(input);
};
document.addEventListener("keydown", pressed, true);
document.addEventListener("htmx:afterSwap", () => {
  for (const input of document.querySelectorAll(".k-facet__find")) {
    input.value = typed.get(input.id) ?? "";
    if (input.value) sift(input);
  }
});
