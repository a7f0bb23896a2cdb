"""A few clinics for the tests of the API."""

from clinics.models import ClinicLanguage, Treatment
from tests.factories import PriceSheetFactory, TreatmentFactory


def make_shop() -> Treatment:
    """Real clinics of several kinds and an invented one."""
    make = TreatmentFactory
    a = make(clinic__name_en="A", checked=True)
    PriceSheetFactory(treatment=a)
    ClinicLanguage.objects.create(clinic=a.clinic, code="en")
    make(clinic=a.clinic, conditions=["knee_oa"], product="platelets")
    make(
        clinic__name_en="B",
        conditions=["diabetes_ns"],
        title_ja="糖尿病の治療",
        clinic__prefecture="JP-27",
        clinic__region="5",
    )
    make(clinic__name_en="", conditions=["knee_oa"], product="platelets", route="intra_articular")
    make(
        clinic__name_en="E", asrm_class="outside", origin="none", product="cell_free", conditions=[]
    )
    make(clinic__name_en="S", clinic__sample=True, is_sample=True, checked=True, number="PB9250001",
         clinic__city_ja="見本区")  # fmt: skip
    return a
