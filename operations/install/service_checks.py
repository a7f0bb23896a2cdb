"""What stands beside the site: database, worker, schedule, backup, clock, mail server, cache."""

import smtplib
import ssl
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from operations.install.findings import Finding, fail, judge, ok, skipped
from operations.watching import lines, machine, schedule

BACKUP_OLD = timedelta(hours=26)
CLOCK_OFF = timedelta(seconds=5)
# What PostgreSQL must not write down (deploy/postgresql/kakunin.conf).
WANTED = {
    "log_min_error_statement": {"panic", "fatal"},
    "log_error_verbosity": {"terse"},
    "log_statement": {"none"},
    "log_min_duration_statement": {"-1"},
    "log_parameter_max_length": {"0"},
    "log_parameter_max_length_on_error": {"0"},
}


def database_log() -> Finding:
    """A failing statement would carry what somebody typed into the database's log."""
    name = "database log"
    if connection.vendor != "postgresql":
        return skipped(name, "SQLite writes none")
    problems = []
    with connection.cursor() as cursor:
        for setting, wanted in WANTED.items():
            cursor.execute("SELECT current_setting(%s)", [setting])
            value = cursor.fetchone()[0]
            if value not in wanted:
                problems.append(f"{setting} is {value}")
    return judge(
        name, problems, "copy deploy/postgresql/kakunin.conf as docs/operations/install.md says"
    )


def database_role() -> Finding:
    name = "database role"
    if connection.vendor != "postgresql":
        return skipped(name, "SQLite has none")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone()[0]:
            return fail(name, "it is a superuser", "ALTER ROLE … NOSUPERUSER NOCREATEROLE")
    return ok(name)


def migrations() -> Finding:
    missing = lines.missing_migrations()
    told = [f"{missing} are not applied"] if missing else []
    return judge("migrations", told, "run: manage.py migrate")


def worker() -> Finding:
    seen = schedule.worker_seen()
    if seen is None:
        return fail("worker", "never seen", "start it: manage.py run_worker (a service)")
    told = f"seen {int(seen.total_seconds())} s ago"
    if seen > lines.WORKER_SILENT:
        return fail("worker", told, "restart its service and read its log")
    return ok("worker", told)


def jobs() -> Finding:
    problems = []
    for state in schedule.job_states():
        if state.failed:
            problems.append(f"{state.name} failed")
        elif state.late is None:
            problems.append(f"{state.name} never ran")
        elif state.late > lines.JOB_LATE:
            problems.append(f"{state.name} is {int(state.late.total_seconds() // 60)} minutes late")
    return judge("schedule", problems, "read the worker's log")


def backup() -> Finding:
    age = machine.backup_age()
    if age is None:
        return fail("backup", "there is none", "run a backup and start its nightly timer")
    told = f"{int(age.total_seconds() // 3600)} hours old"
    if age > BACKUP_OLD:
        return fail("backup", told, "read the log of the backup's service")
    return ok("backup", told)


def clock() -> Finding:
    """This machine's clock agrees with the database's; one-time codes and links need it right."""
    if connection.vendor != "postgresql":
        return skipped("clock", "no second clock to compare with")
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        off = abs(timezone.now() - cursor.fetchone()[0])
    told = f"{off.total_seconds():.1f} s from the database's clock"
    if off > CLOCK_OFF:
        return fail("clock", told, "run a time service (systemd-timesyncd, chrony) on both")
    return ok("clock", told)


def mail_server() -> Finding:
    """The mail server greets and lets us in; no mail is sent."""
    name = "mail server"
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return skipped(name, "mails do not go by SMTP here")
    address = settings.EMAIL_HOST, settings.EMAIL_PORT
    # Without one of its own smtplib believes any certificate, and the password follows.
    trusting = ssl.create_default_context()
    try:
        with (
            smtplib.SMTP_SSL(*address, timeout=10, context=trusting)
            if settings.EMAIL_USE_SSL
            else smtplib.SMTP(*address, timeout=10)
        ) as server:
            server.ehlo_or_helo_if_needed()
            if settings.EMAIL_USE_TLS:
                server.starttls(context=trusting)
            if settings.EMAIL_HOST_USER:
                server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
    except (OSError, smtplib.SMTPException) as error:
        return fail(name, type(error).__name__, "check EMAIL_HOST, EMAIL_PORT, user and password")
    return ok(name)


def cache() -> Finding:
    if machine.cache_answers():
        return ok("cache")
    return fail("cache", "does not answer", "check REDIS_URL and its service")


CHECKS = {
    "migrations": migrations,
    "database log": database_log,
    "database role": database_role,
    "worker": worker,
    "schedule": jobs,
    "backup": backup,
    "clock": clock,
    "mail server": mail_server,
    "cache": cache,
}
