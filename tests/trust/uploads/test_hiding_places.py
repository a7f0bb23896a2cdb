"""Names that hide in a PDF do not survive; what draws the page does. Photos of today are taken."""

import io

import pikepdf
import pytest
from PIL import Image

from tests.trust.uploads import hiding, samples
from tests.trust.uploads.test_taking import peak_of
from trust.uploads.rebuild import rebuild


@pytest.mark.parametrize("place", hiding.PLACES)
def test_a_name_does_not_survive_where_it_hides(place):
    sent = samples.pdf(hiding.PLACES[place], compress_streams=False)
    assert samples.CANARY.encode() in samples.everything_in(sent), "the canary was never there"
    clean = rebuild("pdf", sent)
    assert samples.CANARY.encode() not in samples.everything_in(clean)
    with pikepdf.open(io.BytesIO(clean)) as file:
        assert file.check_pdf_syntax() == []


@pytest.mark.parametrize("place", ["JPEG 2000's boxes", "EXIF below another packing"])
def test_the_picture_itself_stays(place):
    with pikepdf.open(io.BytesIO(rebuild("pdf", samples.pdf(hiding.PLACES[place])))) as file:
        raw = file.pages[0].obj.Resources.XObject.I.read_raw_bytes()
    with Image.open(io.BytesIO(raw)) as picture:
        picture.load()
        assert picture.size == (60, 40)


def test_what_a_page_inherits_goes_with_it():
    def lift(file: pikepdf.Pdf) -> None:
        page = file.pages[0].obj
        for key in ("/Resources", "/MediaBox"):
            file.Root.Pages[key] = page[key]
            del page[key]

    with pikepdf.open(io.BytesIO(rebuild("pdf", samples.pdf(lift)))) as file:
        page = file.pages[0].obj
        assert page.Resources.Font.F1.BaseFont == "/Helvetica"
        assert [int(edge) for edge in page.MediaBox] == [0, 0, 200, 200]


@pytest.mark.parametrize(
    ("size", "progressive"),
    [((5712, 4284), False), ((5712, 4284), True), ((6000, 4000), True), ((9248, 6936), False)],
)
def test_photos_of_today_are_taken(size, progressive, record_property):
    """24 megapixels is what a telephone takes without being asked."""
    sent = samples.jpeg(size, progressive=progressive, subsampling=0)
    with Image.open(io.BytesIO(rebuild("jpeg", sent))) as picture:
        assert min(picture.size) >= 2000
        assert abs(picture.width / picture.height - size[0] / size[1]) < 0.01
    peak = peak_of("jpeg", sent)
    record_property("figure", f"photo of {size[0]}x{size[1]} progressive={progressive}: {peak} MB")
    assert peak < 300


def test_sixteen_bits_of_grey_do_not_turn_white():
    """An X-ray: 16 bits are drawn as 8, dark stays dark and bright stays bright."""
    sent = Image.new("I;16", (100, 1))
    for at in range(100):
        sent.putpixel((at, 0), at * 650)
    out = io.BytesIO()
    sent.save(out, "PNG")
    with Image.open(io.BytesIO(rebuild("png", out.getvalue()))) as picture:
        assert [picture.getpixel((at, 0)) for at in (0, 50, 99)] == [0, 126, 250]
