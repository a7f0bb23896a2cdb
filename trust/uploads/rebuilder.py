"""The program that reads hostile files. Run by ``trust.uploads.rebuild``; knows no Django.

python -I rebuilder.py pdf|jpeg|png < sent > clean. Ends with 0, or 2 (password), 3 (broken),
4 (too much inside). Its limits are set before a parser is loaded.
"""

import io
import resource
import sys
from typing import Any

MEMORY = 400_000_000  # address space; the resident part stays below 300 MB
SECONDS = 2  # of computing
MOST_PIXELS = 20_000_000
# A JPEG is drawn smaller while it is read, so that a photo of 50 megapixels fits.
MOST_PIXELS_OF_A_PHOTO = 120_000_000
LONGEST_SIDE = 4_000
MOST_UNPACKED = 100_000_000
MOST_PAGES = 100
MOST_OBJECTS = 60_000
MOST_BYTES = 30_000_000
LOCKED, BROKEN, TOO_MUCH = 2, 3, 4
# Keys that act, hide or tell about people, wherever they stand in a PDF.
UNWANTED = (
    "/AA", "/A", "/JS", "/OpenAction", "/Metadata", "/PieceInfo", "/LastModified", "/Thumb",
    "/Annots", "/EF", "/EmbeddedFiles", "/AF", "/Names", "/Outlines", "/AcroForm", "/XFA",
    "/StructParents", "/StructParent", "/OPI", "/Ref", "/Measure", "/PtData", "/URI", "/B", "/PZ",
    "/DSS", "/Perms", "/Collection", "/UserUnitInfo", "/Info", "/Producer", "/Creator", "/Author",
    "/SeparationInfo", "/Dur", "/Trans", "/Tabs", "/TemplateInstantiated", "/PresSteps", "/VP",
)  # fmt: skip
PACKING = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode"}
PAGE_KEYS = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Contents"}


class TooMuch(Exception):
    """More inside than anybody would send."""


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
        if kind == "jpeg":
            part = min(1.0, LONGEST_SIDE / max(sent.size))
            sent.draft("RGB", (int(sent.width * part), int(sent.height * part)))
        if sent.width * sent.height > MOST_PIXELS:
            raise TooMuch
        sent.load()
        drawn: Any = ImageOps.exif_transpose(sent) or sent
    mode = "L" if drawn.mode in {"1", "L"} else "RGB"
    if kind == "png" and ("A" in drawn.mode or "transparency" in drawn.info):
        mode = "RGBA"
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

    try:
        sent = pikepdf.open(io.BytesIO(content), suppress_warnings=True)
    except pikepdf.PasswordError:
        sys.exit(LOCKED)
    if sent.is_encrypted:
        sys.exit(LOCKED)
    if len(sent.objects) > MOST_OBJECTS or len(sent.pages) > MOST_PAGES:
        raise TooMuch
    clean = pikepdf.new()
    for page in sent.pages:
        clean.pages.append(page)
    if not len(clean.pages):
        raise ValueError("no page")
    for page in clean.pages:
        for key in [key for key in page.obj if key not in PAGE_KEYS]:
            del page.obj[str(key)]
    for thing in clean.objects:
        _strip(thing, pikepdf)
    out = io.BytesIO()
    clean.save(
        out,
        compress_streams=True,
        recompress_flate=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return out.getvalue()


def _strip(thing: Any, pikepdf: Any) -> None:
    if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        return
    for key in UNWANTED:
        # /A, /B and /Names name other things in fonts and colours; there they are no dictionary.
        if key in thing and not (
            key in {"/A", "/B", "/Names"} and _is_harmless(thing[key], pikepdf)
        ):
            del thing[key]
    if not isinstance(thing, pikepdf.Stream):
        return
    if thing.get("/Filter") == pikepdf.Name.DCTDecode:
        thing.write(without_tales(thing.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)
    elif _is_packed(thing, pikepdf) and len(thing.read_bytes()) > MOST_UNPACKED:
        raise TooMuch


def _is_packed(stream: Any, pikepdf: Any) -> bool:
    """Whether every filter only packs: what comes out can be measured."""
    filters = stream.get("/Filter")
    names = [filters] if isinstance(filters, pikepdf.Name) else list(filters or [])
    return bool(names) and {str(name) for name in names} <= PACKING


def _is_harmless(value: Any, pikepdf: Any) -> bool:
    return not isinstance(value, pikepdf.Dictionary | pikepdf.Array)


def without_tales(jpeg: bytes) -> bytes:
    """Return a JPEG without the segments that hold no picture: EXIF, GPS, XMP, comments."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xDA:  # from here on pixels
            break
        size = 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        # APP0 (JFIF) and APP14 (Adobe) say how to read the colours.
        if not (0xE1 <= marker <= 0xEF and marker != 0xEE) and marker != 0xFE:
            kept += jpeg[at : at + size]
        at += size
    return bytes(kept) + jpeg[at:]


def main() -> int:
    limit()
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    try:
        clean = pdf(content) if kind == "pdf" else image(kind, content)
    except (TooMuch, MemoryError):
        return TOO_MUCH
    except Exception as error:  # whatever a parser throws at a hostile file
        is_bomb = type(error).__name__ in {"DecompressionBombError", "DecompressionBombWarning"}
        return TOO_MUCH if is_bomb else BROKEN
    if len(clean) > MOST_BYTES:
        return TOO_MUCH
    sys.stdout.buffer.write(clean)
    return 0


if __name__ == "__main__":
    sys.exit(main())
