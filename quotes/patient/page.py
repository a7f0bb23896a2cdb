"""Everything the patient's page shows, in a constant number of queries."""

import string
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import vocabulary
from clinics.models import Treatment
from quotes import consent_texts, languages, limits, links, questions
from quotes.actions.desk import OBJECT
from quotes.actions.treated import months_since
from quotes.models import (
    Answer,
    Introduction,
    Message,
    PapersAsked,
    QuoteRequest,
    Recipient,
    RecordFile,
)
from quotes.models.recipient import ASKED
from quotes.patient import comparison, words
from quotes.patient.forms import MessageForm, TreatedForm
from trust import access_log

WARN = timedelta(days=max(limits.WARN_DAYS["open"]))


@dataclass
class ClinicPart:
    """One clinic asked, as the patient sees it."""

    recipient: Recipient
    answer: Answer | None
    words: str
    messages: list[Message]
    changes: list[str] = field(default_factory=list)
    may_send_files: bool = False
    is_listed: bool = True
    letter: str = ""  # labels its column where the answers are stacked
    form: MessageForm | None = None

    @property
    def introduction(self) -> Introduction | None:
        return getattr(self.recipient, "introduction", None)

    @property
    def papers(self) -> PapersAsked | None:
        return getattr(self.recipient, "papers", None)

    @property
    def was_asked(self) -> bool:
        """The clinic wrote last, in words."""
        return bool(self.messages) and self.messages[-1].sender == "clinic"

    @property
    def waits_for_papers(self) -> bool:
        """Asked for after the answer, and nothing was sent."""
        if self.papers is None or self.answer is None or not self.may_send_files:
            return False
        return self.papers.asked_at > self.answer.created_at and not self.files

    @property
    def files(self) -> list[RecordFile]:
        """What she sent; a file whose time is over is not shown, whenever the job runs."""
        readable: list[RecordFile] = list(self.papers.files.all()) if self.papers else []
        return readable

    @property
    def needs_tick(self) -> bool:
        return self.recipient.state == "waiting" and self.recipient.consent_id is None

    @property
    def consent_words(self) -> str:
        return consent_texts.send(self.recipient.clinic).words

    @property
    def can_withdraw(self) -> bool:
        return self.recipient.state not in {"declined", "withdrawn"}

    @property
    def can_decide(self) -> bool:
        return self.answer is not None and self.answer.state == "open"

    @property
    def is_chosen(self) -> bool:
        state = self.answer.state if self.answer else ""
        return state == "chosen" and self.recipient.state != "withdrawn"

    @property
    def can_choose(self) -> bool:
        answer = self.answer
        is_open = answer is not None and answer.state == "open" and not answer.is_expired
        return is_open and self.is_listed and self.recipient.state == "answered"


