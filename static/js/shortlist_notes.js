// Notes of the shortlist: only in the part of the address behind "#", which no browser sends.
"use strict";
{
  const read = () => new URLSearchParams(location.hash.slice(1));
  const boxes = [...document.querySelectorAll("[data-note]")];

  // One's own list: boxes to write in.
  const write = () => {
    const notes = new URLSearchParams();
    for (const box of boxes) if (box.value.trim()) notes.set(`n${box.dataset.note}`, box.value.trim());
    const hash = notes.size ? `#${notes}` : "";
    history.replaceState(null, "", location.pathname + location.search + hash);
    const copy = document.querySelector("[data-with-notes]");
    if (copy) copy.dataset.copy = copy.dataset.copy.split("#")[0] + hash;
  };
  const show = () => {
    const notes = read();
    for (const box of boxes) box.value = (notes.get(`n${box.dataset.note}`) ?? "").slice(0, box.maxLength);
    // A shared list: words, never markup.
    for (const line of document.querySelectorAll("[data-note-shown]")) {
      const note = notes.get(`n${line.dataset.noteShown}`)?.slice(0, 200);
      line.hidden = !note;
      line.querySelector("[data-note-text]").textContent = note ?? "";
    }
    if (boxes.length) write();
  };

  let soon;
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-note]")) return;
    clearTimeout(soon);
    soon = setTimeout(write, 200);
  });
  const now = () => {
    clearTimeout(soon);
    if (boxes.length) write();
  };
  // The notes stay in the browser's address when the page is sent and comes back.
  document.addEventListener("submit", (event) => {
    now();
    const form = event.target;
    if (form.method !== "post") return;
    const url = form.getAttribute("action"); // form.action is its field of that name
    form.setAttribute("action", url.split("#")[0] + location.hash);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.k-language, [data-copy]");
    if (link) now();
    if (link?.matches("a")) link.hash = location.hash;
  }, true);
  window.addEventListener("hashchange", show);
  show();
}
