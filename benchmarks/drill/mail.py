"""Submissions while the mail server is up, refusing, hanging, or says "later" in turns."""

import statistics
import time
from typing import Any

from benchmarks.drill import form
from benchmarks.drill.site import Site
from benchmarks.drill.size import Size
from benchmarks.drill.smtp import Sink
from benchmarks.drill.visitor import Visitor

TURNS = ("up", "refusing", "up", "hanging", "up", "later")
# What the worker writes down when it met that kind of server.
MET = {"refusing": "ConnectionRefused", "hanging": "Disconnected", "later": "451"}
PATIENCE = 30


class Letters:
    def __init__(self, site: Site, sink: Sink, about: list[tuple[int, int]], size: Size) -> None:
        self.site, self.sink, self.about, self.size = site, sink, about, size
        self.emails: list[str] = []

    def through_outages(self) -> dict[str, Any]:
        """Return how long the send button took while the server was up, and while it was not."""
        drain(60)
        times: dict[bool, list[float]] = {True: [], False: []}
        met = 0
        each = -(-self.size.mails // len(TURNS))
        for mode in TURNS:
            self.sink.switch(mode)
            times[mode == "up"] += [self._submit() for _mail in range(each)]
            if mode != "up":
                met += _wait_until(lambda kind=MET[mode]: _met(kind), PATIENCE)
        self.sink.switch("up")
        return {
            "outages_met": met,
            "submit_p95_ratio_down_up": round(_p95(times[False]) / _p95(times[True]), 2),
            "submit_p95_ms": round(_p95(times[True])),
        }

    def delivered(self) -> dict[str, Any]:
        """Wait for the mails of the outages, then compare them with what the sink accepted."""
        keys = self._keys()
        host = "drill.example.org"
        wanted = {f"<{key}@{host}>" for key in keys}
        _wait_until(lambda: wanted <= {mail.message_id for mail in self.sink.mails}, 180)
        got = [mail for mail in self.sink.mails if mail.to in set(self.emails)]
        delivered = {mail.message_id for mail in got}
        return {
            "smtp_delivered": len(delivered & wanted),
            "smtp_lost": len(wanted - delivered),
            "smtp_duplicates": len(got) - len(delivered),
            "smtp_foreign_ids": len(delivered - wanted),
            "smtp_still_waiting": _waiting().count(),
        }

    def _submit(self) -> float:
        """Return the milliseconds that the send button took."""
        number = len(self.emails)
        visitor = Visitor(self.site.port, f"10.210.{number >> 8}.{number & 255}")
        self.emails.append(f"mail-{number}@drill.example.org")
        fields = form.fill(visitor, self.about[:2], email=self.emails[-1])
        began = time.perf_counter()
        answer = visitor.ask("POST", form.CHECK, fields)
        took = (time.perf_counter() - began) * 1000
        if not form.is_acknowledged(answer):
            raise form.Refused(f"{answer.status}")
        return took

    def _keys(self) -> list[Any]:
        from quotes.models import QuoteRequest
        from trust.digests import email_digest
        from trust.models import OutboxMail

        digests = [email_digest(email) for email in self.emails]
        requests = QuoteRequest.objects.filter(email_digest__in=digests)
        names = [str(key) for key in requests.values_list("pk", flat=True)]
        return list(OutboxMail.objects.filter(object_id__in=names).values_list("pk", flat=True))


def drain(seconds: float) -> float:
    """Wait until no mail is due; return how many seconds that took."""
    from trust.models import OutboxMail

    began = time.monotonic()
    _wait_until(lambda: not OutboxMail.objects.due().exists(), seconds)
    return round(time.monotonic() - began, 1)


def _waiting() -> Any:
    from trust.models import OutboxMail

    return OutboxMail.objects.waiting()


def _met(kind: str) -> bool:
    return _waiting().filter(last_error__contains=kind).exists()


def _wait_until(done: Any, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if done():
            return True
        time.sleep(0.25)
    return False


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]
