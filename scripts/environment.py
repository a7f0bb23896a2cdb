"""Make the virtual environment and fill it from the lock files. Standard library only.

Run: python3 -m scripts.environment [--dev]
"""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from scripts import stamps, system_packages
from scripts.paths import ROOT, VENV, VENV_PYTHON


def ensure(*, dev: bool = False) -> Path:
    """Return the environment's Python with all packages installed; steps already done are skipped.

    Raises SystemExit with one line when something is missing that we may not install.
    """
    _create()
    locks = [ROOT / "requirements.txt"] + ([ROOT / "requirements-dev.txt"] if dev else [])
    version = subprocess.run(
        [VENV_PYTHON, "-c", "import sys; print(sys.version)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    step = "packages-dev" if dev else "packages"
    key = stamps.digest(locks, version, str(VENV))
    if not stamps.is_done(step, key):
        print(f"Installing packages of {' and '.join(lock.name for lock in locks)} …", flush=True)
        for lock in locks:
            _pip_install(lock)
        stamps.mark_done(step, key)
    return VENV_PYTHON


def _create() -> None:
    if VENV_PYTHON.exists():
        works = subprocess.run([VENV_PYTHON, "-m", "pip", "--version"], capture_output=True)
        if works.returncode == 0:
            return
    if importlib.util.find_spec("ensurepip") is None:
        if not system_packages.may_install():
            raise SystemExit(
                "python3-venv is missing. Install it (Debian: apt-get install python3-venv), "
                "then run this again."
            )
        system_packages.install("python3-venv")
    print("Making the virtual environment .venv …", flush=True)
    stamps.forget("packages", "packages-dev")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True
    )
    if made.returncode:
        reason = (made.stderr or made.stdout).strip().splitlines()
        raise SystemExit(f"The environment could not be made: {reason[-1] if reason else '?'}")


def _pip_install(lock: Path) -> None:
    command = [
        str(VENV_PYTHON),
        *("-m", "pip", "install", "-qq", "--disable-pip-version-check"),
        *("--no-input", "--require-hashes", "-r", str(lock)),
    ]
    env = {**os.environ, "PIP_ROOT_USER_ACTION": "ignore"}
    if subprocess.run(command, env=env, check=False).returncode:
        raise SystemExit(f"pip could not install {lock.name} (see above). Is there a network?")


if __name__ == "__main__":
    ensure(dev="--dev" in sys.argv)
