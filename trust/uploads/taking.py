"""One upload from the form to clean bytes."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trust.uploads import rebuild, scanning
from trust.uploads.kinds import Kind, fits, sniff

# A scanner that does not answer: the file waits, it never counts as clean.
WAITING = "waiting"
CLEAN = "clean"


class Refused(Exception):
    """The file is not taken; ``words`` say why, for the person who sent it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def words(self) -> str:
        text = str(WORDS[self.code])
        return text % {"most": settings.UPLOAD_MOST_BYTES // 1_000_000} if "%" in text else text


WORDS: dict[str, Promise] = {
    "empty": _("This file is empty. Please choose another one."),
    "too_big": _("This file is larger than %(most)s MB. Please send a smaller one."),
    "wrong_type": _("Please send a PDF, a JPEG or a PNG. This is another kind of file."),
    "wrong_name": _("The name of this file does not fit its content. Please save it again as PDF, JPEG or PNG."),
    "locked": _("This PDF is protected by a password. Please save it without one."),
    "too_complex": _("This file is too large on the inside. Please send single pages or a photo."),
    "broken": _("We cannot read this file. Please save it again, or send a photo of the page."),
    "virus": _("Our scanner found something harmful in this file. We did not keep it."),
}  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """Clean content: rebuilt, without what was hidden in it. ``scan`` is CLEAN or WAITING."""

    kind: Kind
    content: bytes
    scan: str

    def __repr__(self) -> str:
        return f"<Taken {self.kind.code} {len(self.content)}>"


def take(upload: Any) -> Taken:
    """Return what may be kept of an uploaded file. Raises Refused.

    The order matters: size and first bytes before anything parses; the scanner sees what was
    sent, the rest of the site only what was rebuilt.
    """
    if upload.size > settings.UPLOAD_MOST_BYTES:
        raise Refused("too_big")
    content = upload.read()
    if not content:
        raise Refused("empty")
    kind = sniff(content)
    if kind is None:
        raise Refused("wrong_type")
    if not fits(kind, upload.name or ""):
        raise Refused("wrong_name")
    found = scanning.scan(content)
    if found == scanning.Found.VIRUS:
        raise Refused("virus")
    try:
        clean = rebuild.rebuild(kind.code, content)
    except rebuild.CannotRebuild as problem:
        raise Refused(problem.code) from None
    return Taken(kind, clean, CLEAN if found != scanning.Found.UNKNOWN else WAITING)
