from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from trust.personal_data import unclassified_fields

own_apps = Apps()


def test_every_column_of_this_app_is_classified():
    assert (
        unclassified_fields(apps.get_app_config("trust").get_models(include_auto_created=True))
        == []
    )


class Meta:
    app_label = "trust_trial"
    apps = own_apps


def test_gaps_doubles_and_ghosts_are_named():
    class Person(models.Model):
        name, age, town = models.TextField(), models.IntegerField(), models.TextField()
        Meta = type("Meta", (Meta,), {})

        class PersonalData:
            personal = ["name", "town"]
            not_personal = ["town", "shoe_size"]

    assert unclassified_fields([Person]) == [
        "trust_trial.Person.town: in both lists",
        "trust_trial.Person.age: in no list",
        "trust_trial.Person.shoe_size: no such column",
    ]


def test_a_model_without_declaration_is_named():
    class Bare(models.Model):
        Meta = type("Meta", (Meta,), {})

    assert unclassified_fields([Bare]) == ["trust_trial.Bare: no class PersonalData"]


def test_link_tables_and_proxies_need_no_declaration():
    class Clinic(models.Model):
        name = models.TextField()
        friends = models.ManyToManyField("self")
        Meta = type("Meta", (Meta,), {})

        class PersonalData:
            personal: list = []
            not_personal = ["name"]

    class Proxy(Clinic):
        Meta = type("Meta", (Meta,), {"proxy": True})

    everything = [Clinic, Clinic.friends.through, Proxy]
    assert unclassified_fields(everything) == []


def test_history_of_a_gap_is_named():
    class Gap(models.Model):
        name = models.TextField()

        class PersonalData:
            personal: list = []
            not_personal: list = []

        Meta = type("Meta", (Meta,), {})

    class HistoricalGap(models.Model):
        instance_type = Gap
        id = models.IntegerField()
        name = models.TextField()
        history_id = models.AutoField(primary_key=True)
        history_date = models.DateTimeField()
        Meta = type("Meta", (Meta,), {})

    assert unclassified_fields([HistoricalGap]) == ["trust_trial.HistoricalGap.name: in no list"]
