"""The program that reads hostile files. Run by ``trust.uploads.rebuild``; knows no Django.

python -I rebuilder.py pdf|jpeg|png < sent > clean. Ends with 0, or 2 (password), 3 (broken),
4 (too much inside). Its limits are set before a parser is loaded.
"""

import io
import resource
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

MEMORY = 400_000_000  # address space; the resident part stays below 300 MB
SECONDS = 2  # of computing
MOST_PIXELS = 20_000_000
# A JPEG is drawn smaller while it is read, so that a photo of 50 megapixels fits.
MOST_PIXELS_OF_A_PHOTO = 120_000_000
MOST_PAGES = 100
MOST_OBJECTS = 60_000
MOST_BYTES = 30_000_000
LOCKED, BROKEN, TOO_MUCH = 2, 3, 4
BOMBS = {"TooMuch", "DecompressionBombError", "DecompressionBombWarning"}


def limit() -> None:
    """Take away what a parser does not need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))


def image(kind: str, content: bytes) -> bytes:
    """Return the pixels as a new JPEG or PNG, turned as the camera meant, with nothing else."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS_OF_A_PHOTO
    with Image.open(io.BytesIO(content), formats=[kind.upper()]) as sent:
        part = 1
        while kind == "jpeg" and sent.width * sent.height > MOST_PIXELS * part**2:
            part *= 2
        if part > 1:
            sent.draft("RGB", (sent.width // part, sent.height // part))
        if sent.width * sent.height > MOST_PIXELS:
            sys.exit(TOO_MUCH)
        sent.load()
        drawn: Any = ImageOps.exif_transpose(sent) or sent
    has_holes = kind == "png" and ("A" in drawn.mode or "transparency" in drawn.info)
    if drawn.mode.startswith("I"):  # 16 bits of grey (X-rays): seen as 8, not cut off at white
        drawn = drawn.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    mode = "RGBA" if has_holes else "L" if drawn.mode in {"1", "L"} else "RGB"
    if drawn.mode != mode:
        drawn = drawn.convert(mode)
    drawn.info = {}  # comments, profiles and the rest would be written again
    out = io.BytesIO()
    if kind == "jpeg":
        drawn.save(out, "JPEG", quality=88)
    else:
        drawn.save(out, "PNG")
    return out.getvalue()


def pdf(content: bytes) -> bytes:
    """Return a new PDF with the pages' content and what it draws with, and nothing else."""
    import pikepdf

    if content.count(b" obj") > MOST_OBJECTS:  # before a parser spends two seconds on them
        sys.exit(TOO_MUCH)
    sys.path.append(str(Path(__file__).parent))  # isolated: its own folder is not looked into
    from pdf_parts import clean

    try:
        sent = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        sys.exit(LOCKED)
    if sent.is_encrypted:
        sys.exit(LOCKED)
    if len(sent.objects) > MOST_OBJECTS or len(sent.pages) > MOST_PAGES:
        sys.exit(TOO_MUCH)
    with suppress(pikepdf.PdfError):  # what was filled into a form becomes part of its page
        sent.generate_appearance_streams()
        sent.flatten_annotations("print")
    made = pikepdf.new()
    for page in sent.pages:
        made.pages.append(page)
    if not len(made.pages):
        raise ValueError("no page")
    clean(list(made.pages))
    out = io.BytesIO()
    made.save(
        out,
        compress_streams=True,
        recompress_flate=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()


def main() -> int:
    limit()
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    try:
        clean = pdf(content) if kind == "pdf" else image(kind, content)
    except MemoryError:
        return TOO_MUCH
    except Exception as error:  # whatever a parser throws at a hostile file
        return TOO_MUCH if type(error).__name__ in BOMBS else BROKEN
    if len(clean) > MOST_BYTES:
        return TOO_MUCH
    sys.stdout.buffer.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
