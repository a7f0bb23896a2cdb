"""From a page that only reads to a counted row: noted in memory, written after the answer left.

Public pages run under a guard against writing (ADR 013), and a write may wait for another one.
So the view only notes; Django's ``request_finished`` comes when the visitor has the answer.
"""

import logging
import threading
from collections import Counter

from django.core.signals import request_finished
from django.db import DatabaseError
from django.utils import timezone

from clinics.filters import ClinicFilter
from clinics.gaps import actions
from clinics.gaps.pairs import as_line

logger = logging.getLogger(__name__)

MOST_NOTED = 200
_noted: Counter[str] = Counter()
_lock = threading.Lock()
_writing = threading.Lock()


def note_gap(searched: ClinicFilter) -> None:
    """Remember that this search found nothing. Writes nothing."""
    line = as_line(searched.values)
    with _lock:
        if line and (line in _noted or len(_noted) < MOST_NOTED):
            _noted[line] += 1


def write_gaps(**_signal: object) -> None:
    """Count what was noted; one thread at a time, the others have no need to wait."""
    if not _noted or not _writing.acquire(blocking=False):
        return
    try:
        with _lock:
            noted = dict(_noted)
            _noted.clear()
        for line, count in noted.items():
            actions.count_gap(day=timezone.localdate(), filters=line, count=count)
    except DatabaseError as error:
        logger.warning("searches without a result were not counted: %s", type(error).__name__)
    finally:
        _writing.release()


def register() -> None:
    request_finished.connect(write_gaps, dispatch_uid="clinics.gaps")
