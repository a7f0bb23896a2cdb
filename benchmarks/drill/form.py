"""The three pages of a request, as a person goes through them."""

from benchmarks.drill.visitor import Answer, Fields, Visitor, hidden

CHECK = "/quotes/request/check/"
SENT = "/quotes/request/sent/"
TYPED: dict[str, str] = {
    "condition": "t2d",
    "for_whom": "myself",
    "country": "PH",
    "languages": "en",
    "message": "How much is it?\nAnd how many days?",
    "hba1c": "8.2",
    "hba1c_unit": "percent",
    "age_band": "50",
}


class Refused(Exception):
    """The form came back: the drill typed something wrong."""


def fill(visitor: Visitor, about: list[tuple[int, int]], **typed: str) -> Fields:
    """Go to the send button; ``about``: (treatment, clinic). Returns what the button sends."""
    query = "&".join(f"treatment={treatment}" for treatment, _clinic in about)
    first = visitor.insist("GET", f"/quotes/request/?{query}")
    page_one = hidden(first.text) + list({**TYPED, **typed}.items())
    second = visitor.insist("POST", CHECK, page_one)
    boxes = [("keep", "on"), *((f"send_{clinic}", "on") for _treatment, clinic in about)]
    fields = hidden(second.text) + boxes + [("send", "1")]
    if not any(name == "shown_on" for name, _value in fields):
        raise Refused(f"page 2 did not come: {second.status}")
    return fields


def is_acknowledged(answer: Answer) -> bool:
    return answer.status == 303 and answer.location.endswith(SENT)
