"""Ask ClamAV's daemon about some bytes (clamd, INSTREAM). Not configured: nothing is asked."""

import enum
import logging
import socket
import struct

from django.conf import settings

logger = logging.getLogger(__name__)

PIECE = 64 * 1024
SECONDS = 20
LONGEST_ANSWER = 4096


class Found(enum.Enum):
    NOT_ASKED = "not asked"  # no scanner is configured
    CLEAN = "clean"
    VIRUS = "virus"
    UNKNOWN = "unknown"  # the scanner is down, slow, or said something else


def scan(content: bytes) -> Found:
    """Return what the scanner says; whatever goes wrong is UNKNOWN, never CLEAN."""
    address = settings.CLAMD_ADDRESS
    if not address:
        return Found.NOT_ASKED
    try:
        answer = _ask(address, content)
    except (OSError, ValueError) as error:
        logger.warning("the virus scanner does not answer: %s", type(error).__name__)
        return Found.UNKNOWN
    if answer == "stream: OK":
        return Found.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        logger.warning("the virus scanner found something in an upload")
        return Found.VIRUS
    logger.warning("the virus scanner said something unexpected")
    return Found.UNKNOWN


def _ask(address: str, content: bytes) -> str:
    """Send the bytes in pieces, each with its length, a zero at the end; read one line."""
    with _connect(address) as link:
        link.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            link.sendall(struct.pack("!L", len(piece)) + piece)
        link.sendall(struct.pack("!L", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = link.recv(LONGEST_ANSWER)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect(address: str) -> socket.socket:
    """``address``: /run/clamav/clamd.ctl, or 127.0.0.1:3310."""
    if address.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(SECONDS)
        try:
            link.connect(address)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
