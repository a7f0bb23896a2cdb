"""A plan number held against a clinic that is said to have given it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import vocabulary
from clinics.asrm.bureaus import BUREAUS, bureau_agrees, region_of
from register.checking.decoded import NumberFound, say
from register.checking.houses import ListRow, NameFound
from ui.templatetags.kakunin import day


@dataclass(frozen=True, slots=True)
class Against:
    """What can be said; ``rows`` are the clinic's standing rows of the number's class."""

    house: NameFound
    lines: list[str]
    rows: list[ListRow]


def against(found: NumberFound, house: NameFound) -> Against:
    """Hold one plan number against one clinic. Never says that a number is false."""
    number = found.number
    rows = [row for row in house.standing if row.list_class == number.asrm_class]
    ended = [row for row in house.ended if row.list_class == number.asrm_class]
    lines = [_in_the_list(found, house, len(rows)), *_gone(ended), *_place(found, house)]
    if found.clinic == house.pk:
        lines.insert(0, _("The listing of this clinic on this site carries this number."))
    elif found.clinic is not None:
        lines.insert(
            0,
            _("On this site the number stands at another clinic: %(name)s. Ask this clinic why.")
            % {"name": found.clinic_name},
        )
    return Against(house, lines, rows)


def _in_the_list(found: NumberFound, house: NameFound, count: int) -> str:
    if count:
        return ngettext(
            "This clinic stands in the list with %(count)s treatment of %(label)s. The list "
            "prints no numbers, so we cannot say whether the number belongs to it.",
            "This clinic stands in the list with %(count)s treatments of %(label)s. The list "
            "prints no numbers, so we cannot say which one the number belongs to.",
            count,
        ) % {"count": count, "label": found.class_label}
    if house.standing:
        return _(
            "This clinic stands in the list, but we found no treatment of %(label)s there. "
            "Ask it which treatment the number belongs to."
        ) % {"label": found.class_label}
    return _("We found no row of this clinic that stands in the list today.")


def _gone(ended: list[ListRow]) -> list[str]:
    days = [row.gone_on for row in ended if row.gone_on]
    if not days:
        return []

    return [
        ngettext(
            "%(count)s earlier row of this class is no longer in the list (since %(day)s).",
            "%(count)s earlier rows of this class are no longer in the list (the last since %(day)s).",
            len(days),
        )
        % {"count": len(days), "day": day(max(days))}
    ]


def _place(found: NumberFound, house: NameFound) -> list[str]:
    agrees = bureau_agrees(found.number, house.prefecture)
    if agrees is None:
        return []
    said = {
        "bureau": say(BUREAUS[found.number.bureau]),
        "prefecture": vocabulary.prefecture(house.prefecture),
    }
    if agrees:
        return [_("The bureau in the number (%(bureau)s) fits the place: %(prefecture)s.") % said]
    own = say(BUREAUS[region_of(house.prefecture)])
    return [
        _(
            "The bureau in the number is %(bureau)s. This clinic is in %(prefecture)s, where the "
            "bureau is %(own)s. It may have moved, or the number may be another branch's: ask."
        )
        % {**said, "own": own}
    ]
