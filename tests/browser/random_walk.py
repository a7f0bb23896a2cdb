"""Random clicks on the results page, and what must be true after each of them."""

import random
from collections.abc import Callable

from playwright.sync_api import Locator, Page

from tests.factories import PriceSheetFactory, TreatmentFactory

PLACES = ["JP-01", "JP-04", "JP-11", "JP-12", "JP-13", "JP-14", "JP-15", "JP-20", "JP-23", "JP-26",
          "JP-27", "JP-28", "JP-34", "JP-38", "JP-40", "JP-47"]  # fmt: skip
CONDITIONS = ["t2d", "t1d", "knee_oa", "hip_oa", "stroke", "als", "parkinson", "heart", "pain",
              "cirrhosis", "tendon", "disc"]  # fmt: skip
PRODUCTS = ["fat_msc", "platelets", "marrow_msc", "immune", "cell_free"]
STARTS = ["", "?product=fat_msc", "?condition=t2d&prefecture=JP-13", "?q=treatment", "?page=2"]

# The part that changes, without what scripts and readers do to it (folds, buttons).
LOOK = """async () => {
  const tidied = (root) => {
    const copy = root.cloneNode(true);
    for (const one of [copy, ...copy.querySelectorAll("*")]) {
      for (const name of ["open", "hidden", "aria-pressed", "data-old"]) one.removeAttribute(name);
      one.classList.remove("k-drawer--sheet", ...[...one.classList].filter((c) => c.startsWith("htmx-")));
      if (!one.classList.length) one.removeAttribute("class");
    }
    return copy.outerHTML.replace(/\\s+/g, " ");
  };
  const filled = (root) => [...root.querySelectorAll("input[name]")]
    .map((input) => [input.id, input.type === "checkbox" ? input.checked : input.value].join("="));
  const look = (page) => {
    const finder = page.getElementById("finder");
    return [page.title, page.querySelector("a.k-language").getAttribute("href").split("?")[1] ?? "",
            ...filled(finder), ...tidied(finder).split(/(?=<)/)];
  };
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [look(document), look(fresh)];
}"""
# Bring one into sight, folds open, with the focus; say where it stands. One call: they add up.
GO_TO = """(one) => {
  for (let fold = one.closest("details"); fold; fold = fold.parentElement.closest("details"))
    fold.open = true;
  one.scrollIntoView({block: "center", behavior: "instant"});
  one.focus({preventScroll: true});
  document.getElementById("finder").dataset.old = "";
  return {id: one.id, name: one.id || one.getAttribute("href"), top: one.getBoundingClientRect().top};
}"""
STAND = """(id) => {
  const clicked = id && document.getElementById(id), focused = document.activeElement;
  return {
    id: focused.id, lost: focused === document.body, can: Boolean(clicked) && !clicked.disabled,
    top: focused.getBoundingClientRect().top, y: scrollY,
    end: document.scrollingElement.scrollHeight - innerHeight,
  };
}"""


def make_listings() -> None:
    """Every facet has values, lists are long, there are two pages."""
    chance = random.Random(4)
    for n in range(26):
        values = {
            "clinic__prefecture": PLACES[n % len(PLACES)],
            "product": chance.choice(PRODUCTS),
            "conditions": chance.sample(CONDITIONS, 2),
        }
        if n % 4:
            TreatmentFactory(**values)
        else:
            total = chance.randrange(300_000, 4_000_000, 100_000)
            treatment = TreatmentFactory(checked=True, **values)
            PriceSheetFactory(treatment=treatment, total_min=total, total_max=total)


class Walk:
    """One random path. ``place`` and ``length`` are where it is in the browser's history."""

    def __init__(self, page: Page, url: str, seed: int) -> None:
        self.page = page
        self.chance = random.Random(seed)
        self.start = f"{url}/clinics/{self.chance.choice(STARTS)}"
        self.trace = [f"seed {seed}: {self.start}"]
        self.place = self.length = 0

    def begin(self) -> None:
        self.page.goto(self.start, wait_until="domcontentloaded")

    def step(self) -> None:
        """Do one thing that is possible here."""
        kinds = [self.tick, self.tick, self.tick, self.press("tag", ".k-tags a"),
                 self.press("sort", "#sort ul a"), self.press("page", ".k-pages a"),
                 self.press("bar", ".k-strip__bars a"), self.press("map", "#map svg a")]  # fmt: skip
        kinds += [self.back] * (2 if self.place else 0)
        kinds += [self.forward] * (2 if self.place < self.length else 0)
        self.chance.shuffle(kinds)
        assert any(kind() for kind in kinds), self.trace

    # -- what can be done; each says whether it was possible ------------------------------

    def tick(self) -> bool:
        box = self._one_of("#finder form input[type=checkbox]:not(:disabled)")
        if box:
            self._follow("tick", box, "Space", stays=True)
        return bool(box)

    def press(self, kind: str, selector: str) -> Callable[[], bool]:
        """Return a step that follows a link by keyboard: shapes on a map are hard to hit."""

        def pressed() -> bool:
            link = self._one_of(selector)
            if link:
                self.close_sheet()
                self._follow(kind, link, "Enter", stays=kind in ("sort", "map"))
            return bool(link)

        return pressed

    def back(self) -> bool:
        self._travel("back")
        self.place -= 1
        return True

    def forward(self) -> bool:
        self._travel("forward")
        self.place += 1
        return True

    def close_sheet(self) -> None:
        if self.page.locator("[data-drawer-close]").is_visible():
            self.page.keyboard.press("Escape")

    # -- what must be true ----------------------------------------------------------------

    def check(self) -> None:
        """The page equals what the server sends for its address."""
        live, fresh = self.page.evaluate(LOOK)
        other = [pair for pair in zip(live, fresh, strict=False) if pair[0] != pair[1]]
        assert live == fresh, f"{self.trace}\n{other[:3]}"

    def _follow(self, kind: str, element: Locator, key: str, *, stays: bool) -> None:
        """Press a key on it. The focus is never lost; what ``stays`` keeps it and its place."""
        before = element.evaluate(GO_TO)
        self.trace.append(f"{kind} {before['name']}")
        self.page.keyboard.press(key)
        self._settled()
        self.length = self.place = self.place + 1
        after = self.page.evaluate(STAND, before["id"])
        told = f"{self.trace}: {before} {after}"
        assert not after["lost"], f"focus lost, {told}"
        assert kind != "page" or after["id"] == "counts", told
        # A value that has no clinics now cannot be chosen: the focus went to the counts.
        if stays and after["can"]:
            assert after["id"] == before["id"], told
            cannot = after["y"] <= 0 or after["y"] >= after["end"] - 1
            assert cannot or abs(after["top"] - before["top"]) <= 2, f"jumped, {told}"

    def _travel(self, where: str) -> None:
        self.trace.append(where)
        self.page.evaluate(f"document.getElementById('finder').dataset.old = ''; history.{where}()")
        self._settled()

    def _settled(self) -> None:
        # htmx lets old attributes stand for a moment: without the mark it has settled, too.
        self.page.wait_for_selector("#finder:not([data-old])", state="attached")

    def _one_of(self, selector: str) -> Locator | None:
        found = self.page.locator(selector)
        count = found.count()
        return found.nth(self.chance.randrange(count)) if count else None
