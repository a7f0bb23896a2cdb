"""The scanner's protocol against a real socket: clean, found, down, slow, nonsense. Fails closed."""

import shutil
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.trust.uploads import samples
from trust.uploads import Refused, scanning, take
from trust.uploads.scanning import Found

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
CLAMD = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")


class Scanner(threading.Thread):
    """Speaks INSTREAM: reads the pieces, finds EICAR, answers as told."""

    def __init__(self, answer: bytes | None = None, delay: float = 0) -> None:
        super().__init__(daemon=True)
        self.answer, self.delay, self.seen = answer, delay, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                link, _ = self.door.accept()
            except OSError:
                return
            with link, link.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                body = b""
                while size := struct.unpack("!L", sent.read(4))[0]:
                    body += sent.read(size)
                self.seen = body
                time.sleep(self.delay)
                found = b"stream: Eicar-Test-Signature FOUND\0"
                usual = found if EICAR in body else b"stream: OK\0"
                link.sendall(usual if self.answer is None else self.answer)


@pytest.fixture
def scanner(settings) -> Iterator:
    doors = []

    def start(answer: bytes | None = None, delay: float = 0) -> Scanner:
        made = Scanner(answer, delay)
        made.start()
        doors.append(made.door)
        settings.CLAMD_ADDRESS = made.address
        return made

    yield start
    for door in doors:
        door.close()


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("x.pdf", content)


def test_nothing_is_asked_where_no_scanner_is_configured(settings):
    settings.CLAMD_ADDRESS = ""
    assert scanning.scan(EICAR) is Found.NOT_ASKED
    assert take(upload(samples.pdf())).scan == "clean"


def test_it_sees_every_byte_that_was_sent(scanner):
    made = scanner()
    content = samples.pdf() + b"%" * 200_000
    assert scanning.scan(content) is Found.CLEAN
    assert made.seen == content


def test_a_virus_is_refused_even_inside_a_pdf(scanner):
    scanner()
    hidden = samples.pdf(lambda file: file.attachments.__setitem__("x.txt", EICAR), compress_streams=False)  # fmt: skip
    with pytest.raises(Refused) as refused:
        take(upload(hidden))
    assert refused.value.code == "virus"


@pytest.mark.parametrize(
    "answer",
    [b"", b"stream: ERROR\0", b"OK\0", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\0"],
)
def test_any_other_answer_is_no_answer(scanner, answer):
    scanner(answer)
    assert scanning.scan(b"x") is Found.UNKNOWN
    assert take(upload(samples.pdf())).scan == "waiting"


def test_a_slow_scanner_is_left(scanner, monkeypatch):
    monkeypatch.setattr(scanning, "SECONDS", 0.3)
    scanner(delay=2)
    started = time.monotonic()
    assert scanning.scan(b"x") is Found.UNKNOWN
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/run/nothing/clamd.ctl", "nonsense", "a:b"])
def test_a_scanner_that_is_down_never_means_clean(settings, address):
    settings.CLAMD_ADDRESS = address
    assert scanning.scan(b"x") is Found.UNKNOWN


@pytest.mark.skipif(CLAMD is None, reason="needs ClamAV's daemon")
def test_the_real_daemon_finds_eicar(settings, tmp_path):
    """Its own signature file: the network holds none for us."""
    (tmp_path / "test.hdb").write_text("44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature\n")
    conf = tmp_path / "clamd.conf"
    conf.write_text(
        f"DatabaseDirectory {tmp_path}\nLocalSocket {tmp_path}/s\nForeground yes\nUser root\n"
    )
    with subprocess.Popen([CLAMD, "-c", str(conf)], stdout=subprocess.DEVNULL) as daemon:
        try:
            settings.CLAMD_ADDRESS = f"{tmp_path}/s"
            for _ in range(100):
                if scanning.scan(b"hello") is Found.CLEAN:
                    break
                time.sleep(0.2)
            assert scanning.scan(EICAR) is Found.VIRUS
            assert scanning.scan(samples.pdf()) is Found.CLEAN
        finally:
            daemon.terminate()
