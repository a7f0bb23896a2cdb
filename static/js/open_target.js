// A link to one treatment (#t12) opens that one; the first, open for other visitors, folds.
"use strict";
function openTarget() {
  const treatment = document.getElementById(location.hash.slice(1));
  const fold = treatment?.querySelector(":scope > .k-treatment__fold");
  if (!fold || fold.open) return;
  document.querySelectorAll(".k-treatment__fold[open]").forEach((other) => (other.open = false));
  fold.open = true;
  treatment.scrollIntoView();
}
openTarget();
window.addEventListener("hashchange", openTarget);
