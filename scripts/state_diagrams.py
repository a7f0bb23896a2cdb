"""Draw the three state machines of quotes into the docs, from the tables in the code.

python -m scripts.state_diagrams [--check]
"""

import sys

from quotes.states import MACHINES, diagram
from scripts.paths import ROOT

PAGE = ROOT / "docs/quote-states.md"
TITLES = {
    "request": "The request",
    "recipient": "One clinic asked",
    "answer": "One version of an answer",
}
HEAD = """\
# The states of a quote

Drawn from the tables in `quotes/states.py` by `python -m scripts.state_diagrams`; `make check`
fails when this page is older than the code. A move that no table has is refused (409), and each
move writes one row of `Transition` in the same transaction. What the patient reads for the states
stands in `quotes/patient/words.py`. That an answer has expired is no state: it is computed from
`valid_until`.
"""


def page() -> str:
    """Return the whole page as Markdown with Mermaid diagrams."""
    drawn = [f"## {TITLES[name]}\n\n```mermaid\n{diagram(name)}\n```\n" for name in MACHINES]
    return "\n".join([HEAD, *drawn])


def main() -> int:
    """Write the page, or with --check return 1 when it is not what the code says."""
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page())
        return 0
    if PAGE.is_file() and PAGE.read_text() == page():
        return 0
    print(f"{PAGE.relative_to(ROOT)} is out of date: python -m scripts.state_diagrams")
    return 1


if __name__ == "__main__":
    sys.exit(main())
