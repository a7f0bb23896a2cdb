"""Sealed files in a private S3 bucket; needs requirements-s3.txt (ADR 081)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage


class Bucket(S3Storage):
    """An object appears whole or not at all. Visitors never get an address of it.

    A bucket that does not answer is an OSError, as a full disk is.
    """

    def get_default_settings(self) -> dict[str, Any]:
        return super().get_default_settings() | {
            "default_acl": None,  # the bucket's own: private
            "file_overwrite": True,  # names are random and new; no look is needed
            "client_config": Config(
                connect_timeout=3,
                read_timeout=10,
                retries={"mode": "standard", "total_max_attempts": 3},
                s3={"addressing_style": "path"},
            ),
        }

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        raise NotImplementedError("files go out through our views only, opened there")

    def _save(self, name: str, content: File) -> str:
        with _as_os_error():
            return super()._save(name, content)

    def _open(self, name: str, mode: str = "rb") -> File:
        """Read it whole: files are small, and a late error would come from the middle of one."""
        with _as_os_error(), super()._open(name, mode) as stored:
            return ContentFile(stored.read(), name)

    def delete(self, name: str) -> None:
        with _as_os_error():
            super().delete(name)

    def listdir(self, name: str) -> tuple[list[str], list[str]]:
        with _as_os_error():
            return super().listdir(name)


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError(errno.EIO, f"the bucket does not answer: {type(error).__name__}") from error
