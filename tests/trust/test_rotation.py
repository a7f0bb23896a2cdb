from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from trust import links
from trust.fields import DecryptionError
from trust.models import SecretLink
from trust.rotation import reseal, sealed_columns


@pytest.fixture
def old_links(db, two_keys):
    later = timezone.now() + timedelta(days=1)
    return [links.issue(purpose="p", object_id=n, expires_at=later) for n in range(3)]


def test_after_the_command_the_old_key_is_not_needed(old_links, settings, two_keys):
    settings.FIELD_KEYS = two_keys[1]
    out = StringIO()
    call_command("rotate_field_keys", dry_run=True, stdout=out)
    assert "trust.SecretLink.token: 3" in out.getvalue()
    call_command("rotate_field_keys", stdout=StringIO())
    settings.FIELD_KEYS = {"k2": two_keys[1]["k2"]}
    assert {link.token for link in SecretLink.objects.all()} == {link.token for link in old_links}
    assert links.resolve(purpose="p", token=old_links[0].token)


def test_a_second_run_finds_nothing_to_do(old_links, settings, two_keys):
    settings.FIELD_KEYS = two_keys[1]
    column = next(pair for pair in sealed_columns() if pair[0] is SecretLink)
    assert reseal(*column) == 3
    assert reseal(*column) == 0


def test_empty_values_are_left_alone(note_model, two_keys):
    note_model.objects.create(label="a", diagnosis="", message="")
    assert reseal(note_model, note_model._meta.get_field("diagnosis")) == 0


def test_a_value_that_does_not_open_stops_the_command(old_links, settings, two_keys):
    settings.FIELD_KEYS = {"k2": two_keys[1]["k2"]}
    with pytest.raises(DecryptionError):
        call_command("rotate_field_keys", stdout=StringIO())