@dataclass
class Page:
    quote: QuoteRequest
    parts: list[ClinicPart]
    staff_messages: list[Message]
    timeline: list[dict]
    facts: list[tuple[str, str]]
    seen_by: list[dict]
    staff_form: MessageForm | None
    needs: list[dict] = field(default_factory=list)
    shared_at: str = ""  # address of the view-only link, if she made one

    @property
    def is_hers(self) -> bool:
        """Whoever has the view-only link reads and changes nothing."""
        return not self.quote.view_only

    @property
    def is_open(self) -> bool:
        return self.is_hers and self.quote.state == "open"

    def may_choose(self, answer: Answer) -> bool:
        """Whether the choice can be made now, or was this one (then it can be corrected)."""
        part = next((part for part in self.parts if part.answer == answer), None)
        return part is not None and ((self.is_open and part.can_choose) or part.is_chosen)

    @property
    def is_active(self) -> bool:
        return self.is_hers and self.quote.state in {"unconfirmed", "checking", "open"}

    @property
    def kept_days(self) -> int:
        return limits.days("open")

    @property
    def condition(self) -> str:
        return vocabulary.label("condition", self.quote.condition or "")

    @property
    def languages(self) -> str:
        return languages.as_text(self.quote.languages)

    @property
    def wrong_form(self) -> MessageForm | None:
        """The message that was refused, for the summary at the top."""
        forms = [self.staff_form, *(part.form for part in self.parts)]
        return next((form for form in forms if form and form.errors), None)

    @property
    def can_write(self) -> bool:
        return self.is_hers and self.quote.state in {"checking", "open"}

    @property
    def can_take_back(self) -> bool:
        """Clinics may still read it; after a choice that is the chosen one."""
        return self.is_active or (self.is_hers and self.quote.can_talk)

    @property
    def chosen(self) -> ClinicPart | None:
        """The clinic she goes on with."""
        is_chosen = self.quote.state == "closed" and self.quote.outcome == "chosen"
        found = (part for part in self.parts if part.is_chosen)
        return next(found, None) if is_chosen else None

    @property
    def treated_form(self) -> TreatedForm | None:
        """Asks in which month it was, until that is known."""
        is_asked = self.is_hers and self.chosen and self.quote.treated_in is None
        return TreatedForm(months=months_since(self.quote)) if is_asked else None

    @property
    def answered(self) -> list[ClinicPart]:
        return [part for part in self.parts if part.answer is not None]

    @property
    def has_notes(self) -> bool:
        return any(part.answer.note for part in self.answered if part.answer)

    @property
    def has_changes(self) -> bool:
        return any(part.changes for part in self.answered)

    @property
    def table(self) -> list[dict[str, Any]]:
        return self._rows(comparison.cost_rows(self._answers), "amounts")

    @property
    def said(self) -> list[dict[str, Any]]:
        return self._rows(comparison.fact_rows(self._answers), "values")

    def _rows(self, rows: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
        """Return [{label, cells: [(part, value)]}]."""
        return [
            {"label": row["label"], "cells": list(zip(self.answered, row[name], strict=True))}
            for row in rows
        ]

    @property
    def _answers(self) -> list[Answer]:
        return [part.answer for part in self.answered if part.answer]

    @property
    def ends_soon(self) -> bool:
        ends = self.quote.delete_on
        return self.can_write and ends is not None and ends - timezone.now() < WARN


def load(
    quote: QuoteRequest, bound: MessageForm | None = None, to: Recipient | None = None
) -> Page:
    """Build the page; ``bound`` is a message form with errors, ``to`` the clinic it was for."""
    recipients = list(
        quote.recipients.select_related("clinic", "treatment", "introduction", "papers")
        .prefetch_related(
            Prefetch("answers", Answer.objects.order_by("-version")),
            Prefetch("papers__files", _shown_files()),
        )
        .order_by("clinic_id", "pk")
    )
    messages = list(quote.messages.order_by("created_at", "pk"))
    can_write = quote.can_talk and not quote.view_only
    parts = [_part(row, messages, quote, bound if row == to else None) for row in recipients]
    asked = [row.treatment_id for row in recipients]
    listed = set(Treatment.objects.listed().filter(pk__in=asked).values_list("pk", flat=True))
    for part in parts:
        part.is_listed = part.recipient.treatment_id in listed
    page = Page(
        quote=quote,
        parts=parts,
        staff_messages=[row for row in messages if row.recipient_id is None],
        timeline=words.timeline(quote, recipients),
        facts=questions.facts_as_text(quote.facts),
        seen_by=_seen_by(quote, names_here(recipients)),
        staff_form=(bound if bound and to is None else MessageForm()) if can_write else None,
    )
    for part, letter in zip(page.answered, string.ascii_uppercase, strict=False):
        part.letter = letter
    if page.is_hers:
        page.needs = _needs(page)
        shared = links.view_link(quote)
        page.shared_at = links.address("link", shared) if shared else ""
    return page


def _part(
    row: Recipient, messages: list[Message], quote: QuoteRequest, bound: MessageForm | None
) -> ClinicPart:
    versions = list(row.answers.all())  # the newest first
    answer = next((item for item in versions if item.state != "superseded"), None)
    older = next((item for item in versions if item.state == "superseded"), None)
    part = ClinicPart(
        recipient=row,
        answer=answer,
        words=words.of_recipient(row, answer),
        messages=[message for message in messages if message.recipient_id == row.pk],
        changes=comparison.changes(older, answer) if answer and older else [],
    )
    if quote.view_only:
        return part
    can_read = part.is_chosen if quote.state == "closed" else quote.state == "open"
    if quote.can_talk and can_read and row.state in ASKED:
        part.may_send_files = True
        part.form = bound or MessageForm(about=row.pk)
    return part


def _shown_files() -> QuerySet[RecordFile]:
    shown = Q(state__in=["waiting", "refused"]) | Q(
        pk__in=RecordFile.objects.readable().values("pk")
    )
    return RecordFile.objects.filter(shown).order_by("uploaded_at", "pk")


def names_here(recipients: list[Recipient]) -> dict[str, str]:
    """Return {name of a clinic as the access log keeps it: its name in the reader's language}."""
    clinics = [row.clinic for row in recipients]
    return {clinic.name_en or clinic.name_ja: clinic.name for clinic in clinics}


def _seen_by(quote: QuoteRequest, names: dict[str, str]) -> list[dict[str, Any]]:
    """Return [{at, who, what, times}]: one line a day, party and kind, the newest last."""
    found: dict[tuple, dict[str, Any]] = {}
    for row in access_log.entries_for(OBJECT, quote.pk):
        what = words.of_access(row.role, row.action)
        key = (timezone.localdate(row.at), row.actor_label, what)
        line = found.setdefault(
            key,
            {
                "at": row.at,
                "who": names.get(row.actor_label, row.actor_label) or words.of_reader(row.role),
                "what": what,
                "times": 0,
            },
        )
        line["times"] += 1
    return list(found.values())


def _needs(page: Page) -> list[dict[str, str]]:
    """What waits for the patient, most pressing first: [{text, url}]."""
    found: list[dict[str, str]] = []
    if page.quote.state == "unconfirmed":
        text = _("Open the mail we sent to %(email)s and press its button.")
        found.append({"text": text % {"email": page.quote.email}, "url": ""})
    for part in page.parts:
        values = {"clinic": part.recipient.clinic.name}
        anchor = f"#clinic-{part.recipient.pk}"
        if part.waits_for_papers and part.recipient.state == "answered":
            found.append({"text": _("%(clinic)s asks for papers.") % values, "url": anchor})
        if part.recipient.state == "question" and page.can_write:
            waits_for_papers = part.papers and not part.files and not part.was_asked
            text = (
                _("%(clinic)s asks for papers.")
                if waits_for_papers
                else _("%(clinic)s has a question.")
            )
            found.append({"text": text % values, "url": anchor})
        if part.is_chosen and part.messages and part.messages[-1].sender == "clinic":
            found.append({"text": _("%(clinic)s wrote to you.") % values, "url": anchor})
        if part.needs_tick and page.can_write:
            text = _("May we send it to %(clinic)s?")
            found.append({"text": text % values, "url": anchor})
    if page.quote.can_talk and page.staff_messages and page.staff_messages[-1].sender == "staff":
        found.append({"text": _("Our staff wrote to you."), "url": "#staff"})
    count = sum(part.can_choose for part in page.parts) if page.quote.state == "open" else 0
    if count:
        text = ngettext("%(n)s answer to look at.", "%(n)s answers to compare.", count)
        found.append({"text": text % {"n": count}, "url": "#answers"})
    return found
