"""What search engines may know: static pages and real listings, in both languages."""

from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max
from django.urls import reverse

from clinics.models import Clinic
from guides.loader import all_guides


class Pages(Sitemap):
    i18n = True

    def items(self) -> list[str]:
        return [
            "pages:home",
            "clinics:list",
            "register:check",
            "guides:index",
            "pages:about_money",
            "pages:about_order",
            "pages:about_how_we_check",
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
            .order_by("pk")
        )

    def lastmod(self, item: Any) -> Any:
        return item.changed


class Guides(Sitemap):
    i18n = True

    def items(self) -> list[str]:
        return sorted({guide.slug for guide in all_guides("en")})

    def location(self, item: str) -> str:
        return reverse("guides:page", args=[item])


SITEMAPS = {"pages": Pages, "guides": Guides, "clinics": Clinics}
