"""What the pages of a PDF are drawn with, and nothing else. Run inside the cage (rebuilder.py).

Keys are allowed, not forbidden: a program may hide an author under any key of its own.
"""

import re
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Name

MOST_UNPACKED = 100_000_000
MOST_INSTRUCTIONS_BYTES = 6_000_000


def _keys(words: str) -> frozenset[str]:
    return frozenset(words.split())


PAGE_KEYS = _keys("/Type /Parent /MediaBox /CropBox /Rotate /UserUnit /Resources /Contents /Group")
# Below these keys of resources (and of fonts, of inks) the names are the author's own.
MAPS = _keys("/Font /XObject /ExtGState /ColorSpace /Pattern /Shading /CharProcs /Colorants")
# ISO 32000-1: streams, resources, pictures, forms, states, patterns, functions, fonts, filters.
ALLOWED = PAGE_KEYS | MAPS | _keys(
    """
    /Kids /Count /Length /Filter /DecodeParms /Subtype /ProcSet /S /CS /I /K
    /Width /Height /BitsPerComponent /Intent /ImageMask /Mask /Decode /Interpolate /SMask
    /SMaskInData /Matte /FormType /BBox /Matrix
    /LW /LC /LJ /ML /D /RI /OP /op /OPM /FL /SM /SA /BM /CA /ca /AIS /TK /G /BC /TR
    /PatternType /PaintType /TilingType /XStep /YStep /ShadingType /Background /AntiAlias
    /Domain /Coords /Function /Extend /BitsPerCoordinate /BitsPerFlag /VerticesPerRow
    /FunctionType /Range /Size /BitsPerSample /Order /Encode /C0 /C1 /N /Functions /Bounds
    /BaseFont /FirstChar /LastChar /Widths /FontDescriptor /Encoding /ToUnicode /DescendantFonts
    /CIDSystemInfo /Registry /Ordering /Supplement /DW /W /DW2 /W2 /CIDToGIDMap /FontBBox
    /FontMatrix /BaseEncoding /Differences /UseCMap /CMapName /WMode /FontName /Flags
    /ItalicAngle /Ascent /Descent /Leading /CapHeight /XHeight /StemV /StemH /AvgWidth /MaxWidth
    /MissingWidth /FontFile /FontFile2 /FontFile3 /CharSet /CIDSet /FontStretch /FontWeight
    /Length1 /Length2 /Length3 /Gamma /WhitePoint /BlackPoint /Process /Components
    /Predictor /Colors /Columns /EarlyChange /EndOfLine /EncodedByteAlign /Rows /EndOfBlock
    /BlackIs1 /DamagedRowsBeforeError /ColorTransform /JBIG2Globals
    """
)  # fmt: skip
WITH_WORDS = {"/Registry", "/Ordering", "/CharSet"}
PACKING = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode"}
# Words beside the drawing (ActualText, layers) hang on these.
MARKS = {"BMC", "BDC", "EMC", "MP", "DP"}
HAS_MARKS = re.compile(rb"%|\b(?:BMC|BDC|EMC|MP|DP)\b")
END_OF_SCAN = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
DEVICE = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}


class TooMuch(Exception):
    """More inside than anybody would send."""


def clean(pages: list[Any]) -> None:
    """Leave of the pages, and of everything they reach, only what draws."""
    todo: list[tuple[Any, bool]] = []
    seen: set[tuple[tuple[int, int], bool]] = set()
    for page in pages:
        for key in [key for key in page.obj.keys() if key not in PAGE_KEYS]:  # noqa: SIM118
            del page.obj[str(key)]
        page.contents_coalesce()
        if isinstance(page.obj.get("/Contents"), pikepdf.Stream):
            _redraw(page.obj.Contents)
        todo.append((page.obj, False))
    while todo:
        thing, is_map = todo.pop()
        if thing.is_indirect:
            if (thing.objgen, is_map) in seen:
                continue
            seen.add((thing.objgen, is_map))
        if isinstance(thing, pikepdf.Stream):
            _clean_stream(thing)
        todo += _array(thing) if isinstance(thing, pikepdf.Array) else _named(thing, is_map)


def _named(thing: Any, is_map: bool) -> Iterator[tuple[Any, bool]]:
    """Drop what is not allowed of a dictionary; yield what stays and holds more."""
    for key in list(thing.keys()):
        value = thing[key]
        words = isinstance(value, pikepdf.String)
        if (words and key not in WITH_WORDS) or not (is_map or key in ALLOWED):
            del thing[key]
        elif key == "/Parent":
            continue
        elif _is_profile(value):
            thing[key] = _device(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            names = key in MAPS and not is_map and "/PatternType" not in thing
            if key == "/CharProcs":
                _redraw_all(value)
            yield value, names and isinstance(value, pikepdf.Dictionary)


def _array(things: Any) -> Iterator[tuple[Any, bool]]:
    is_palette = len(things) == 4 and things[0] == Name.Indexed
    for at, value in enumerate(list(things)):
        if isinstance(value, pikepdf.String):
            if not is_palette:
                things[at] = pikepdf.String("")
        elif _is_profile(value):
            things[at] = _device(value)
        elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream | pikepdf.Array):
            yield value, False


