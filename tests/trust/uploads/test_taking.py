"""What is taken, what is refused with which words, and what of a file survives."""

import io
import random
import subprocess
import sys
import time

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.trust.uploads import samples
from trust.uploads import Refused, take
from trust.uploads.pdf_parts import without_tales
from trust.uploads.rebuild import PROGRAM, CannotRebuild, rebuild

HEIC = b"\x00\x00\x00\x18ftypheic" + b"\0" * 40
CONTENTS = {
    "pdf": samples.pdf,
    "jpg": samples.jpeg,
    "png": samples.png,
    "heic": lambda: HEIC,
    "svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
    "html": lambda: b"<!doctype html><script>alert(1)</script>",
    "js": lambda: b"alert(1)",
    "exe": lambda: b"MZ\x90\x00" + b"\0" * 100,
    "zip": lambda: b"PK\x03\x04" + b"\0" * 100,
    "docx": lambda: b"PK\x03\x04word/document.xml" + b"\0" * 100,
    "xlsm": lambda: b"PK\x03\x04xl/vbaProject.bin" + b"\0" * 100,
    "txt": lambda: b"hello",
}
FITTING = {("pdf", "pdf"), ("jpg", "jpg"), ("png", "png")}


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def why(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused:
        take(upload(content, name))
    assert refused.value.words
    return refused.value.code


@pytest.mark.parametrize("ending", CONTENTS)
@pytest.mark.parametrize("content", CONTENTS)
def test_only_fitting_pairs_of_name_and_content_are_taken(content, ending):
    made = CONTENTS[content]()
    if (content, ending) in FITTING:
        assert take(upload(made, f"paper.{ending}")).content
    else:
        assert why(made, f"paper.{ending}") in {"wrong_type", "wrong_name"}


@pytest.mark.parametrize("name", ["x.PDF", "x.tar.pdf", "報告.pdf", ".pdf", "a b.pdf"])
def test_names_say_their_ending_only(name):
    assert take(upload(samples.pdf(), name)).kind.code == "pdf"


def test_sizes_are_exact(settings):
    content = samples.png()
    settings.UPLOAD_MOST_BYTES = len(content)
    assert take(upload(content, "x.png")).content
    settings.UPLOAD_MOST_BYTES = len(content) - 1
    assert why(content, "x.png") == "too_big"
    assert why(b"", "x.png") == "empty"
    assert why(b"\x89", "x.png") == "wrong_type"


def test_a_sign_that_does_not_stand_first_is_no_sign():
    assert why(b"<script>x</script>" + samples.pdf(), "x.pdf") == "wrong_type"
    assert why(b"GIF89a" + samples.jpeg(), "x.jpg") == "wrong_type"


@pytest.mark.parametrize("kind", ["TIFF", "BMP", "GIF", "WEBP"])
def test_other_pictures_under_an_allowed_name_are_refused(kind):
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, kind)
    assert why(out.getvalue(), "x.png") == "wrong_type"
    with pytest.raises(CannotRebuild):
        rebuild("png", out.getvalue())


@pytest.mark.parametrize(
    ("made", "kind"),
    [(samples.canary_jpeg, "jpeg"), (samples.canary_png, "png"), (samples.canary_pdf, "pdf")],
)
def test_nothing_hidden_survives(made, kind, record_property):
    sent = made()
    before = samples.everything_in(sent)
    count = before.count(samples.CANARY.encode())
    assert count >= 8
    clean = take(upload(sent, f"x.{kind}")).content
    after = samples.everything_in(clean)
    assert samples.CANARY.encode() not in after
    assert samples.CANARY.encode("utf-16-le") not in after
    record_property("figure", f"hidden words in a {kind}: {count} sent, 0 kept")


def test_a_rebuilt_pdf_still_shows_its_page():
    clean = take(upload(samples.canary_pdf(), "x.pdf")).content
    with pikepdf.open(io.BytesIO(clean)) as file:
        assert set(file.Root.keys()) == {"/Type", "/Pages"}
        page = file.pages[0].obj
        assert b"HbA1c 8.2" in page.Contents.read_bytes()
        with Image.open(io.BytesIO(page.Resources.XObject.I.read_raw_bytes())) as picture:
            assert picture.size == (60, 40)


def test_a_picture_stays_turned_as_the_camera_meant():
    exif = Image.Exif()
    exif[0x0112] = 6
    clean = take(upload(samples.jpeg((60, 40), exif=exif), "x.jpg")).content
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (40, 60)


def test_a_large_photo_is_drawn_smaller(record_property):
    started = time.monotonic()
    clean = take(upload(samples.jpeg((8000, 6000)), "x.jpg")).content
    record_property("figure", f"a photo of 48 megapixels: {time.monotonic() - started:.1f} s")
    with Image.open(io.BytesIO(clean)) as picture:
        assert picture.size == (4000, 3000)


