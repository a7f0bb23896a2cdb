"""Data files of the guides: YAML with words in both languages, read once a process."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from guides.errors import ContentError

HERE = Path(__file__).parent
LANGUAGES = ("en", "ja")


@cache
def read(name: str) -> Any:
    """Return the content of a file below guides/. Raises ContentError if it is no YAML."""
    path = HERE / name
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ContentError(path, f"cannot be read: {error}") from error
