"""Join static/css/{tokens,base,components/*}.css into static/css/site.css (one request).

python scripts/bundle_css.py            writes the file
python scripts/bundle_css.py --check    says whether the committed file is fresh
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "static/css"
TARGET = FOLDER / "site.css"


def bundle() -> str:
    """The joined stylesheet; print rules come last because they override."""
    parts = sorted((FOLDER / "components").glob("*.css"), key=lambda p: (p.stem == "print", p.stem))
    files = [FOLDER / "tokens.css", FOLDER / "base.css", *parts]
    text = ["/* Made by scripts/bundle_css.py from the files beside it. Edit those. */\n"]
    text += [f"/* {file.relative_to(FOLDER)} */\n{_moved(file)}" for file in files]
    return "\n".join(text)


def _moved(file: Path) -> str:
    """The file's text with its addresses as seen from site.css, one folder up for components."""
    text = file.read_text()
    return text if file.parent == FOLDER else text.replace('url("../', 'url("')


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("site.css is stale" if TARGET.read_text() != bundle() else 0)
    TARGET.write_text(bundle())
