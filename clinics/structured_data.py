"""A clinic as schema.org data: who, where, and the filed titles, the mean of reviews of service
once there are enough. No claim.

Vocabulary: https://schema.org/MedicalClinic, https://schema.org/MedicalTherapy
"""

import json
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.models import Clinic, Treatment
from clinics.page import ClinicView, TreatmentView

# As Django's ``json_script`` writes them: nothing can end the script element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def _filled(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _address(clinic: Clinic) -> dict[str, Any]:
    return {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        **_filled(
            addressRegion=clinic.prefecture_name,
            addressLocality=clinic.city,
            streetAddress=clinic.address,
        ),
    }


def _therapy(shown: TreatmentView) -> dict[str, Any]:
    """Return a treatment by its filed title, as filed: a quotation, not a promise."""
    treatment = shown.treatment
    found: dict[str, Any] = {"@type": "MedicalTherapy", "name": treatment.title_ja}
    if treatment.title_en and not vocabulary.is_japanese():
        found["alternateName"] = treatment.title_en
    if shown.number:
        found["identifier"] = {
            "@type": "PropertyValue",
            "name": _("Plan number (ASRM)"),
            "value": shown.number,
            "description": _("Filed with the ministry, not approved by it."),
        }
    return found


def _is_shown(shown: TreatmentView) -> bool:
    left_the_list = shown.kind == Treatment.Level.LIST and shown.treatment.list_gone_on is not None
    return shown.kind != "sample" and not left_the_list


def _rating(rated: tuple[float, int] | None) -> dict[str, Any]:
    """Return the mean of reviews of service; https://schema.org/AggregateRating"""
    if rated is None:
        return {}
    mean, number = rated
    return {
        "@type": "AggregateRating",
        "ratingValue": mean,
        "reviewCount": number,
        "bestRating": 5,
        "worstRating": 1,
    }


def clinic_json_ld(view: ClinicView, rated: tuple[float, int] | None = None) -> dict[str, Any]:
    """Return the clinic in the active language; {} for invented, paused, closed and moved ones.

    ``rated``: mean and number of its reviews, if everybody may see them.
    """
    clinic = view.clinic
    shown = [one for one in view.treatments if _is_shown(one)]
    if clinic.is_sample or clinic.status != Clinic.Status.OPEN or not shown:
        return {}
    address = f"{settings.SITE_URL}{clinic.get_absolute_url()}"
    return {
        "@context": "https://schema.org",
        "@type": "MedicalClinic",
        "@id": f"{settings.SITE_URL}/clinics/{clinic.slug}/#clinic",
        "name": view.name,
        **_filled(alternateName=clinic.name_ja if clinic.name_ja != view.name else ""),
        "url": address,
        **_filled(sameAs=clinic.website),
        "address": _address(clinic),
        "availableService": [_therapy(one) for one in shown],
        **_filled(aggregateRating=_rating(rated)),
    }


def json_ld_text(view: ClinicView, rated: tuple[float, int] | None = None) -> SafeString:
    """Return it for the inside of <script type="application/ld+json">, "" when there is none.

    A data block is never executed, so the policy script-src 'self' does not concern it.
    """
    found = clinic_json_ld(view, rated)
    text = json.dumps(found, ensure_ascii=False) if found else ""
    text = text.translate(ESCAPES)
    return mark_safe(text)  # noqa: S308 - every <, > and & is escaped above
