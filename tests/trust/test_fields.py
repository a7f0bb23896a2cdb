import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction

from tests.trust.conftest import SealedNote
from trust.fields import DecryptionError, EncryptedTextField, Envelope, sealed
from trust.models import SecretLink
from trust.sealing import open_sealed, seal

CANARY = "Zyklonia 糖尿病 \U0001f600"


def raw(note, column="diagnosis"):
    with connection.cursor() as cursor:
        table = note._meta.db_table
        cursor.execute(f'SELECT "{column}" FROM "{table}" WHERE label = %s', [note.label])
        return cursor.fetchone()[0]


def write_raw(note, value, column="diagnosis"):
    with connection.cursor() as cursor:
        table = note._meta.db_table
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = %s WHERE label = %s', [value, note.label]
        )


def test_saved_text_comes_back_and_the_table_holds_only_a_sealed_one(note_model):
    note = note_model.objects.create(label="a", diagnosis=CANARY)
    assert note.diagnosis == CANARY
    assert note_model.objects.get().diagnosis == CANARY
    assert "Zyklonia" not in raw(note)
    assert raw(note).startswith("dev:")


def test_equal_texts_are_sealed_differently(note_model):
    one = note_model.objects.create(label="a", diagnosis=CANARY)
    two = note_model.objects.create(label="b", diagnosis=CANARY)
    assert raw(one) != raw(two)


@pytest.mark.parametrize("value", [None, ""])
def test_missing_and_empty_text_survive(note_model, value):
    note_model.objects.create(label="a", diagnosis=value)
    assert note_model.objects.get().diagnosis == value
    assert note_model.objects.filter(diagnosis__isnull=value is None).count() == 1


@pytest.mark.parametrize(
    "value", [None, "", 0, False, [], {}, {"hba1c": 7.4, "薬": ["x", None]}, "text", "\ud800"]
)
def test_json_values_keep_their_type(note_model, value):
    note = note_model.objects.create(label="a", values_given=value)
    found = note_model.objects.get().values_given
    assert found == value
    assert type(found) is type(value)
    if value is not None:
        assert raw(note, "values_given").startswith("dev:")


def test_json_changed_in_place_is_saved(note_model):
    note_model.objects.create(label="a", values_given={"hba1c": 7.4})
    note = note_model.objects.get()
    note.values_given["hba1c"] = 6.9
    note.save()
    assert note_model.objects.get().values_given == {"hba1c": 6.9}


def test_json_refuses_a_number_that_is_none(note_model):
    with pytest.raises(ValueError, match="not JSON compliant"):
        note_model.objects.create(label="a", values_given=float("nan"))


def test_bulk_create_seals_each_row_for_itself(note_model):
    note_model.objects.bulk_create(
        note_model(label=str(number), diagnosis=f"{CANARY}{number}") for number in range(3)
    )
    found = {note.label: note.diagnosis for note in note_model.objects.all()}
    assert found == {str(number): f"{CANARY}{number}" for number in range(3)}
    assert all(
        isinstance(value, Envelope)
        for value in note_model.objects.values_list("diagnosis", flat=True)
    )


def test_refresh_shows_what_another_process_saved(note_model):
    note = note_model.objects.create(label="a", diagnosis="old")
    other = note_model.objects.get()
    other.diagnosis = "new"
    other.save()
    note.refresh_from_db()
    assert note.diagnosis == "new"
    other.diagnosis = "newest"
    other.save(update_fields=["diagnosis"])
    note.refresh_from_db(fields=["diagnosis"])
    assert note.diagnosis == "newest"


def test_only_and_defer_open_the_value_when_it_is_read(note_model, django_assert_num_queries):
    note_model.objects.create(label="a", diagnosis=CANARY, message="hello")
    with django_assert_num_queries(2):
        assert note_model.objects.defer("diagnosis").get().diagnosis == CANARY
    with django_assert_num_queries(1):
        assert note_model.objects.only("diagnosis").get().diagnosis == CANARY


def test_saving_another_column_leaves_the_sealed_text_alone(note_model):
    note = note_model.objects.create(label="a", diagnosis=CANARY)
    before = raw(note)
    unread = note_model.objects.get()
    unread.message = "hello"
    unread.save()
    assert raw(note) == before
    assert note_model.objects.get().diagnosis == CANARY


def test_nothing_is_opened_before_the_attribute_is_read(note_model, settings):
    note_model.objects.create(label="a", diagnosis=CANARY)
    settings.FIELD_KEYS = {"other": b"0" * 32}
    note = note_model.objects.get()
    assert note.label == "a"
    with pytest.raises(DecryptionError):
        note.diagnosis


def test_values_gives_the_sealed_text_and_repr_hides_even_that(note_model):
    note_model.objects.create(label="a", diagnosis=CANARY)
    row = note_model.objects.values("diagnosis").get()
    assert str(row["diagnosis"]).startswith("dev:")
    assert repr(row) == "{'diagnosis': <sealed>}"


@pytest.mark.parametrize(
    "lookup", ["", "__exact", "__in", "__contains", "__icontains", "__gt", "__regex", "__length"]
)
def test_lookups_are_refused(note_model, lookup):
    with pytest.raises(FieldError, match="encrypted"):
        note_model.objects.filter(
            **{f"diagnosis{lookup}": ["x"] if lookup == "__in" else "x"}
        ).count()


def test_transforms_are_refused(note_model):
    with pytest.raises(FieldError, match="encrypted"):
        note_model.objects.filter(diagnosis__upper__isnull=True).count()


