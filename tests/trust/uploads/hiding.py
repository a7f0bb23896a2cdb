"""Where in a PDF a name can hide without being on the page. Each function hides the canary once."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Dictionary, Name, Pdf, String
from PIL import Image

from tests.trust.uploads import samples

WORD = samples.CANARY
TEXT = b"BT /F1 12 Tf 20 100 Td (HbA1c 8.2) Tj ET"


def picture(file: Pdf, content: bytes, *filters: Name, **keys: object) -> pikepdf.Object:
    made = file.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Image, Width=60, Height=40,
        ColorSpace=Name.DeviceRGB, BitsPerComponent=8, **keys,
    )  # fmt: skip
    made.write(content, filter=pikepdf.Array(filters))
    file.pages[0].obj.Resources.XObject = Dictionary(I=made)
    return made


def jpeg2000() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "JPEG2000")
    body = f"<x>{WORD}</x>".encode()
    return out.getvalue() + (len(body) + 8).to_bytes(4, "big") + b"xml " + body


def resources(file: Pdf) -> pikepdf.Object:
    return file.pages[0].obj.Resources


def draw(file: Pdf, content: bytes) -> None:
    file.pages[0].obj.Contents = file.make_stream(content)


def in_profile(file: Pdf) -> None:
    profile = file.make_stream(WORD.encode(), N=3)
    picture(file, samples.jpeg(), Name.DCTDecode).ColorSpace = [Name.ICCBased, profile]


def in_named_profile(file: Pdf) -> None:
    profile = file.make_stream(WORD.encode(), N=3)
    resources(file).ColorSpace = Dictionary(C=[Name.Indexed, [Name.ICCBased, profile], 0, b"abc"])
    draw(file, b"/C cs " + TEXT)


def in_a_form(file: Pdf) -> None:
    form = file.make_stream(
        f"/T <</ActualText ({WORD})>> BDC EMC".encode(), Subtype=Name.Form, BBox=[0, 0, 9, 9],
        Private=Dictionary(By=WORD),
    )  # fmt: skip
    resources(file).XObject = Dictionary(X=form)


def in_a_glyph(file: Pdf) -> None:
    glyph = file.make_stream(f"% {WORD}\n9 0 d0 0 0 9 9 re f".encode())
    resources(file).Font.F3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, CharProcs=Dictionary(a=glyph)
    )


def in_file_name(file: Pdf) -> None:
    made = picture(file, samples.jpeg(), Name.DCTDecode)
    made["/PTEX.FileName"] = String(f"/home/{WORD}/x.pdf")
    made["/PTEX.InfoDict"] = Dictionary(Author=WORD)


PLACES: dict[str, Callable[[Pdf], object]] = {
    "picture's EXIF": lambda f: picture(f, samples.canary_jpeg(), Name.DCTDecode),
    "EXIF below another packing": lambda f: picture(
        f, zlib.compress(samples.canary_jpeg()), Name.FlateDecode, Name.DCTDecode
    ),
    "after a picture's end": lambda f: picture(
        f, samples.jpeg() + WORD.encode(), Name.DCTDecode
    ),
    "JPEG 2000's boxes": lambda f: picture(f, jpeg2000(), Name.JPXDecode),
    "path of a file": in_file_name,
    "key of a program": lambda f: resources(f).__setitem__("/Whoever", String(WORD)),
    "deep key": lambda f: resources(f).Font.F1.__setitem__("/Deep", Dictionary(A=[WORD])),
    "name of a layer": lambda f: resources(f).__setitem__(
        "/Properties", Dictionary(P=Dictionary(Type=Name.OCG, Name=WORD))
    ),
    "words for readers": lambda f: draw(
        f, f"/Span <</ActualText ({WORD})>> BDC ".encode() + TEXT + b" EMC"
    ),
    "comment in the drawing": lambda f: draw(f, f"% by {WORD}\n".encode() + TEXT),
    "a mark": lambda f: draw(f, f"/X <</By ({WORD})>> DP ".encode() + TEXT),
    "colour profile": in_profile,
    "profile below a palette": in_named_profile,
    "form": in_a_form,
    "glyph": in_a_glyph,
    "another picture instead": lambda f: picture(
        f, samples.jpeg(), Name.DCTDecode,
        Alternates=[Dictionary(Image=f.make_stream(samples.canary_jpeg()))],
    ),
}  # fmt: skip
