"""One settings file; environments differ by variables only (see .env.example)."""

import os
import sys
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(os.environ.get("ENV_FILE", BASE_DIR / ".env"))

# -- which kind of site ------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
HTTPS = env.flag("HTTPS")
TESTING = "pytest" in sys.modules
PRODUCTION = not (DEBUG or DEMO or TESTING)

SECRET_KEY = env.secret(
    "SECRET_KEY",
    production=PRODUCTION,
    development_value="django-insecure-development-only-never-in-production-0000000000",
)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
FIELD_KEYS = env.keys(
    "FIELD_KEYS",
    production=PRODUCTION,
    development_value="dev:ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMzJiISE=",
)
# Equality of encrypted values (one person, one address) is tested by a keyed digest.
DIGEST_KEY = env.secret(
    "DIGEST_KEY",
    production=PRODUCTION,
    development_value="development-only-digest-key-never-in-production",
    length=32,
)

# -- who runs the site -------------------------------------------------------------------
SITE_NAME = "Kakunin"
SITE_NAME_JA = "確認"
SITE_URL = env.required(
    "SITE_URL",
    production=PRODUCTION,
    development_value="http://localhost:8000",
    hint="the public address, for example https://clinics.example.org",
).rstrip("/")
OPERATOR_NAME = env.required(
    "OPERATOR_NAME",
    production=PRODUCTION,
    development_value="Demo operator (nobody)",
    hint="the person or body that answers for the site",
)
OPERATOR_ADDRESS = env.required(
    "OPERATOR_ADDRESS",
    production=PRODUCTION,
    development_value="No address: this is a demonstration",
    hint="a postal address",
)
OPERATOR_EMAIL = env.required(
    "OPERATOR_EMAIL",
    production=PRODUCTION,
    development_value="operator@example.org",
    hint="an address that people read",
)
# One sentence for the page on money; without it the page says that it is not stated.
OPERATOR_FUNDING = env.text("OPERATOR_FUNDING")
# After how many days a fact of the ministry's list, and a price, counts as old.
LIST_STALE_DAYS = env.number("LIST_STALE_DAYS", 90)
PRICE_STALE_DAYS = env.number("PRICE_STALE_DAYS", 180)
CURRENCY_STALE_DAYS = env.number("CURRENCY_STALE_DAYS", 30)  # then no amount in euros or dollars
SAMPLE_LISTINGS = env.flag("SAMPLE_LISTINGS", default=DEMO or DEBUG or TESTING)
# A search without a result is shown to staff once it was made so often in 30 days.
ZERO_RESULT_MIN = env.number("ZERO_RESULT_MIN", 5)
# What the operator checks first: conditions by their codes.
FOCUS_CONDITIONS = env.words("FOCUS_CONDITIONS", "t2d,diabetes_ns")
SMALL_TEAM = env.flag("SMALL_TEAM", default=True)
# Days after which quote requests are deleted, if that is sooner than quotes.limits.DAYS.
QUOTES_KEPT_DAYS = env.numbers("QUOTES_KEPT_DAYS")

# -- addresses ---------------------------------------------------------------------------
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
if DEMO:
    # The demo answers at any loopback address; its server binds to loopback only.
    ALLOWED_HOSTS += [".localhost", *[f"127.0.0.{n}" for n in range(2, 10)]]
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
ADMIN_PATH = env.text("ADMIN_PATH", "admin").strip("/") + "/"
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

