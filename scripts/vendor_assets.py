"""Fetch Bootstrap's CSS and make it fit our Content-Security-Policy.

    python scripts/vendor_assets.py            writes static/vendor/bootstrap/
    python scripts/vendor_assets.py --check    says whether the committed files are the same

Needs `npm` (only to fetch the pinned package). What is changed, and why:
  * only the stylesheet is kept: no Bootstrap script runs here;
  * parts that need that script (carousel, modal, toast, …) are left out;
  * every `data:` image becomes a file beside it, so `img-src 'self'` is enough;
  * the dark theme follows the reader's system instead of an attribute.
"""

import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import unquote

VERSION = "5.3.9"
TARGET = Path(__file__).resolve().parent.parent / "static/vendor/bootstrap"
UNUSED = re.compile(
    r"^\.(?:carousel|modal|toast|tooltip|bs-tooltip|popover|bs-popover|offcanvas|navbar|nav-|nav\b|"
    r"dropdown|dropup|dropend|dropstart|accordion|placeholder|spinner|progress|breadcrumb|"
    r"pagination|page-|list-group|btn-close|btn-group|btn-toolbar|collaps|fade\b|form-floating|"
    r"form-range|card|ratio|text-bg-|link-|focus-ring|tab-content)"
)
# Spacing and flex helpers for the widest screens: nobody needs them.
UNUSED_AT_WIDTHS = re.compile(r"^\.(?!col|row|offset|order|d-|text-)[a-z-]+-(?:sm|xl|xxl)-")


def blocks(css: str):
    """Yield (prelude, body) for each top-level block; a body may hold blocks itself."""
    depth = start = opened = 0
    for at, character in enumerate(css):
        if character == "{":
            depth += 1
            if depth == 1:
                opened = at
        elif character == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def is_unused(selector: str) -> bool:
    return bool(UNUSED.match(selector) or UNUSED_AT_WIDTHS.match(selector))


def trim(css: str) -> str:
    """Leave out rules nobody here uses; the dark theme becomes a media query."""
    kept = []
    for prelude, body in blocks(css):
        if prelude.startswith("@keyframes"):
            continue
        if prelude.startswith("@"):
            inner = trim(body) if "{" in body else body
            kept += [f"{prelude}{{{inner}}}"] if inner else []
            continue
        selectors = [s for s in re.split(r",(?![^(]*\))", prelude) if not is_unused(s.strip())]
        dark = [s.replace("[data-bs-theme=dark]", ":root") for s in selectors if "theme=dark" in s]
        light = [s for s in selectors if "theme=dark" not in s]
        if light:
            kept.append(f"{','.join(light)}{{{body}}}")
        if dark:
            kept.append(f"@media (prefers-color-scheme:dark){{{','.join(dark)}{{{body}}}}}")
    return "\n".join(kept)


def images_to_files(css: str, files: dict[str, bytes]) -> str:
    def replace(match: re.Match) -> str:
        svg = unquote(match["data"]).encode()
        known = {content: name for name, content in files.items()}
        name = known.get(svg, f"img/icon-{len(files) + 1:02d}.svg")
        files[name] = svg
        return f'url("{name}")'

    return re.sub(r"""url\((["'])data:image/svg\+xml,(?P<data>.*?)\1\)""", replace, css)


def build() -> dict[str, bytes]:
    """All files of static/vendor/bootstrap: {relative name: content}."""
    with tempfile.TemporaryDirectory() as folder:
        package = f"bootstrap@{VERSION}"
        subprocess.run(["npm", "pack", "--silent", package], cwd=folder, check=True)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as archive:
            css = archive.extractfile("package/dist/css/bootstrap.min.css").read().decode()
            licence = archive.extractfile("package/LICENSE").read()
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.S).replace('@charset "UTF-8";', "")
    files: dict[str, bytes] = {}
    css = images_to_files(trim(css), files)
    assert "data:" not in css
    head = f"/* Bootstrap {VERSION}, MIT, trimmed by scripts/vendor_assets.py */\n"
    files |= {"bootstrap.css": (head + css + "\n").encode(), "LICENSE": licence}
    return files | {"VERSION": f"{VERSION}\n".encode()}


def main() -> int:
    files = build()
    if "--check" in sys.argv:
        changed = [n for n, c in files.items() if (TARGET / n).read_bytes() != c]
        print("changed: " + ", ".join(changed) if changed else "same as the package")
        return bool(changed)
    for name, content in files.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_bytes(content)
    print(f"{len(files)} files, {len(files['bootstrap.css']):,} bytes of CSS")
    return 0


if __name__ == "__main__":
    sys.exit(main())
