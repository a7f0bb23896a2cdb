"""Seal a stream to a public key with age or GnuPG. The key that opens it is never on this machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


class CannotSeal(Exception):
    """No public key, no program for it, or the program failed; the text says which."""


def ending(recipient: str) -> str:
    """Return age or gpg for what BACKUP_RECIPIENT says. Raises CannotSeal.

    ``recipient``: an age or SSH public key, or the path of a file with age recipients or with
    an armoured OpenPGP public key.
    """
    if not recipient:
        raise CannotSeal("BACKUP_RECIPIENT is not set: the public key that archives are sealed to")
    if recipient.startswith(("age1", "ssh-")):
        return "age"
    try:
        text = Path(recipient).read_text(encoding="ascii")
    except (OSError, UnicodeError):
        raise CannotSeal("BACKUP_RECIPIENT is neither a public key nor a readable file") from None
    if "PRIVATE KEY" in text or "AGE-SECRET-KEY" in text:
        raise CannotSeal("BACKUP_RECIPIENT holds a secret key: keep that away from this machine")
    return "gpg" if "BEGIN PGP PUBLIC KEY" in text else "age"


@contextmanager
def sealed_file(target: Path, recipient: str) -> Iterator[IO[bytes]]:
    """Give a stream; what is written stands sealed in ``target`` afterwards, whole or not at all.

    Raises CannotSeal.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="kakunin-backup-") as home,
            tempfile.TemporaryFile() as words,
            os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out,
        ):
            program = _start(recipient, home, out, words)
            try:
                with suppress(BrokenPipeError), program.stdin as stream:  # type: ignore[union-attr]
                    yield stream
            except BaseException:
                program.kill()
                raise
            finally:
                program.wait()
            if program.returncode:
                words.seek(0)
                raise CannotSeal(words.read(400).decode(errors="replace").strip() or "no reason")
            os.fsync(out.fileno())
        part.replace(target)
        _to_disk(target.parent)
    finally:
        part.unlink(missing_ok=True)


def _start(recipient: str, home: str, out: IO[bytes], words: IO[bytes]) -> subprocess.Popen:
    kind = ending(recipient)
    if shutil.which(kind) is None:
        raise CannotSeal(f"{kind} is not installed (Debian: apt-get install {kind})")
    if kind == "gpg":
        # A folder of its own: no keyring of this user is read or changed.
        options = ["--homedir", home, "--batch", "--quiet", "--no-tty", "--trust-model", "always"]
        command = ["gpg", *options, "--recipient-file", recipient, "--encrypt"]
    elif recipient.startswith(("age1", "ssh-")):
        command = ["age", "--encrypt", "--recipient", recipient]
    else:
        command = ["age", "--encrypt", "--recipients-file", recipient]
    return subprocess.Popen(  # noqa: S603 - a fixed program, a key from the settings
        command, stdin=subprocess.PIPE, stdout=out, stderr=words
    )


def _to_disk(folder: Path) -> None:
    """A new name is safe from a power cut only after this."""
    link = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(link)
    finally:
        os.close(link)
