"""Test data: one factory a model, states as traits."""

import datetime

import factory
from django.utils import timezone

from clinics.models import (
    CellLab,
    Clinic,
    OfficialOrder,
    OrderTarget,
    PriceSheet,
    Source,
    Treatment,
)
from staff.models import User


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    is_staff = True


class SourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Source

    title = factory.Sequence(lambda n: f"Page {n}")
    url = factory.Sequence(lambda n: f"https://clinic{n}.example.org/prices")
    seen_on = factory.LazyFunction(timezone.localdate)


class ClinicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Clinic

    slug = factory.Sequence(lambda n: f"clinic-{n}")
    name_ja = factory.Sequence(lambda n: f"試験クリニック{n}")
    name_en = factory.Sequence(lambda n: f"Test Clinic {n:03d}")
    prefecture = "JP-13"
    region = "3"
    city_ja = "新宿区"
    city_en = "Shinjuku"

    class Params:
        sample = factory.Trait(is_sample=True, name_ja=factory.Sequence(lambda n: f"見本院{n}"))
        closed = factory.Trait(status="closed", closed_on=datetime.date(2026, 1, 1))


class TreatmentFactory(factory.django.DjangoModelFactory):
    """A published ministry-list entry; ``checked=True`` makes it a checked one."""

    class Meta:
        model = Treatment
        skip_postgeneration_save = True

    clinic = factory.SubFactory(ClinicFactory)
    publication = Treatment.Publication.PUBLISHED
    asrm_class = "2"
    product = "fat_msc"
    origin = "own"
    tissue = "adipose"
    processing = "cultured"
    route = "iv"
    title_ja = "自己脂肪由来幹細胞を用いた2型糖尿病の治療"
    title_en = "Own fat stem cells; named in the title: type 2 diabetes"

    class Params:
        checked = factory.Trait(
            level=Treatment.Level.CHECKED,
            number=factory.Sequence(lambda n: f"PB325{n % 10000:04d}"),
            source=factory.SubFactory(SourceFactory),
            number_source=factory.SelfAttribute("source"),
            checked_on=factory.LazyFunction(timezone.localdate),
            published_at=factory.LazyFunction(timezone.now),
            visits=3,
            risks_en="Fever, infection.",
            risks_ja="発熱、感染。",
            duration_en="3 visits in 8 weeks",
            duration_ja="8週間に通院3回",
        )

    @factory.post_generation
    def conditions(obj, create, extracted, **kwargs):
        from clinics.actions import public_change, set_conditions

        set_conditions(treatment=obj, codes=extracted if extracted is not None else ["t2d"])
        public_change([obj.clinic_id])
        obj.refresh_from_db()


class PriceSheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PriceSheet

    treatment = factory.SubFactory(TreatmentFactory, checked=True)
    jpy_min = 2_420_000
    jpy_max = 2_420_000
    tax = "included"
    basis = "dose"
    total_min = 2_450_000
    total_max = 2_450_000
    valid_from = datetime.date(2026, 1, 1)


class CellLabFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CellLab

    name_ja = factory.Sequence(lambda n: f"試験培養センター{n}")


class OfficialOrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfficialOrder

    kind = OfficialOrder.Kind.IMPROVEMENT
    date = datetime.date(2025, 3, 5)
    authority_ja = "九州厚生局"
    authority_en = "Kyushu bureau"
    summary_en = "Records were not kept."
    summary_ja = "記録がなかった。"
    source = factory.SubFactory(SourceFactory)


class OrderTargetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrderTarget

    order = factory.SubFactory(OfficialOrderFactory)
    clinic = factory.SubFactory(ClinicFactory)
    scope_en = "This order was to the clinic."
    scope_ja = "この命令は当該クリニックに対するもの。"
    decided_on = datetime.date(2026, 9, 1)