# -- apps --------------------------------------------------------------------------------
INSTALLED_APPS = [
    "operations",
    "pages",
    "quotes",
    "reviews",
    "register",
    "guides",
    "clinics",
    "staff",
    "trust",
    "ui",
    "staff.admin_app.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_countries",
    "django_htmx",
    "simple_history",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
]
MIDDLEWARE = [
    "trust.middleware.SecurityHeaders",
    "operations.middleware.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "operations.watching.requests.CountRequests",
    "trust.middleware.HostileInput",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "trust.middleware.TooBig",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "staff.middleware.StaffSession",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trust.middleware.ReadOnlyGet",
    "axes.middleware.AxesMiddleware",
    "trust.middleware.DatabaseAway",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ui.context_processors.site",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- database ----------------------------------------------------------------------------
DATABASES = {
    "default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'var/kakunin.sqlite3'}")
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Public pages are read there while it shows the newest public version (trust.services.replica).
DATABASE_REPLICA_URL = env.text("DATABASE_REPLICA_URL")
if DATABASE_REPLICA_URL:
    DATABASES["replica"] = {
        **env.database("DATABASE_REPLICA_URL", ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "options": "-c default_transaction_read_only=on -c statement_timeout=10s",
        },
        "TEST": {"MIRROR": "default"},
    }
    DATABASE_ROUTERS = ["trust.services.replica.PublicReads"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False
# Shared by all web machines: kept pages and limits (docs/operations/scaling.md).
REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "trust.services.redis.SharedCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
# Finished pages (clinics.page_cache). Apart, so that pages push out nothing but older pages;
# at most about 40 MB a process. Off in tests: factories write without a new public version.
PAGE_CACHE = env.flag("PAGE_CACHE", default=not (DEBUG or TESTING))
CACHES["pages"] = CACHES["default"] | {
    "KEY_PREFIX": "pages",
    **({} if REDIS_URL else {"LOCATION": "pages", "OPTIONS": {"MAX_ENTRIES": 500}}),
}

# -- language and time -------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ja", _("Japanese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

# -- files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(BASE_DIR / "var/static")))
# Sealed uploads (trust.uploads.files). Never below a folder that a web server shows.
PRIVATE_STORAGE = {
    "BACKEND": "trust.uploads.storage.WholeFiles",
    "OPTIONS": {
        "location": env.text("PRIVATE_ROOT", str(BASE_DIR / "var/private")),
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    },
}
if env.text("S3_BUCKET"):  # needs requirements-s3.txt
    PRIVATE_STORAGE = {
        "BACKEND": "trust.uploads.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": env.text("S3_BUCKET"),
            "endpoint_url": env.text("S3_ENDPOINT") or None,
            "region_name": env.text("S3_REGION") or None,
            "access_key": env.text("S3_ACCESS_KEY") or None,
            "secret_key": env.text("S3_SECRET_KEY") or None,
        },
    }
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": PRIVATE_STORAGE,
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(BASE_DIR / "var/media")))
# Uploads never touch the disk in the clear: memory only, with a cap.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
UPLOAD_MOST_BYTES = env.number("UPLOAD_MOST_MB", 10, least=1) * 1_000_000
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MOST_BYTES + 100_000  # the form around the file
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# -- backups (manage.py backup) ------------------------------------------------------------
BACKUP_FOLDER = Path(env.text("BACKUP_FOLDER", str(BASE_DIR / "var/backups")))
BACKUP_RECIPIENT = env.text("BACKUP_RECIPIENT")  # the public key; the other half lives elsewhere

# -- staff sign-in -----------------------------------------------------------------------
AUTH_USER_MODEL = "staff.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "staff.passwords.WordsOfThisSite"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 3
STAFF_IDLE_SECONDS = env.number("STAFF_IDLE_MINUTES", 30) * 60
STAFF_ABSOLUTE_SECONDS = env.number("STAFF_ABSOLUTE_HOURS", 12) * 3600
SESSION_COOKIE_AGE = STAFF_ABSOLUTE_SECONDS
LOGIN_URL = "admin:login"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "trust.limits.axes_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "csrfmiddlewaretoken", "next"]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True  # staff.StaffEvent keeps sign-ins, without addresses
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "staff/locked_out.html"
OTP_TOTP_ISSUER = SITE_NAME

# -- headers and cookies -----------------------------------------------------------------
# The Content-Security-Policy and its companions stand in trust.middleware.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_SECURE = True
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "ui.views.csrf_failure"

# -- mail --------------------------------------------------------------------------------
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "operations.demo.mail.DemoMailBackend"
    if DEMO
    else "django.core.mail.backends.smtp.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"{SITE_NAME} <{OPERATOR_EMAIL}>")
# Where reports about mails that came back go (`manage.py note_bounces` reads them).
BOUNCE_EMAIL = env.text("BOUNCE_EMAIL", "")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
ADMINS: list = []  # error mails would carry what people typed

# -- forms -------------------------------------------------------------------------------
# A form that comes back sooner was not filled in by a person (trust.forms).
HUMAN_CHECK_SECONDS = env.number("HUMAN_CHECK_SECONDS", 2)

# -- watching ----------------------------------------------------------------------------
# Who shows it ("Authorization: Bearer …") may read /metrics and the lines of /readyz from elsewhere.
METRICS_TOKEN = env.text("METRICS_TOKEN")
# Classes and places of errors go there, nothing else (operations.watching.sentry).
SENTRY_DSN = env.text("SENTRY_DSN")

# -- logs --------------------------------------------------------------------------------
# Paths can hold secret links, so only route names are logged (trust.logs).
LOG_FORMAT = env.text("LOG_FORMAT", "line")
if LOG_FORMAT not in {"line", "json"}:
    raise ImproperlyConfigured(f"LOG_FORMAT: {LOG_FORMAT!r}. Hint: line or json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "trust.logs.LineFormatter"},
        "json": {"()": "trust.logs.JsonFormatter"},
    },
    "filters": {"route": {"()": "trust.logs.RouteOnly"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["route"]}
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "ERROR"},
    },
}

# -- libraries ---------------------------------------------------------------------------
SIMPLE_HISTORY_REVERT_DISABLED = True
FILTERS_DISABLE_HELP_TEXT = True
COUNTRIES_FIRST = ["PH", "US", "CN", "TW", "HK", "VN", "ID", "SG", "AU", "JP"]
COUNTRIES_FIRST_REPEAT = False
