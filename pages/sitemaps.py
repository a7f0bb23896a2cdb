"""What search engines may know: static pages and real listings, in both languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from clinics.models import Clinic
from guides.claims.reading import all_claims
from guides.loader import all_guides
from reviews.models import Review


class Pages(Sitemap):
    i18n = True

    def items(self) -> list[str]:
        return [
            "pages:home",
            "clinics:list",
            "register:check",
            "guides:index",
            "guides:claims",
            "guides:glossary",
            "guides:journey",
            "guides:questions",
            "guides:units",
            "pages:about_money",
            "pages:about_order",
            "pages:about_how_we_check",
            "pages:about_trust",
            "pages:about_privacy",
            "pages:about_terms",
            "pages:about_accessibility",
            "pages:about_contact",
            "reviews:policy",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class Clinics(Sitemap):
    """Listed clinics; never an invented one."""

    i18n = True
    # Both languages of a clinic count; search engines take 50,000 addresses a file.
    limit = 10_000

    def items(self) -> Any:
        return (
            Clinic.objects.listed()
            .filter(is_sample=False)
            .annotate(changed=Max("public_changes__at"))
            .only("slug")
            .order_by("pk")
        )

    def lastmod(self, item: Any) -> Any:
        return item.changed

    def get_latest_lastmod(self) -> Any:
        """Return when any of them changed last; None if no change was written down."""
        return self.items().aggregate(last=Max("changed"))["last"]


class ClinicReviews(Sitemap):
    """Review pages that hold a review; the clinic's own page tells that there is none."""

    i18n = True
    limit = 10_000

    def items(self) -> Any:
        reviewed = Review.objects.published().values("treatment__clinic")
        return Clinics().items().filter(pk__in=reviewed)

    def location(self, item: Any) -> str:
        return reverse("pages:clinic_reviews", args=[item.slug])


class Guides(Sitemap):
    i18n = True

    def items(self) -> list[str]:
        return sorted({guide.slug for guide in all_guides("en")})

    def location(self, item: str) -> str:
        return reverse("guides:page", args=[item])


class Claims(Sitemap):
    i18n = True

    def items(self) -> list[str]:
        return [claim.id for claim in all_claims("en")]

    def location(self, item: str) -> str:
        return reverse("guides:claim", args=[item])


SITEMAPS = {
    "pages": Pages,
    "guides": Guides,
    "claims": Claims,
    "clinics": Clinics,
    "reviews": ClinicReviews,
}
