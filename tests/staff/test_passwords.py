import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError


@pytest.mark.parametrize(
    "password",
    [
        "kakunin-kakunin",
        "Kakunin2026!!",
        "ClinicDirectory1",
        "再生医療クリニック東京2026",
        "Regenerative.Medicine.Tokyo",
        "Example Patients Admin 2026",
        "clinics.example.org/admin",
    ],
)
def test_words_about_the_site_are_no_password(password, settings):
    settings.SITE_URL = "https://clinics.example.org"
    settings.OPERATOR_NAME = "Example Patients"
    with pytest.raises(ValidationError, match="about this site"):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "tokyo horse battery staple",
        "7fq2-mmxa-pw3k-zz",
        "excellent umbrella",
        "青い傘と3匹の猫が走る道",
    ],
)
def test_words_of_its_own_are_enough(password):
    validate_password(password)
