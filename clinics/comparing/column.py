"""One treatment of a comparison."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode

from clinics.finder.ended import ended_prices
from clinics.models import Clinic, ClinicLanguage, OrderTarget, Treatment
from clinics.names import display_name, short_ja
from clinics.page import TreatmentView, treatment_view


@dataclass(frozen=True)
class Column:
    """``letter`` (A–D) and ``name`` label its values; ``currency`` is a code or ""."""

    view: TreatmentView
    name: str
    name_ja: str
    currency: str = ""
    letter: str = ""
    remove_url: str = ""

    @property
    def treatment(self) -> Treatment:
        return self.view.treatment

    @property
    def clinic(self) -> Clinic:
        return self.view.treatment.clinic

    @property
    def pk(self) -> int:
        return self.view.treatment.pk

    @property
    def is_sample(self) -> bool:
        return self.view.kind == "sample"

    @property
    def is_detailed(self) -> bool:
        """Whether more than the ministry's list is public of it."""
        return self.view.kind != "list"

    @property
    def looked_on(self) -> datetime.date | None:
        return self.treatment.checked_on if self.is_detailed else None

    @property
    def missing(self) -> str:
        """The face of a fact of the treatment that is not there."""
        return "not_published" if self.is_detailed else "not_looked_up"

    @property
    def url(self) -> str:
        return f"{self.clinic.get_absolute_url()}#t{self.pk}"


def rows():
    """Listed treatments with everything a column shows, in a constant number of queries."""
    return (
        Treatment.objects.listed()
        .for_page()
        .select_related("clinic")
        .defer("search_text", "source__page_text", "list_source__page_text")
        .defer("number_source__page_text")
        .prefetch_related(
            Prefetch("clinic__languages", ClinicLanguage.objects.order_by("code")),
            Prefetch(
                "clinic__order_targets",
                OrderTarget.objects.select_related("order").order_by("-order__date", "pk"),
            ),
        )
    )


def address(ids: Sequence[int], **more: str) -> str:
    """Return the address of a comparison of these treatments."""
    query = [("treatment", str(key)) for key in ids] + [(k, v) for k, v in more.items() if v]
    return f"{reverse('clinics:compare')}?{urlencode(query)}"


def columns(treatments: Sequence[Treatment], *, currency: str, only: str) -> list[Column]:
    """Return the columns of treatments fetched with ``rows``; one more query at most."""
    ended = ended_prices(treatments)
    ids = [one.pk for one in treatments]
    return [
        Column(
            view=treatment_view(one, ended_on=ended.get(one.pk), in_whole_list=None),
            name=display_name(one.clinic),
            name_ja=short_ja(one.clinic.name_ja),
            currency=currency,
            remove_url=address([k for k in ids if k != one.pk], currency=currency, only=only),
        )
        for one in treatments
    ]
