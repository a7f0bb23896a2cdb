"""The machine around the site: room on its disks, its cache, its last backup."""

import json
import secrets
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

LAST_BACKUP = "last.json"


def folders() -> dict[str, Path]:
    """Return the folders that must have room, by what they hold."""
    found = {"static": Path(settings.STATIC_ROOT), "media": Path(settings.MEDIA_ROOT)}
    private: dict[str, Any] = settings.STORAGES["private"]
    location = private.get("OPTIONS", {}).get("location")
    if location:
        found["private"] = Path(location)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and ":memory:" not in str(database["NAME"]):
        found["database"] = Path(database["NAME"]).parent
    return found


def free_bytes() -> dict[str, int]:
    """Return the free bytes of each folder's disk; a folder that is not there yet: its parent's."""
    return {name: shutil.disk_usage(_existing(path)).free for name, path in folders().items()}


def _existing(path: Path) -> Path:
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def cache_answers() -> bool:
    """Return whether what was put into the cache comes out again."""
    key, value = f"probe-{secrets.token_hex(8)}", secrets.token_hex(8)
    try:
        cache.set(key, value, 10)
        return cache.get(key) == value
    except Exception:
        # Each cache library has errors of its own; to the site they are one thing: no cache.
        return False


def last_backup() -> dict[str, Any] | None:
    """Return what the last good backup wrote about itself, or None."""
    folder = getattr(settings, "BACKUP_FOLDER", None)
    try:
        report = json.loads((Path(folder) / LAST_BACKUP).read_text()) if folder else None
        return report if report and "made_at" in report else None
    except (OSError, ValueError):
        return None


def backup_age(now: datetime | None = None) -> timedelta | None:
    """Return how old the last good backup is; None when there is none."""
    report = last_backup()
    if report is None:
        return None
    try:
        made = datetime.fromisoformat(report["made_at"])
    except (TypeError, ValueError):
        return None
    if timezone.is_naive(made):
        made = timezone.make_aware(made)
    return (now or timezone.now()) - made
