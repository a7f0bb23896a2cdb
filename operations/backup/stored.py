"""The private files: sealed bytes under random names, whatever storage holds them."""

from collections.abc import Iterator

from django.core.files.base import ContentFile

from trust.uploads import files


def names(folder: str = "") -> Iterator[str]:
    """Yield the name of every stored file."""
    try:
        folders, found = files.storage().listdir(folder)
    except FileNotFoundError:  # nothing was ever stored
        return
    for name in sorted(found):
        yield f"{folder}/{name}" if folder else name
    for name in sorted(folders):
        yield from names(f"{folder}/{name}" if folder else name)


def read(name: str) -> bytes | None:
    """Return the sealed bytes; None when it was deleted meanwhile."""
    try:
        with files.storage().open(name) as stored:
            return stored.read()
    except FileNotFoundError:
        return None


def write(name: str, content: bytes) -> None:
    """Store under exactly that name. Raises FileExistsError."""
    if files.storage().save(name, ContentFile(content)) != name:
        raise FileExistsError(name)


def is_empty() -> bool:
    """Return whether nothing is stored."""
    return next(names(), None) is None
