"""What the environment says: no development values, keys that are keys, folders that are closed."""

import base64
import os
import stat
from pathlib import Path

from django.conf import settings
from django.core.checks import WARNING, run_checks

from operations.install.findings import Finding, fail, judge, ok
from operations.watching import machine

LEAST_BYTES_OF_ROOM = 1_000_000_000
OTHERS = stat.S_IRWXO
# Where the services' settings are, unless deploy/bin/kakunin was told another place.
SERVICE_SETTINGS = ("KAKUNIN_SETTINGS", "/etc/kakunin/kakunin.env")
WRITABLE = stat.S_IWGRP | stat.S_IWOTH


def mode() -> Finding:
    problems = [name for name in ("DEBUG", "DEMO") if getattr(settings, name)]
    return judge("mode", [f"{name} is on" for name in problems], "take DEBUG and DEMO away")


def https() -> Finding:
    problems = []
    if not settings.HTTPS:
        problems.append("HTTPS is off: cookies are not Secure, no HSTS")
    if not settings.SITE_URL.startswith("https://"):
        problems.append("SITE_URL does not begin with https://")
    if "*" in settings.ALLOWED_HOSTS:
        problems.append("ALLOWED_HOSTS takes any name")
    return judge("https", problems, "HTTPS=1, SITE_URL=https://your.name, ALLOWED_HOSTS=your.name")


def keys() -> Finding:
    """Every secret is there, differs from every other, and is no text of this repository."""
    texts = {"SECRET_KEY": settings.SECRET_KEY, "DIGEST_KEY": settings.DIGEST_KEY}
    for key_id, key in settings.FIELD_KEYS.items():
        texts[f"FIELD_KEYS {key_id}"] = base64.b64encode(key).decode()
    problems = [
        f"{name} is a development value"
        for name, text in texts.items()
        if "insecure" in text or "development" in text or _spelt(text)
    ]
    for name, text in texts.items():
        if len(set(text)) < 10:
            problems.append(f"{name} has hardly any different characters")
    if len(set(texts.values())) < len(texts):
        problems.append("two keys are the same")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 32:
        problems.append("METRICS_TOKEN is shorter than 32 characters")
    return judge("keys", problems, "make each key anew as .env.example shows", f"{len(texts)} keys")


def _spelt(text: str) -> bool:
    """Whether a field key's bytes are words: nobody's random number is."""
    try:
        return base64.b64decode(text, validate=True).decode("ascii").isprintable()
    except ValueError:
        return False


def django_deploy() -> Finding:
    found = run_checks(include_deployment_checks=True)
    told = [str(message.id) for message in found if message.level >= WARNING]
    return judge("django check --deploy", told, "run: manage.py check --deploy")


def env_file() -> Finding:
    """The files with the keys are for their owner (and group) only."""
    beside, service = Path(settings.BASE_DIR) / ".env", Path(os.environ.get(*SERVICE_SETTINGS))
    seen = [path for path in (beside, service) if _is_there(path)]
    loose = [path for path in seen if path.stat().st_mode & (OTHERS | stat.S_IWGRP)]
    problems = [f"others may read {path}" for path in loose]
    mend = f"chmod 600 {' '.join(map(str, loose))}"
    return judge("settings file", problems, mend, f"{len(seen)} looked at")


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except PermissionError:
        return False  # in a folder that is closed to us


def private_folder() -> Finding:
    path = machine.folders().get("private")
    if path is None:
        return ok("private files", "not in a folder of this machine")
    if not path.exists():
        return ok("private files", "no file was ever stored")
    problems = []
    if path.stat().st_mode & 0o077:
        problems.append("other users may look into it")
    folders = machine.folders()
    problems += [
        f"it stands below the {public} files"
        for public in ("static", "media")
        if path.resolve().is_relative_to(folders[public].resolve())
    ]
    return judge("private files", problems, f"chmod 700 {path}; keep it out of public folders")


def database_file() -> Finding:
    database = settings.DATABASES["default"]
    path = Path(str(database["NAME"]))
    if not database["ENGINE"].endswith("sqlite3") or not path.is_file():
        return ok("database file", "not a file of this machine")
    if path.stat().st_mode & OTHERS:
        return fail("database file", "others may read it", f"chmod 640 {path}*")
    return ok("database file")


def code_is_not_writable() -> Finding:
    """Nobody but its owner can change the code."""
    loose = [
        path.name
        for path in sorted(Path(settings.BASE_DIR).iterdir())
        if not path.is_symlink() and path.stat().st_mode & WRITABLE and path.name != "var"
    ]
    return judge("code", [f"{name} may be changed by others" for name in loose[:5]], "chmod go-w")


def disk() -> Finding:
    problems = [
        f"{free // 1_000_000} MB free for {name}"
        for name, free in machine.free_bytes().items()
        if free < LEAST_BYTES_OF_ROOM
    ]
    return judge("disk", problems, "make room, or give these files another disk")


def static_files() -> Finding:
    """collectstatic ran: the manifest names a stylesheet that is there."""
    from django.contrib.staticfiles.storage import staticfiles_storage

    try:
        address = staticfiles_storage.url("css/site.css")
    except ValueError:
        return fail("static files", "not collected", "run: manage.py collectstatic --noinput")
    name = address.removeprefix(settings.STATIC_URL)
    if settings.DEBUG or (Path(settings.STATIC_ROOT) / name).is_file():
        return ok("static files")
    return fail("static files", f"{name} is missing", "run: manage.py collectstatic --noinput")


CHECKS = {
    "mode": mode,
    "https": https,
    "keys": keys,
    "django check --deploy": django_deploy,
    "settings file": env_file,
    "private files": private_folder,
    "database file": database_file,
    "code": code_is_not_writable,
    "disk": disk,
    "static files": static_files,
}
