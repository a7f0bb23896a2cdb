"""Ask every cell and say which ones are not as declared."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from tests.access.matrix import Row, row_of
from tests.access.world import OBJECTS, World, canary

# Counting and signing in may be written whoever asks.
MACHINERY = re.compile(r'"(django_session|axes_|otp_|trust_limithit|staff_staffevent)')
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')
CLOSED = {401, 403, 404, 405, 410}
# The rare methods meet the guard that GET and POST meet: a few roles and objects show it.
OFTEN = {"GET", "POST"}
FEW_ROLES = {"anonymous", "patient b", "coordinator a", "administrator"}
OPEN = {200, 301, 302, 303, 400, 409, 429}


@dataclass(frozen=True)
class Address:
    name: str
    route: str

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(converter, name) of each."""
        return re.findall(r"<(\w+):(\w+)>", self.route)


@dataclass
class Answer:
    status: int
    body: bytes
    location: str
    wrote: list[str]

    @property
    def leads_to_sign_in(self) -> bool:
        """To the staff's door, or to "Find your request again"."""
        return "/login/" in self.location or self.location.endswith("/quotes/track/")

    @property
    def is_open(self) -> bool:
        return self.status in OPEN and not self.leads_to_sign_in


def addresses() -> list[Address]:
    """Return every address of the site, from the URL configuration itself."""
    return list(_walk(get_resolver()))


def _walk(resolver: Any, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*names, entry.namespace) if entry.namespace else names
            # English stands at the root; the Japanese addresses lead to the same views.
            own = "" if entry.pattern.__class__.__name__ == "LocalePrefixPattern" else entry.pattern
            yield from _walk(entry, f"{prefix}{own}", inner)
        elif isinstance(entry, URLPattern) and not isinstance(entry.pattern, RegexPattern):
            yield Address(":".join([*names, str(entry.name)]), f"{prefix}{entry.pattern}")


def problems(world: World, found: list[Address]) -> list[str]:
    """Return one line for each cell that is not as its row says."""
    wrong: list[str] = []
    for address in found:
        row = row_of(address.name)
        assert row is not None, address.name
        for role in row.roles:
            wrong += _of_role(world, address, row, role)
    return wrong


def _of_role(world: World, address: Address, row: Row, role: str) -> Iterator[str]:
    for method in row.asked():
        if method not in OFTEN and role not in FEW_ROLES:
            continue
        closed: dict[bytes, str] = {}
        for label in _objects(address, row, method):
            answer = ask(world, address, row, role, method, label)
            cell = f"{address.name} {role} {method} {label}: {answer.status}"
            expected = row.expects(role, label, method)
            if answer.status >= 500:
                yield f"{cell} is an error"
            elif not _is_as(expected, answer):
                yield f"{cell} {answer.location}, declared {expected}"
            for other in OBJECTS[:4]:
                if canary(other).encode() in answer.body and not row.may_read(role, label, other):
                    yield f"{cell} shows what patient {other} wrote"
            if expected in {"no", "404"}:
                closed.setdefault(masked(answer, world), label)
                if answer.wrote:
                    yield f"{cell} writes: {answer.wrote[0][:90]}"
        if len(closed) > 1:
            yield f"{address.name} {role} {method} tells apart {' and '.join(closed.values())}"


def _objects(address: Address, row: Row, method: str) -> tuple[str, ...]:
    if not address.parameters or not row.about:
        return ("missing",)
    return OBJECTS if method in OFTEN else ("a", "missing")


def _is_as(expected: str, answer: Answer) -> bool:
    if expected == "yes":
        return answer.is_open
    if expected == "no":
        return answer.status in CLOSED or answer.leads_to_sign_in
    if expected == "404":  # or the method was refused before anything was looked up
        return answer.status in {404, 405, 410}
    if expected == "any":
        return answer.status < 500
    return str(answer.status) == expected


def ask(world: World, address: Address, row: Row, role: str, method: str, label: str) -> Answer:
    """Ask once; whatever it wrote is taken back."""
    path = "/" + address.route
    for (converter, name), kind in zip(
        address.parameters, row.kinds(address.parameters), strict=True
    ):
        path = path.replace(f"<{converter}:{name}>", world.value(kind, label))
    wrote: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        changes = sql.startswith(("INSERT", "UPDATE", "DELETE")) and not MACHINERY.search(sql)
        if changes and context["cursor"].rowcount:
            wrote.append(sql)
        return result

    with transaction.atomic():
        with connection.execute_wrapper(note):
            response = world.client(role).generic(
                method, path, b"", content_type="application/x-www-form-urlencoded"
            )
        body = _body(response)
        transaction.set_rollback(True)
    return Answer(response.status_code, body, response.headers.get("Location", ""), wrote)


def _body(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def masked(answer: Answer, world: World) -> bytes:
    """Status, place and bytes, without CSRF tokens and without what the address itself holds."""
    body = TOKEN.sub(b"", answer.body) + f"{answer.status} {answer.location}".encode()
    for known in world.values.values():
        for value in known.values():
            body = body.replace(value.encode(), b"X") if value else body
    return body
