"""Files as people and attackers send them, made here."""

import contextlib
import io
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image, PngImagePlugin

CANARY = "Zanahoria"


def jpeg(size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **save)
    return out.getvalue()


def png(size: tuple[int, int] = (60, 40), **save: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG", **save)
    return out.getvalue()


def pdf(change: Callable[[pikepdf.Pdf], object] = lambda file: None, **save: object) -> bytes:
    """One page with a line of text; ``change`` adds what it likes."""
    file = pikepdf.new()
    page = file.add_blank_page(page_size=(200, 200))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.obj.Contents = file.make_stream(b"BT /F1 12 Tf 20 100 Td (HbA1c 8.2) Tj ET")
    change(file)
    out = io.BytesIO()
    file.save(out, **save)
    return out.getvalue()


def canary_jpeg() -> bytes:
    exif = Image.Exif()
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x8298, 0x9C9B, 0x9C9D):
        exif[tag] = f"{CANARY}-{tag}"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[0x1D] = "N", f"{CANARY}-gps"
    xmp = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{CANARY}-xmp</x:xmpmeta>".encode()
    return jpeg(exif=exif, comment=f"{CANARY}-comment".encode(), xmp=xmp)


def canary_png() -> bytes:
    info = PngImagePlugin.PngInfo()
    for key in ("Author", "Title", "Software", "Comment", "Source", "Copyright"):
        info.add_text(key, f"{CANARY}-{key}")
    info.add_itxt("XML:com.adobe.xmp", f"{CANARY}-xmp")
    return png(pnginfo=info) + f"{CANARY}-after-the-end".encode()


def canary_pdf() -> bytes:
    def hide(file: pikepdf.Pdf) -> None:
        name, made = pikepdf.Name, pikepdf.Dictionary
        for key in ("/Author", "/Title", "/Producer", "/Creator", "/Subject", "/Keywords"):
            file.docinfo[key] = f"{CANARY}{key}"
        with file.open_metadata() as meta:
            meta["dc:creator"] = [f"{CANARY}-xmp"]
        script = made(S=name.JavaScript, JS=f"app.alert('{CANARY}-open')")
        file.Root.OpenAction = script
        file.Root.AA = made(WC=made(S=name.JavaScript, JS=f"{CANARY}-close"))
        file.attachments["secret.txt"] = f"{CANARY}-attached".encode()
        file.Root.AcroForm = made(Fields=[made(T=f"{CANARY}-field", V=f"{CANARY}-value")])
        page = file.pages[0].obj
        page.AA = made(O=made(S=name.JavaScript, JS=f"{CANARY}-page"))
        page.PieceInfo = made(Kit=made(Private=f"{CANARY}-piece"))
        page.Metadata = file.make_stream(f"{CANARY}-page-xmp".encode())
        link = made(S=name.URI, URI=f"https://{CANARY}.example")
        page.Annots = [
            made(Type=name.Annot, Subtype=name.Link, A=link, Contents=f"{CANARY}-note"),
            made(Type=name.Annot, Subtype=name.FileAttachment, T=f"{CANARY}-who"),
        ]
        picture = file.make_stream(
            canary_jpeg(), Type=name.XObject, Subtype=name.Image, Width=60, Height=40,
            ColorSpace=name.DeviceRGB, BitsPerComponent=8, Filter=name.DCTDecode,
            Metadata=file.make_stream(f"{CANARY}-image-xmp".encode()),
        )  # fmt: skip
        page.Resources.XObject = made(I=picture)
        with file.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(f"{CANARY}-outline", 0))

    return pdf(hide)


def everything_in(content: bytes) -> bytes:
    """Return a file's bytes, and of a PDF every stream unpacked and every text in it."""
    if not content.startswith(b"%PDF"):
        return content
    found = [content]
    with pikepdf.open(io.BytesIO(content)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Stream):
                found.append(thing.read_raw_bytes())
                with contextlib.suppress(zlib.error):  # a picture below another packing
                    found.append(zlib.decompress(thing.read_raw_bytes()))
                with contextlib.suppress(pikepdf.PdfError):
                    found.append(thing.read_bytes())
            with contextlib.suppress(UnicodeDecodeError):
                found.append(repr(thing).encode())
    return b"\n".join(found)


def claimed_png(width: int, height: int) -> bytes:
    """A PNG that says it is huge, with almost nothing in it."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = zlib.crc32(kind + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + kind + body + check

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    body = zlib.compress(b"\x00" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def many_objects(count: int) -> bytes:
    """A PDF with that many tiny objects."""
    rows = b"".join(b"%d 0 obj<</A[1 2 3]>>endobj\n" % n for n in range(4, count))
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        + rows
        + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % count
    )


def flate_bomb() -> bytes:
    """A page whose content unpacks to 300 MB."""
    pack, nothing = zlib.compressobj(9), b"\x00" * 1_000_000
    packed = b"".join([*(pack.compress(nothing) for _ in range(300)), pack.flush()])

    def add(file: pikepdf.Pdf) -> None:
        stream = file.make_stream(packed)
        stream.Filter = pikepdf.Name.FlateDecode
        file.pages[0].obj.Contents = stream

    return pdf(add, compress_streams=False)
