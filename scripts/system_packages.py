"""Install Debian packages when we may; otherwise say in one line what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def may_install() -> bool:
    """Say whether this is root on a system with apt (Debian and its relatives)."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install(*packages: str) -> None:
    """Install packages with apt; raises SystemExit with one line when that fails."""
    print(f"Installing {' '.join(packages)} (apt) …", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Package lists of a fresh image are empty or old, so they are read again first.
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        if ended.returncode and command[1] == "install":
            tail = (ended.stderr or ended.stdout).strip().splitlines()
            raise SystemExit(
                f"apt could not install {' '.join(packages)}: {tail[-1] if tail else 'no reason'}"
            )


def program(name: str) -> bool:
    """Say whether a program of that name can be called."""
    return shutil.which(name) is not None


def postgres_folder() -> Path | None:
    """Return the newest folder that holds PostgreSQL's server programs, or None."""

    def version(folder: Path) -> int:
        return int(folder.parent.name) if folder.parent.name.isdigit() else 0

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return next((folder for folder in found if (folder / "initdb").exists()), None)


def chromium() -> Path | None:
    """Return the path of Chromium, or None."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return Path(path)
    return None


def has_japanese_font() -> bool:
    """Say whether fonts for Japanese are there (pictures of pages need them)."""
    if any(Path("/usr/share/fonts").rglob("NotoSansCJK*")):
        return True
    listed = shutil.which("fc-list")
    if not listed:
        return False
    shown = subprocess.run([listed, ":lang=ja"], capture_output=True, text=True, check=False)
    return bool(shown.stdout.strip())


def has_atomic_library() -> bool:
    """Say whether libatomic is there: the node inside playwright needs it, minimal systems lack it."""
    folders = ("/usr/lib", "/usr/lib64", "/lib", "/lib64")
    patterns = ("libatomic.so.1", "*/libatomic.so.1")
    return sys.platform != "linux" or any(
        any(Path(folder).glob(pattern)) for folder in folders for pattern in patterns
    )


def prepare_for_tests() -> list[str]:
    """Install what the tests need; return the names of what is still missing."""
    missing = []
    if postgres_folder() is None:
        missing.append("postgresql")
    if chromium() is None:
        missing.append("chromium")
    if not has_japanese_font():
        missing.append("fonts-noto-cjk")
    if not has_atomic_library():
        missing.append("libatomic1")
    if shutil.which("age") is None:
        missing.append("age")  # backups are sealed with it
    if not missing or not may_install():
        return missing
    if "postgresql" in missing:
        # Without this line Debian would start a server of its own, which nobody asked for.
        folder = Path("/etc/postgresql-common")
        folder.mkdir(parents=True, exist_ok=True)
        settings = folder / "createcluster.conf"
        if not settings.exists():
            settings.write_text("create_main_cluster = false\n")
    install(*missing)
    return []
