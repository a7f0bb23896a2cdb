// Asks for fresh results when a filter changes, and says how many there are. The page stays still:
// folds, scrolled lists and the focus are where they were. Without this script all of it are plain
// links and one form.
"use strict";
// Nothing glides here: without this htmx takes classes back a moment after the refresh.
htmx.config.attributesToSettle = [];
const finder = () => document.getElementById("finder");
const path = (url) => url.pathname + url.search;
const box = (id) => document.getElementById(id)?.getBoundingClientRect();

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-finder]");
  if (form && event.target.matches("[type=checkbox], [type=radio], select")) form.requestSubmit();
});

// Links to this page with other filters: tags, order, pages, price bars, map.
document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  const link = event.target.closest("#finder a[href]");
  if (!plain || !link || event.defaultPrevented) return;
  const url = new URL(link.getAttribute("href"), location);
  if (url.origin !== location.origin || url.pathname !== location.pathname || url.hash) return;
  event.preventDefault();
  wanted = { paging: Boolean(link.closest(".k-pages")), removed: Boolean(link.closest(".k-tags")) };
  link.focus({ preventScroll: true });
  ask(url, "true");
});

// Back and forward: the same small request, so that the page does not blink.
window.addEventListener("popstate", (event) => {
  if (!finder() || !event.state?.htmx) return;
  event.stopImmediatePropagation();
  ask(new URL(location), "false");
});

let wanted = {};
function ask(url, push) {
  htmx.ajax("GET", path(url), { source: "#finder", target: "#finder", select: "#finder", swap: "outerHTML", push });
}

// Addresses people send to their doctor stay short: empty fields are left out.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});

// An answer that is no results page (a plan number leads to its clinic, an error): go there.
const away = (event) => {
  event.detail.shouldSwap = false;
  location.assign(event.detail.pathInfo.finalRequestPath);
};
document.addEventListener("htmx:responseError", away);
document.addEventListener("htmx:sendError", away);

// What the reader did, to be found again after the refresh.
let kept;
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo, target } = event.detail;
  if (target.id !== "finder" || xhr.status >= 400) return;
  const asked = new URL(pathInfo.finalRequestPath, location);
  if (new URL(xhr.responseURL).pathname !== asked.pathname) return away(event);
  const id = finder().contains(document.activeElement) ? document.activeElement.id : "";
  kept = {
    id,
    top: box(id)?.top,
    sheet: document.querySelector(".k-drawer__body").scrollTop,
    folds: [...document.querySelectorAll("#finder details[id]")].map((fold) => [
      fold.id,
      fold.open,
      fold.querySelector(".k-facet__values")?.scrollTop ?? 0,
    ]),
  };
});
document.addEventListener("htmx:afterSwap", () => {
  if (!kept) return;
  for (const [id, open, top] of kept.folds) {
    const fold = document.getElementById(id);
    if (!fold) continue;
    fold.open = open;
    const list = fold.querySelector(".k-facet__values");
    if (list) list.scrollTop = top;
  }
  const language = document.querySelector("a.k-language");
  if (language) language.search = location.search;
  const counts = document.getElementById("counts");
  document.getElementById("live").textContent = counts.textContent.trim().replace(/\s+/g, " ");
  queueMicrotask(settle); // when the sheet of filters is dressed again, still before it is painted
});

function settle() {
  const { id, top, sheet } = kept;
  document.querySelector(".k-drawer__body").scrollTop = sheet;
  const counts = document.getElementById("counts");
  if (wanted.paging) {
    counts.focus();
    counts.scrollIntoView({ behavior: "instant" });
  } else if (document.activeElement === document.body) {
    // What was clicked is gone, or a box without clinics: the next tag, else the counts.
    const clicked = document.querySelector(`#finder [id="${CSS.escape(id)}"]:not(:disabled)`);
    const tag = wanted.removed ? document.querySelector(".k-tags a") : null;
    (clicked ?? tag ?? counts).focus({ preventScroll: true });
  }
  if (!wanted.paging && id && box(id)) holdStill(document.getElementById(id), top);
  wanted = {};
  kept = undefined;
}

// What was clicked stays under the pointer, in its list, in the sheet, on the page.
function holdStill(element, top) {
  const sheet = element.closest(".k-drawer__body");
  const isFixed = sheet && getComputedStyle(sheet).position === "fixed";
  const outer = isFixed ? sheet : document.scrollingElement;
  for (const part of [element.closest(".k-facet__values--long"), outer]) {
    const moved = element.getBoundingClientRect().top - top;
    if (part && Math.abs(moved) > 1) part.scrollBy({ top: moved, behavior: "instant" });
  }
}
