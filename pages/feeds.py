"""What changed in public, as an Atom feed (RFC 4287) in both languages."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from clinics.api import parameters
from clinics.api.answers import open_answer
from clinics.api.rows import open_clinics
from clinics.finder.cards import place
from clinics.models import PublicChange
from clinics.names import display_name
from ui.templatetags.kakunin import day, listed

LAST = 200


class ChangesFeed(Atom1Feed):
    """Atom with a date of its own while nothing has changed yet: the same text all day."""

    def latest_post_date(self) -> Any:
        if self.items:
            return super().latest_post_date()
        midnight = datetime.datetime.combine(timezone.localdate(), datetime.time())
        return timezone.make_aware(midnight)


def _tag(host: str, key: object) -> str:
    """Return an id that outlives renames and moves of the site's pages (RFC 4151)."""
    return f"tag:{host},2026:change/{key}/{get_language()}"


@open_answer(parameters.nothing, by_address=True)
def changes(request: HttpRequest, asked: None) -> HttpResponse:
    """The last 200 public changes of real clinics that are listed today."""
    site = settings.SITE_URL
    host = urlsplit(site).hostname or "localhost"
    feed = ChangesFeed(
        title=_("Changed listings – %(site)s") % {"site": settings.SITE_NAME},
        link=f"{site}{reverse('clinics:list')}",
        description="",
        subtitle=_("Clinics whose public facts changed, newest first."),
        language=get_language(),
        author_name=settings.OPERATOR_NAME,
        feed_url=f"{site}{request.path}",
        feed_guid=f"{site}{request.path}",
        feed_copyright=_("Please name the source as we do: %(page)s")
        % {"page": f"{site}{reverse('pages:about_terms')}#data"},
    )
    found = PublicChange.objects.filter(clinic__in=open_clinics()).select_related("clinic")
    for change in found.order_by("-at", "-pk")[:LAST]:
        clinic = change.clinic
        feed.add_item(
            title=listed([part for part in (display_name(clinic), place(clinic)) if part]),
            link=f"{site}{clinic.get_absolute_url()}",
            description=_("Public facts of this clinic changed on %(day)s.")
            % {"day": day(timezone.localdate(change.at))},
            unique_id=_tag(host, change.pk),
            pubdate=change.at,
            updateddate=change.at,
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    feed.write(response, "utf-8")
    return response


app_name = "feeds"
urlpatterns = [path("changes.atom", changes, name="changes")]
