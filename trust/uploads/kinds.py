"""The kinds of file that are taken, told by their first bytes. Names are only a second opinion."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """``magic`` stands at offset 0; a file is taken only if its name ends in one of ``endings``."""

    code: str
    magic: bytes
    endings: tuple[str, ...]
    content_type: str


KINDS = (
    Kind("pdf", b"%PDF-", ("pdf",), "application/pdf"),
    Kind("jpeg", b"\xff\xd8\xff", ("jpg", "jpeg", "jpe"), "image/jpeg"),
    Kind("png", b"\x89PNG\r\n\x1a\n", ("png",), "image/png"),
)
BY_CODE = {kind.code: kind for kind in KINDS}


def sniff(content: bytes) -> Kind | None:
    """Return the kind whose sign stands at the very beginning."""
    return next((kind for kind in KINDS if content.startswith(kind.magic)), None)


def fits(kind: Kind, name: str) -> bool:
    """Return whether the name ends as files of this kind do."""
    return name.rpartition(".")[2].lower() in kind.endings
