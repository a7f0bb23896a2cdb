"""The views on the list of cases. Each queue on Today leads to the one that shows its work."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quotes.desk import mail_trouble
from quotes.models import QuoteRequest, Recipient
from quotes.models.request import QuoteRequestQuerySet as Cases


@dataclass(frozen=True)
class Filter:
    """``cases(user)`` gives the rows of the view."""

    name: str
    label: str | Promise
    cases: Callable[[Any], Cases]


def _active(**which: Any) -> Cases:
    return QuoteRequest.objects.active().filter(**which)


def _of(clinics: QuerySet[Recipient]) -> Cases:
    """Cases of these clinics asked."""
    return _active(pk__in=clinics.order_by().values("request"))


def _silent(user: Any) -> Cases:
    return _of(Recipient.objects.no_answer_yet())


def _to_send(user: Any) -> Cases:
    return _of(Recipient.objects.to_send())


def _mail(user: Any) -> Cases:
    return _active(pk__in=mail_trouble.cases())


FILTERS = {
    item.name: item
    for item in (
        Filter("checking", _("To check"), lambda user: QuoteRequest.objects.to_check()),
        Filter(
            "replies", _("Patients wrote"), lambda user: QuoteRequest.objects.waiting_for_reply()
        ),
        Filter("chosen", _("Chosen: next step"), lambda user: QuoteRequest.objects.chosen_next()),
        Filter("send", _("Ticked, not sent"), _to_send),
        Filter("silent", _("Silent clinics"), _silent),
        Filter("mail", _("Mail came back"), _mail),
        Filter("ended", _("No clinic left"), lambda user: QuoteRequest.objects.without_clinic()),
        Filter("open", _("With the clinics"), lambda user: _active(state="open")),
        Filter("mine", _("Mine"), lambda user: _active(assignee=user.pk)),
        Filter("all", _("All"), lambda user: _active()),
    )
}


def chosen_filter(name: str) -> Filter:
    """Return the view of that name; the first one for an unknown name."""
    return FILTERS.get(name) or FILTERS["checking"]
