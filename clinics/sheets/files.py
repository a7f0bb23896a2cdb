"""The files of one import: a single file, a folder of saved pages, or a ZIP of them."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from clinics.sheets.wrong import WrongFile

SUFFIXES = (".csv", ".tsv", ".txt", ".htm", ".html", ".xlsx")
MOST_BYTES = 64 * 1024 * 1024
MOST_FILES = 500


@dataclass(frozen=True, slots=True)
class SavedFile:
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def digest(files: list[SavedFile]) -> str:
    """Return the SHA-256 of a single file, or of the sorted SHA-256 values of several."""
    if len(files) == 1:
        return files[0].sha256
    return hashlib.sha256("\n".join(sorted(file.sha256 for file in files)).encode()).hexdigest()


def collect(path: Path) -> list[SavedFile]:
    """Return the files behind a path in the order of their names. Raises WrongFile."""
    try:
        if path.is_dir():
            found = sorted(
                entry
                for entry in path.iterdir()
                if entry.is_file() and entry.suffix.lower() in SUFFIXES
            )
            if not found:
                raise WrongFile(f"{path}: no file ending in {', '.join(SUFFIXES)}")
            if sum(entry.stat().st_size for entry in found) > MOST_BYTES:
                raise WrongFile(f"{path}: more than {MOST_BYTES // 2**20} MB")
            return [SavedFile(entry.name, entry.read_bytes()) for entry in found[:MOST_FILES]]
        if path.stat().st_size > MOST_BYTES:
            raise WrongFile(f"{path}: more than {MOST_BYTES // 2**20} MB")
        return from_upload(path.name, path.read_bytes())
    except OSError as error:
        raise WrongFile(f"{path}: {error.strerror or 'cannot be read'}") from error


def from_upload(name: str, content: bytes) -> list[SavedFile]:
    """Return one file, or the files inside a ZIP (a spreadsheet, itself a ZIP, stays one)."""
    if len(content) > MOST_BYTES:
        raise WrongFile(f"{name}: more than {MOST_BYTES // 2**20} MB")
    if not content.strip():
        raise WrongFile(f"{name}: the file is empty")
    if not content.startswith(b"PK") or name.lower().endswith(".xlsx"):
        return [SavedFile(name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                return [SavedFile(name, content)]
            return _members(name, archive)
    except WrongFile:
        raise
    # A damaged archive can fail anywhere inside the library: it is the file that is wrong.
    except Exception as error:
        raise WrongFile(f"{name}: not a ZIP file that can be opened ({error})") from error


def _members(name: str, archive: zipfile.ZipFile) -> list[SavedFile]:
    chosen = sorted(
        (member for member in archive.infolist() if _wanted(member.filename)),
        key=lambda member: member.filename,
    )
    if not chosen:
        raise WrongFile(f"{name}: no file ending in {', '.join(SUFFIXES)} inside")
    # The sizes are claims of the archive: reading stops at the limit whatever it says.
    files, left = [], MOST_BYTES
    for member in chosen[:MOST_FILES]:
        with archive.open(member) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise WrongFile(f"{name}: unpacked more than {MOST_BYTES // 2**20} MB")
        files.append(SavedFile(PurePosixPath(member.filename).name, content))
    return files


def _wanted(filename: str) -> bool:
    path = PurePosixPath(filename)
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not hidden and path.suffix.lower() in SUFFIXES
