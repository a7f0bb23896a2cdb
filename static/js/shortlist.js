// The shortlist: ids in one cookie. Marks the buttons, counts in the masthead, adds and removes
// without leaving the page. Without this script the buttons are a plain form.
"use strict";
{
  const ids = () => (document.cookie.match(/(?:^|; )shortlist=([\d.]+)/)?.[1] ?? "").split(".").filter(Boolean);

  const mark = () => {
    const kept = ids();
    for (const button of document.querySelectorAll("button[data-shortlist]")) {
      button.setAttribute("aria-pressed", kept.includes(button.value));
    }
    const count = document.getElementById("shortlist-count");
    if (count) count.textContent = kept.length ? ` (${kept.length})` : "";
  };

  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.matches("[data-shortlist]")) return;
    event.preventDefault();
    const form = event.target;
    const url = form.getAttribute("action"); // form.action is its field of that name
    const had = ids().includes(button.value);
    const body = new URLSearchParams({ treatment: button.value, action: had ? "remove" : "add" });
    await fetch(url, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
    mark();
    // The list is full, cookies are refused, or there is no connection: its page says so.
    if (ids().includes(button.value) === had) return location.assign(url);
    document.getElementById("live").textContent = had ? form.dataset.off : form.dataset.on;
  });

  mark();
  document.addEventListener("htmx:afterSwap", mark);
  document.addEventListener("visibilitychange", mark); // another tab
  window.addEventListener("pageshow", mark); // back and forward
}
