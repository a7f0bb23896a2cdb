"""A browser without a screen: cookies, forms, and the patience to press again."""

import html
import http.client
import re
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

Fields = list[tuple[str, str]]
_INPUT = re.compile(r"<input[^>]*type=\"hidden\"[^>]*>")
MOST_TRIES = 60
WAIT = 0.5


class GaveUp(Exception):
    """The site did not answer for half a minute."""


@dataclass
class Answer:
    status: int
    location: str
    text: str


class Visitor:
    """``address`` is what a proxy would say about where the visitor is."""

    def __init__(self, port: int, address: str, seen: Counter[str] | None = None) -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}
        self.seen = Counter() if seen is None else seen

    def ask(self, method: str, path: str, fields: Iterable[tuple[str, str]] = ()) -> Answer:
        """One request; raises OSError or HTTPException when the connection breaks."""
        headers = {
            "X-Forwarded-For": self.address,
            "X-Forwarded-Proto": "http",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        body = None
        if method == "POST":
            body = urlencode(list(fields))
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        if response.status == 503 and not response.headers["Retry-After"]:
            self.seen["503 without Retry-After"] += 1
        self.seen[str(response.status)] += 1
        return Answer(response.status, response.headers["Location"] or "", text)

    def insist(self, method: str, path: str, fields: Iterable[tuple[str, str]] = ()) -> Answer:
        """Ask until an answer comes that is no error of the server. Raises GaveUp."""
        fields = list(fields)
        for _try in range(MOST_TRIES):
            try:
                answer = self.ask(method, path, fields)
            except (OSError, http.client.HTTPException):
                self.seen["connection broke"] += 1
            else:
                if answer.status < 500:
                    return answer
                if answer.status == 503 and "</main>" in answer.text and method == "POST":
                    # What a person does: press the button of that page.
                    fields = hidden(answer.text)
            time.sleep(WAIT)
        raise GaveUp(path)


def hidden(page: str) -> Fields:
    """Return the hidden fields of the last form of the page's main part."""
    page = page[: page.rindex("</main>")]
    found = []
    for tag in _INPUT.findall(page[page.rindex("<form") :]):
        name, value = (re.search(rf'{part}="([^"]*)"', tag) for part in ("name", "value"))
        if name:
            found.append((html.unescape(name[1]), html.unescape(value[1]) if value else ""))
    return found
