"""Look for keys and tokens in everything that git ever stored, not only in the files of today.

Run: python -m scripts.scan_history. Prints where, never the secret itself; returns their number.
"""

import re
import subprocess
import sys
from collections.abc import Iterator

from scripts.check_files import SECRETS
from scripts.paths import ROOT


def main() -> int:
    """Print a line for each object with a secret; return how many."""
    names, found = _names(), 0
    for blob, text in _texts(names):
        for pattern, what in SECRETS.items():
            if re.search(pattern, text, re.MULTILINE | re.IGNORECASE):
                print(f"{blob[:12]} {names[blob]}: {what}")
                found += 1
    print(f"{len(names)} objects of git's history looked at, {found} with a secret")
    return found


def _names() -> dict[str, str]:
    """Return {object: one of its paths} of all commits that any name leads to."""
    listed = _git("rev-list", "--objects", "--all").decode("utf-8", "replace").splitlines()
    pairs = (line.partition(" ") for line in listed)
    return {blob: path for blob, _space, path in pairs if path}


def _texts(names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (object, text) of all blobs; pictures have nothing to read."""
    asked = "\n".join(names).encode()
    stored = _git("cat-file", "--batch", asked=asked)
    at = 0
    while at < len(stored):
        end = stored.index(b"\n", at)
        blob, kind, length = stored[at:end].decode().split()
        content = stored[end + 1 : end + 1 + int(length)]
        at = end + 2 + int(length)
        if kind == "blob" and b"\0" not in content[:8000]:
            yield blob, content.decode("utf-8", "replace")


def _git(*words: str, asked: bytes | None = None) -> bytes:
    ended = subprocess.run(
        ["git", *words], cwd=ROOT, input=asked, stdout=subprocess.PIPE, check=True
    )
    return ended.stdout


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
