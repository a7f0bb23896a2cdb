"""Which code and texts this process runs: pages of an older release must not outlive it."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings

READ = {".py", ".html", ".txt", ".md", ".mo", ".json", ".yaml"}


@cache
def release() -> str:
    """Return a digest of our own code, templates, texts and translations (once a process)."""
    root = Path(settings.BASE_DIR)
    folders = {Path(app.path) for app in apps.get_app_configs() if root in Path(app.path).parents}
    folders = {folder for folder in folders if folder.parent == root}
    digest = hashlib.sha256()
    for folder in sorted(folders | {root / "templates", root / "locale"}):
        for path in sorted(folder.rglob("*")):
            if path.suffix in READ and path.is_file():
                digest.update(f"{path.relative_to(root)}\0".encode())
                digest.update(path.read_bytes())
    # Names of style sheets and scripts carry a digest of their content.
    for path in (Path(settings.STATIC_ROOT) / "staticfiles.json", root / "requirements.txt"):
        digest.update(path.read_bytes() if path.is_file() else b"-")
    return digest.hexdigest()[:16]