def test_clear_text_in_update_is_refused(note_model):
    note = note_model.objects.create(label="a", diagnosis="old")
    with pytest.raises(FieldError, match="sealed"), transaction.atomic():
        note_model.objects.update(diagnosis="clear")
    note.diagnosis = "clear"
    with pytest.raises(FieldError), transaction.atomic():
        note_model.objects.bulk_update([note], ["diagnosis"])
    assert note_model.objects.get().diagnosis == "old"


def test_conditional_update_takes_a_sealed_value(note_model):
    note = note_model.objects.create(label="a", diagnosis="old")
    changed = note_model.objects.filter(pk=note.pk, label="a").update(
        diagnosis=sealed(note, "diagnosis", "new"), message=sealed(note, "message", "")
    )
    assert changed == 1
    assert note_model.objects.get().diagnosis == "new"
    with pytest.raises(FieldError, match="not an encrypted column"):
        sealed(note, "label", "x")


def test_a_value_moved_to_another_row_or_column_does_not_open(note_model):
    one = note_model.objects.create(label="a", diagnosis="mine", message="")
    two = note_model.objects.create(label="b", diagnosis="yours")
    write_raw(two, raw(one))
    with pytest.raises(DecryptionError):
        note_model.objects.get(label="b").diagnosis
    write_raw(one, raw(one), column="message")
    with pytest.raises(DecryptionError):
        note_model.objects.get(label="a").message
    note_model.objects.filter(label="a").update(message=models.F("diagnosis"))
    with pytest.raises(DecryptionError):
        note_model.objects.get(label="a").message


def test_every_changed_character_is_noticed(note_model):
    note = note_model.objects.create(label="a", diagnosis="short")
    envelope = raw(note)
    for place in range(len(envelope)):
        changed = (
            envelope[:place] + ("A" if envelope[place] != "A" else "B") + envelope[place + 1 :]
        )
        write_raw(note, changed)
        with pytest.raises(DecryptionError) as caught:
            note_model.objects.get().diagnosis
        assert "short" not in str(caught.value)


@pytest.mark.parametrize("text", ["clear text", "dev:", "dev:%%%", "dev:AAAA", ":", "k9:AAAA"])
def test_text_that_was_never_sealed_does_not_open(note_model, text):
    note = note_model.objects.create(label="a", diagnosis="x")
    write_raw(note, text)
    with pytest.raises(DecryptionError) as caught:
        note_model.objects.get().diagnosis
    assert "clear text" not in str(caught.value)


def test_an_unread_value_cannot_be_saved_under_another_key(note_model):
    note_model.objects.create(label="a", diagnosis="mine")
    copy = note_model.objects.get()
    copy.pk, copy._state.adding = uuid.uuid4(), True
    with pytest.raises(DecryptionError), transaction.atomic():
        copy.save()
    copy = note_model.objects.get()
    assert (copy.diagnosis, copy.message, copy.values_given) == ("mine", "", None)
    copy.pk, copy.label, copy._state.adding = uuid.uuid4(), "b", True
    copy.save()
    assert note_model.objects.get(label="b").diagnosis == "mine"


def test_a_new_key_in_front_seals_and_the_old_one_still_opens(note_model, settings, two_keys):
    note = note_model.objects.create(label="a", diagnosis=CANARY)
    settings.FIELD_KEYS = two_keys[1]
    assert raw(note).startswith("k1:")
    assert note_model.objects.get().diagnosis == CANARY
    note_model.objects.get().save()
    assert raw(note).startswith("k2:")
    settings.FIELD_KEYS = {"k2": b"2" * 32}
    assert note_model.objects.get().diagnosis == CANARY


def test_the_row_key_may_be_given_as_text(note_model):
    key = str(uuid.uuid4())
    note_model(pk=key, label="a", diagnosis=CANARY).save()
    assert note_model.objects.get(pk=key).diagnosis == CANARY


def test_a_row_without_key_is_refused(note_model):
    note = note_model(label="a", diagnosis=CANARY)
    note.pk = None
    with pytest.raises(ValueError, match="needs its key"):
        EncryptedTextField.seal(note._meta.get_field("diagnosis"), note, CANARY)


def test_model_validation_and_forms_see_the_clear_value(note_model):
    note_model.objects.create(label="a", diagnosis=CANARY, values_given={"a": 1})
    note = note_model.objects.get()
    note.full_clean()
    assert note.diagnosis == CANARY
    form = note._meta.get_field("values_given").formfield()
    assert form.clean('{"a": 2}') == {"a": 2}


def test_serialised_rows_carry_the_sealed_text(note_model):
    note_model.objects.create(label="a", diagnosis=CANARY)
    field = note_model._meta.get_field("diagnosis")
    note = note_model.objects.get()
    assert note.diagnosis == CANARY
    assert field.value_to_string(note).startswith("dev:")
    assert note_model._meta.get_field("values_given").value_to_string(note) == ""


def test_a_model_with_counted_keys_is_reported():
    class Counted(models.Model):
        secret = EncryptedTextField()

        class Meta:
            app_label = "trust_tests"
            apps = SealedNote._meta.apps

    assert [problem.id for problem in Counted._meta.get_field("secret").check()] == ["trust.E001"]
    assert SecretLink._meta.get_field("token").check() == []


def test_deconstructed_field_is_rebuilt():
    field = EncryptedTextField("token", null=True)
    _, path, args, kwargs = field.deconstruct()
    assert path == "trust.fields.EncryptedTextField"
    assert EncryptedTextField(*args, **kwargs).null


def test_lone_surrogates_are_refused_before_they_are_sealed():
    with pytest.raises(UnicodeEncodeError):
        seal("\ud800", "here")


def test_context_is_part_of_the_seal():
    envelope = seal("x", "table|column|1")
    assert open_sealed(envelope, "table|column|1") == "x"
    with pytest.raises(DecryptionError):
        open_sealed(envelope, "table|column|2")
