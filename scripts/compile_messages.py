"""Compile locale/*/LC_MESSAGES/*.po to .mo with polib: the gettext programs are not needed."""

import sys

import polib

from scripts.paths import ROOT


def main() -> int:
    """Write one .mo beside each .po; return the number of files that could not be read."""
    broken = 0
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        try:
            catalogue = polib.pofile(str(source), check_for_duplicates=True)
        except (OSError, ValueError) as error:
            print(f"{source.relative_to(ROOT)}: {error}", file=sys.stderr)
            broken += 1
            continue
        # Written beside and moved, so that a running site never reads half a file.
        target = source.with_suffix(".mo")
        fresh = source.with_suffix(".mo.new")
        catalogue.save_as_mofile(str(fresh))
        fresh.replace(target)
    return broken


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
