"""The one index of this process, built anew after a public change."""

import gc
import threading

from django.conf import settings

from clinics.search import version
from clinics.search.building import build
from clinics.search.index import Index

TRIES = 3
_lock = threading.Lock()
_kept: tuple[tuple[str, bool], Index] | None = None


def current() -> Index:
    """Return the index of the newest public version this process knows.

    While one thread builds, the others go on with the old one.
    """
    key = (version.token(), settings.SAMPLE_LISTINGS)
    kept = _kept
    if kept is not None and kept[0] == key:
        return kept[1]
    if not _lock.acquire(blocking=kept is None or kept[0][1] != key[1]):
        return kept[1]  # type: ignore[index]
    try:
        return _rebuilt()
    finally:
        _lock.release()


def _rebuilt() -> Index:
    """Build until no change happened meanwhile; then it is as if read in one moment."""
    global _kept
    key = (version.token(), settings.SAMPLE_LISTINGS)
    if _kept is not None and _kept[0] == key:  # another thread was first
        return _kept[1]
    for _try in range(TRIES):
        index = _built()
        version.forget()
        after = (version.token(), settings.SAMPLE_LISTINGS)
        # Under the older key when it never stands still: the next look builds again.
        _kept = (key, index)
        if after == key:
            break
        key = after
    return _kept[1]


def _built() -> Index:
    """Build without looking for garbage: there is none, and looking takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        return build()
    finally:
        if was_on:
            gc.enable()


def lags(token: str) -> bool:
    """Build if need be; return whether the index is another version's than ``token``.

    It is while another thread builds: what is made meanwhile must not be kept as new.
    """
    current()
    return _kept is None or _kept[0][0] != token


def forget() -> None:
    """Build at the next look, whatever the version says."""
    global _kept
    _kept = None
    version.forget()
