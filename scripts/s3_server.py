"""An S3 server of our own on loopback (moto), with one private bucket."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import boto3
from botocore.exceptions import BotoCoreError

from scripts.postgres import free_port

BUCKET = "kakunin-private"


@contextmanager
def server() -> Iterator[dict[str, str]]:
    """Yield the settings that use it. Raises RuntimeError after thirty seconds."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    settings = {
        "S3_BUCKET": BUCKET,
        "S3_ENDPOINT": f"http://127.0.0.1:{port}",
        "S3_REGION": "us-east-1",
        "S3_ACCESS_KEY": "loopback",
        "S3_SECRET_KEY": "loopback",
    }
    try:
        _make_bucket(settings)
        yield settings
    finally:
        process.kill()
        process.wait()


def _make_bucket(settings: dict[str, str]) -> None:
    client = boto3.client(
        "s3",
        endpoint_url=settings["S3_ENDPOINT"],
        region_name=settings["S3_REGION"],
        aws_access_key_id="loopback",
        aws_secret_access_key="loopback",  # noqa: S106
    )
    for _ in range(60):
        with suppress(BotoCoreError):
            client.create_bucket(Bucket=BUCKET)
            return
        time.sleep(0.5)
    raise RuntimeError("the S3 server does not answer")