def test_transparent_pictures_stay_transparent():
    out = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(take(upload(out.getvalue(), "x.png")).content)) as picture:
        assert picture.mode == "RGBA"


def test_a_locked_pdf_is_told(tmp_path):
    locked = samples.pdf(encryption=pikepdf.Encryption(owner="x", user="y"))
    assert why(locked, "x.pdf") == "locked"
    for_owner = samples.pdf(encryption=pikepdf.Encryption(owner="x", user=""))
    assert why(for_owner, "x.pdf") == "locked"


KINDS_OF = {"x.pdf": "pdf", "x.jpg": "jpeg", "x.png": "png"}
MEASURE = (
    "import resource, subprocess, sys\n"
    "subprocess.run([sys.executable, '-I', *sys.argv[1:]], stdin=sys.stdin, capture_output=True)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)\n"
)


def peak_of(kind: str, content: bytes) -> int:
    """Return the memory (MB) the rebuilder takes, measured by a small parent of its own."""
    command = [sys.executable, "-I", "-c", MEASURE, str(PROGRAM), kind]
    done = subprocess.run(command, input=content, capture_output=True, check=True)
    return int(done.stdout)


@pytest.mark.parametrize(
    ("content", "name", "codes"),
    [
        (lambda: samples.claimed_png(50_000, 50_000), "x.png", {"too_complex"}),
        (lambda: samples.many_objects(1_000_000), "x.pdf", {"too_complex", "too_big", "broken"}),
        (samples.flate_bomb, "x.pdf", {"too_complex", "broken"}),
        (lambda: samples.pdf()[:200], "x.pdf", {"broken"}),
        (lambda: b"%PDF-1.7\n" + b"\0" * 5000, "x.pdf", {"broken"}),
        (lambda: samples.jpeg()[:100], "x.jpg", {"broken"}),
    ],
)
def test_bombs_and_wrecks_are_refused_quickly(content, name, codes, settings, record_property):
    settings.UPLOAD_MOST_BYTES = 100_000_000
    made = content()
    started = time.monotonic()
    assert why(made, name) in codes
    seconds = time.monotonic() - started
    peak = peak_of(KINDS_OF[name], made)
    record_property("figure", f"hostile {name} of {len(made):,} bytes: {seconds:.1f} s, {peak} MB")
    assert seconds < 10  # stops by itself; the machine may be busy
    assert peak < 300


def test_the_child_holds_no_secret_and_writes_no_file(tmp_path):
    """What a tricked parser could take: nothing."""
    probe = (
        "import runpy, sys, os; m = runpy.run_path(sys.argv[1]); m['limit']();\n"
        "print(sorted(os.environ))\n"
        "try:\n    f = open(sys.argv[2], 'wb', 0); f.write(b'x'); print('wrote')\n"
        "except OSError: print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", probe, str(PROGRAM), str(tmp_path / "probe")],
        env={"LANG": "C.UTF-8"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "['LANG']\nrefused\n", done.stderr


def test_segments_without_a_picture_leave_a_jpeg():
    clean = without_tales(samples.canary_jpeg())
    assert samples.CANARY.encode() not in clean
    with Image.open(io.BytesIO(clean)) as picture:
        picture.load()
    for wreck in (
        b"",
        b"\xff",
        b"\xff\xd8",
        b"\xff\xd8\xff\xe1\xff\xff",
        b"\xff\xd8" + b"\xff" * 9,
    ):
        assert isinstance(without_tales(wreck), bytes)


def mutated(seed: int) -> tuple[bytes, str]:
    """One of the sample files with bytes changed, cut out, doubled or cut off."""
    chance = random.Random(seed)
    name, made = chance.choice(
        [("x.pdf", samples.canary_pdf), ("x.jpg", samples.canary_jpeg), ("x.png", samples.canary_png)]
    )  # fmt: skip
    content = bytearray(made())
    for _ in range(chance.randint(1, 20)):
        at = chance.randrange(8, len(content))
        kind = chance.randrange(4)
        if kind == 0:
            content[at] = chance.randrange(256)
        elif kind == 1:
            del content[at : at + chance.randint(1, 50)]
        elif kind == 2:
            content[at:at] = content[at : at + chance.randint(1, 200)]
        else:
            content[at : at + 4] = chance.randbytes(4)
        if len(content) < 20:
            break
    return bytes(content), name


def try_mutants(seeds: range) -> tuple[int, int]:
    """Return how many were taken and how many refused; anything else raises."""
    taken = refused = 0
    for seed in seeds:
        content, name = mutated(seed)
        try:
            clean = take(upload(content, name)).content
        except Refused:
            refused += 1
        else:
            taken += 1
            assert b"Zanahoria-open" not in samples.everything_in(clean)
    return taken, refused


def test_mutated_files_never_crash(record_property):
    taken, refused = try_mutants(range(40))
    assert taken + refused == 40
    record_property("figure", f"mutated files: {taken} taken, {refused} refused, 0 crashes")
