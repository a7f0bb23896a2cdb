"""The three state machines as tables: state → states it may go to next. Pure data.

Which words a patient reads for them stands in ``quotes/patient/words.py``.
"""

from typing import Any

REQUEST: dict[str, frozenset[str]] = {
    "unconfirmed": frozenset({"checking", "closed"}),
    "checking": frozenset({"open", "closed"}),
    "open": frozenset({"closed"}),
    "closed": frozenset({"erased"}),
    "erased": frozenset(),
}
RECIPIENT: dict[str, frozenset[str]] = {
    "waiting": frozenset({"sent", "withdrawn"}),
    "sent": frozenset({"question", "answered", "declined", "no_answer", "withdrawn"}),
    "question": frozenset({"sent", "answered", "declined", "no_answer", "withdrawn"}),
    "answered": frozenset({"question", "withdrawn"}),
    # A late answer is still an answer.
    "no_answer": frozenset({"question", "answered", "declined", "withdrawn"}),
    "declined": frozenset(),
    "withdrawn": frozenset(),
}
ANSWER: dict[str, frozenset[str]] = {
    "open": frozenset({"chosen", "not_this_one", "superseded"}),
    "chosen": frozenset(),
    "not_this_one": frozenset({"superseded"}),
    "superseded": frozenset(),
}
MACHINES = {"request": REQUEST, "recipient": RECIPIENT, "answer": ANSWER}


class IllegalMove(Exception):
    """The thing is not in a state that allows this; ``row`` is how it now stands.

    Views turn it into a page with status 409. The text holds no personal data.
    """

    def __init__(self, row: Any, wanted: str) -> None:
        super().__init__(f"{type(row).__name__} {getattr(row, 'state', '?')} → {wanted}")
        self.row = row
        self.wanted = wanted


def allows(machine: str, now: str, wanted: str) -> bool:
    """Return whether the table has this move."""
    return wanted in MACHINES[machine][now]


def diagram(machine: str) -> str:
    """Return the machine as a Mermaid state diagram."""
    lines = ["stateDiagram-v2"]
    for state, following in MACHINES[machine].items():
        lines += [f"    {state} --> {target}" for target in sorted(following)]
        if not following:
            lines.append(f"    {state} --> [*]")
    return "\n".join(lines)
