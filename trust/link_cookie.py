"""Exchange a secret link for a short signed cookie, so that the token leaves the address bar.

The cookie names the link's row, not the token, and the row is asked again at each request:
revoking the link ends the visit at once.
"""

import uuid
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from trust.models import SecretLink

LIFETIME = timedelta(hours=2)


def _name(purpose: str) -> str:
    return f"{'__Host-' if settings.HTTPS else ''}link-{purpose}"


def _path(path: str) -> str:
    # Browsers take a cookie named __Host-… only for the whole host.
    return "/" if settings.HTTPS else path


def _signer(purpose: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"trust.link_cookie.{purpose}")


def grant(
    response: HttpResponseBase, *, purpose: str, link: SecretLink, path: str
) -> HttpResponseBase:
    """Set the cookie on ``response``; ``path`` counts only where the site runs without TLS."""
    response.set_cookie(
        _name(purpose),
        _signer(purpose).sign(str(link.pk)),
        max_age=LIFETIME,
        path=_path(path),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return response


def granted(request: HttpRequest, *, purpose: str) -> SecretLink | None:
    """Return the live link this visitor exchanged for ``purpose``, or None."""
    try:
        key = uuid.UUID(
            _signer(purpose).unsign(request.COOKIES.get(_name(purpose), ""), max_age=LIFETIME)
        )
    except (signing.BadSignature, ValueError):
        return None
    return SecretLink.objects.live().filter(pk=key, purpose=purpose).first()


def leave(response: HttpResponseBase, *, purpose: str, path: str) -> HttpResponseBase:
    """Take the cookie away."""
    response.delete_cookie(_name(purpose), path=_path(path), samesite="Lax")
    return response
