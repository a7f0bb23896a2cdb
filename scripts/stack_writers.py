"""Patients of `make stack`: they send requests at both web machines while parts of it die."""

import itertools
import json
import threading
from collections import Counter
from urllib.parse import urlsplit

from benchmarks.drill import form
from benchmarks.drill.visitor import Answer, Fields, GaveUp, Visitor
from scripts import stack_parts

ABOUT = """
import json
from clinics.models import Treatment
rows = Treatment.objects.listed().checked().filter(conditions__code="t2d").order_by("pk")
print(json.dumps(list(rows.values_list("pk", "clinic_id"))))
"""
COUNT = """
import json
from collections import Counter
from quotes.models import QuoteRequest
from trust.digests import email_digest
there = Counter(QuoteRequest.objects.values_list("email_digest", flat=True))
print(json.dumps([there[email_digest(email)] for email in {emails}]))
"""


class Patient(Visitor):
    """Each of its pages is answered by the other machine."""

    def __init__(self, machines: list[str], address: str, seen: Counter[str]) -> None:
        super().__init__(0, address, seen)
        self._ports = itertools.cycle(int(urlsplit(one).port or 0) for one in machines)

    def ask(self, method: str, path: str, fields: Fields = ()) -> Answer:
        self.port = next(self._ports)
        return super().ask(method, path, fields)


class Writers:
    """``sent`` are the addresses of those who were told that their request was taken."""

    def __init__(self, env: dict[str, str], machines: list[str], name: str) -> None:
        self.env, self.machines, self.name = env, machines, name
        self.about = json.loads(stack_parts.manage(env, "shell", "-v0", "-c", ABOUT))
        self.sent: list[str] = []
        self.wrong: list[str] = []
        self.seen: Counter[str] = Counter()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._write)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _write(self) -> None:
        for number in itertools.count():
            if self._stop.is_set():
                return
            self.send(number)

    def send(self, number: int) -> None:
        """Fill one form and press its last button twice, as one in a hurry does."""
        email = f"{self.name}-{number}@stack.example.org"
        patient = Patient(self.machines, f"10.2.{number // 250}.{number % 250}", self.seen)
        try:
            about = self.about[number % len(self.about)]
            fields = form.fill(patient, [about], email=email)
            answers = [patient.insist("POST", form.CHECK, fields) for _press in range(2)]
        except (GaveUp, form.Refused) as error:
            self.wrong.append(f"{email}: {type(error).__name__} {error}")
            return
        if all(form.is_acknowledged(answer) for answer in answers):
            self.sent.append(email)
        else:
            self.wrong.append(f"{email}: {[answer.status for answer in answers]}")

    def problems(self, env: dict[str, str]) -> list[str]:
        """Return what went wrong, and what the database of ``env`` does not hold exactly once."""
        code = COUNT.format(emails=self.sent)
        counts = json.loads(stack_parts.manage(env, "shell", "-v0", "-c", code))
        odd = [f"{email}: {count} times" for email, count in zip(self.sent, counts, strict=True)
               if count != 1]  # fmt: skip
        errors = [f"{count} x {what} for a patient" for what, count in self.seen.items()
                  if what not in {"200", "303"}]  # fmt: skip
        return [*self.wrong, *errors, *odd, *([] if self.sent else ["no request was sent"])]
