"""Against a real S3 server on loopback (moto)."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import storages
from django.utils import timezone

from trust.uploads import files


@pytest.fixture(scope="module")
def server():
    from scripts import s3_server

    with s3_server.server() as names:
        yield names


@pytest.fixture
def bucket(server, settings):
    settings.STORAGES = django_settings.STORAGES | {
        "private": {
            "BACKEND": "trust.uploads.bucket.Bucket",
            "OPTIONS": {
                "bucket_name": server["S3_BUCKET"],
                "endpoint_url": server["S3_ENDPOINT"],
                "region_name": server["S3_REGION"],
                "access_key": server["S3_ACCESS_KEY"],
                "secret_key": server["S3_SECRET_KEY"],
            },
        }
    }
    return storages["private"]


def test_a_file_is_sealed_there_opened_and_deleted(bucket, db):
    name = files.put(b"a report of a patient", "quotes.Attachment:1")
    with bucket.open(name) as stored:
        assert b"report" not in stored.read()
    assert files.get(name, "quotes.Attachment:1") == b"a report of a patient"
    with pytest.raises(NotImplementedError):
        bucket.url(name)
    assert files.sweep(timezone.now() - timedelta(hours=1)) == 0
    assert files.sweep(timezone.now() + timedelta(hours=1)) == 1
    with pytest.raises(FileNotFoundError):
        files.get(name, "quotes.Attachment:1")
    files.delete(name)


def test_a_bucket_that_is_away_is_an_upload_that_cannot_be_stored(bucket):
    bucket.bucket_name = "there-is-none"
    with pytest.raises(files.CannotStore):
        files.put(b"x", "a")