def _is_profile(value: Any) -> bool:
    return isinstance(value, pikepdf.Array) and len(value) > 1 and value[0] == Name.ICCBased


def _device(profile: Any) -> Any:
    """The plain colours nearest to a profile (which names who made it)."""
    return DEVICE.get(int(profile[1].get("/N", 3)), Name.DeviceRGB)


def _redraw_all(glyphs: Any) -> None:
    for value in glyphs.values() if isinstance(glyphs, pikepdf.Dictionary) else ():
        if isinstance(value, pikepdf.Stream):
            _redraw(value)


def _redraw(stream: Any) -> None:
    """Write the drawing anew without comments and without words beside it."""
    sent = stream.read_bytes()
    if not HAS_MARKS.search(sent):
        return
    if len(sent) > MOST_INSTRUCTIONS_BYTES:
        raise TooMuch
    steps = pikepdf.parse_content_stream(stream)
    kept = [step for step in steps if str(step.operator) not in MARKS]
    stream.write(pikepdf.unparse_content_stream(kept))


def _clean_stream(stream: Any) -> None:
    if stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1:
        _redraw(stream)
    names = _names(stream)
    packed = [name for name in names if name in PACKING]
    if not packed:
        content = stream.read_raw_bytes()
    elif names == packed:
        if len(stream.read_bytes()) > MOST_UNPACKED:
            raise TooMuch
        return
    else:
        content = _unpacked(stream, names)
    if names and names[-1] == "/DCTDecode":
        content = without_tales(content)
    elif names and names[-1] == "/JPXDecode":
        content = without_boxes(content)
    elif names == packed or len(names) == 1:
        return
    parms = stream.get("/DecodeParms")
    last = parms[len(names) - 1] if isinstance(parms, pikepdf.Array) else parms
    stream.write(content, filter=Name(names[-1]), decode_parms=last)


def _names(stream: Any) -> list[str]:
    """Every filter, in the order they are taken off."""
    filters = stream.get("/Filter")
    if filters is None:
        return []
    return [str(one) for one in (filters if isinstance(filters, pikepdf.Array) else [filters])]


def _unpacked(stream: Any, names: list[str]) -> bytes:
    """What stands below the filters that only pack. Raises ValueError on another order."""
    if not set(names[:-1]) <= PACKING:
        raise ValueError("filters in an order nobody writes")
    parms = stream.get("/DecodeParms")
    outer = list(parms)[:-1] if isinstance(parms, pikepdf.Array) else None
    apart = pikepdf.new()
    inner = apart.make_stream(b"")
    inner.write(
        stream.read_raw_bytes(),
        filter=pikepdf.Array([Name(name) for name in names[:-1]]),
        decode_parms=pikepdf.Array(
            [pikepdf.Dictionary(dict(one)) if one else None for one in outer]
        ) if outer and any(outer) else None,
    )  # fmt: skip
    content = inner.read_bytes()
    if len(content) > MOST_UNPACKED:
        raise TooMuch
    return content


def without_tales(jpeg: bytes) -> bytes:
    """Return a JPEG without EXIF, GPS, XMP, profiles, previews, comments and what follows it."""
    kept, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker == 0xD9:
            break
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA:  # pixels until the next real marker
            found = END_OF_SCAN.search(jpeg, end)
            end = found.start() if found else len(jpeg)
        # Of the applications' own, JFIF and Adobe say how to read the colours.
        is_tale = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_tale or marker == 0xEE or jpeg[at + 4 : at + 9] == b"JFIF\0":
            kept += jpeg[at:end]
        at = end
    return bytes(kept) + b"\xff\xd9"


def without_boxes(jpeg2000: bytes) -> bytes:
    """Return a JPEG 2000 file without the boxes that hold no picture: XMP, XML, ids."""
    if jpeg2000[:2] == b"\xff\x4f":  # the bare picture
        return jpeg2000
    kept, at = bytearray(), 0
    while at + 8 <= len(jpeg2000):
        size = int.from_bytes(jpeg2000[at : at + 4], "big") or len(jpeg2000) - at
        if size < 8:
            raise ValueError("a box of no size")
        if jpeg2000[at + 4 : at + 8] in {b"jP  ", b"ftyp", b"jp2h", b"jp2c"}:
            kept += jpeg2000[at : at + size]
        at += size
    return bytes(kept)
