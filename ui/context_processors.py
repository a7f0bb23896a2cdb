from django.conf import settings


def site(request):
    """Site-wide facts for every template."""
    return {
        "site_name": settings.SITE_NAME,
        "site_name_ja": settings.SITE_NAME_JA,
        "site_url": settings.SITE_URL,
        "operator_name": settings.OPERATOR_NAME,
        "operator_email": settings.OPERATOR_EMAIL,
        "demo": settings.DEMO,
    }
