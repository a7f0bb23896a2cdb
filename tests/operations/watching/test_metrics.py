"""/metrics and the lines of /readyz: right figures for friends, nothing for strangers."""

import json
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.test import override_settings
from django.utils import timezone

from operations.schedule import HEARTBEAT
from operations.watching import lines, machine, schedule
from tests.quotes.factories import make_treatment, submit
from trust.models import JobRun, OutboxMail

pytestmark = pytest.mark.django_db
CANARY = "Zanahoria-9917"
NGINX = {"x-forwarded-for": "203.0.113.9"}


def figures(client, **headers):
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200
    found = {}
    for line in response.text.splitlines():
        if not line.startswith("#"):
            name, _, value = line.rpartition(" ")
            found[name] = float(value)
    return found


def run(name, **values):
    return JobRun.objects.update_or_create(name=name, defaults=values)[0]


@pytest.mark.parametrize(
    "headers",
    [
        NGINX,
        {"x-real-ip": "203.0.113.9"},
        {"forwarded": "for=203.0.113.9"},
        {"host": "kakunin.example"},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer "},
        {**NGINX, "authorization": "Bearer "},
    ],
)
def test_metrics_are_an_unknown_address_to_strangers(client, settings, headers):
    settings.ALLOWED_HOSTS = ["*"]
    settings.METRICS_TOKEN = "right-token"
    if "authorization" in headers and "x-forwarded-for" not in headers:
        headers = {**headers, **NGINX}
    mine = client.get("/metrics", headers=headers)
    other = client.get("/metricz", headers=headers)
    assert (mine.status_code, other.status_code) == (404, 404)
    assert mine.text.replace("metrics", "metricz") == other.text
    assert client.get("/readyz", headers=headers).text == "ok\n"


def test_an_empty_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""
    headers = {**NGINX, "authorization": "Bearer "}
    assert client.get("/metrics", headers=headers).status_code == 404


def test_the_token_opens_metrics_from_elsewhere(client, settings):
    settings.METRICS_TOKEN = "right-token"
    found = figures(client, authorization="Bearer right-token", **NGINX)
    assert found["kakunin_database_up"] == 1
    assert found["kakunin_migrations_missing"] == 0


def test_figures_follow_the_rows_and_name_nobody(client):
    now = timezone.now()
    request = submit(make_treatment(), email=f"{CANARY}@example.org", message=CANARY)
    before = figures(client)
    OutboxMail.objects.create(
        template="quote_confirm", object_id=str(request.pk), language="en",
        created_at=now - timedelta(hours=2), next_try_at=now - timedelta(hours=1),
    )  # fmt: skip
    OutboxMail.objects.create(template="x", object_id="1", language="en", failed_at=now)
    OutboxMail.objects.create(
        template="x", object_id="1", language="en", tries=3, next_try_at=now + timedelta(minutes=4)
    )
    after = figures(client)
    assert before['kakunin_request_states{state="unconfirmed"}'] == 1
    waiting = 'kakunin_mails{state="waiting"}'
    assert after[waiting] == before[waiting] + 1
    assert after['kakunin_mails{state="failed"}'] == 1
    assert after['kakunin_mails{state="retried"}'] == 1
    assert 3600 <= after["kakunin_mail_oldest_seconds"] < 3700
    assert CANARY not in str(after) and "example.org" not in str(after)
    assert str(request.pk) not in str(after)


def test_scraping_costs_the_same_with_more_rows(client, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    submit(make_treatment(), email="a@example.org")
    with CaptureQueriesContext(connection) as few:
        figures(client)
    for number in range(3):
        submit(make_treatment(), email=f"b{number}@example.org")
    with CaptureQueriesContext(connection) as many:
        figures(client)
    assert len(many) == len(few)


def test_requests_are_counted_by_view_and_never_by_path(client):
    client.get(f"/quotes/r/{CANARY}/")
    client.get(f"/check/?q={CANARY}")
    found = figures(client)
    assert found['kakunin_request_seconds_count{status="2xx",view="register:check"}'] >= 1
    assert found['kakunin_request_seconds_count{status="4xx",view="quotes:link"}'] >= 1
    assert CANARY not in str(found)


def test_jobs_are_late_by_the_time_since_they_were_due(client):
    now = timezone.now()
    run("limits: delete old counters", last_started=now - timedelta(hours=3), last_finished=now)
    run("mails: delete finished ones", last_started=now, last_finished=now)
    run("links: delete ended ones", last_started=now, last_result="failed: ValueError")
    found = figures(client)
    late = found['kakunin_job_late_seconds{job="limits: delete old counters"}']
    assert 7190 <= late <= 7300
    assert found['kakunin_job_late_seconds{job="mails: delete finished ones"}'] == 0
    assert found['kakunin_job_failed{job="links: delete ended ones"}'] == 1
    assert found["kakunin_jobs_never_run"] > 0


def test_a_job_is_due_exactly_when_the_schedule_says_so():
    from trust import jobs

    now = timezone.now().replace(minute=17)
    for job in jobs.registered():
        for hours in range(0, 60, 3):
            started = now - timedelta(hours=hours)
            due = schedule.due_at(job, started)
            assert job.is_time(started, due), job.name
            assert not job.is_time(started, due - timedelta(seconds=1)), job.name


def test_a_silent_worker_is_told_and_visitors_still_come(client):
    now = timezone.now()
    assert "worker: warn (never seen)" in client.get("/readyz").text
    run(HEARTBEAT, last_started=now, last_finished=now - timedelta(hours=1))
    answer = client.get("/readyz")
    assert answer.status_code == 200 and "worker: warn (seen 36" in answer.text
    run(HEARTBEAT, last_finished=now)
    assert "worker: ok" in client.get("/readyz").text


def test_the_worker_leaves_its_heartbeat(client):
    from django.core.management import call_command

    call_command("run_worker", "--once")
    text = client.get("/readyz").text
    assert "worker: ok" in text and "schedule: ok" in text


def test_mails_that_do_not_leave_are_told(client):
    assert "mail: ok (0 wait)" in client.get("/readyz").text
    now = timezone.now()
    mail = OutboxMail.objects.create(
        template="x", object_id="1", created_at=now - timedelta(days=3),
        next_try_at=now - timedelta(minutes=25), leased_until=now + timedelta(minutes=1),
    )  # fmt: skip
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "mail: warn (1 wait, the first for 25 minutes)" in answer.text
    mail.sent_at = now
    mail.save()
    assert "mail: ok (0 wait)" in client.get("/readyz").text


def test_a_full_disk_and_a_lost_cache_are_told(client, monkeypatch):
    lost = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    monkeypatch.setattr(lines, "LEAST_FREE_BYTES", 1 << 62)
    with override_settings(CACHES=lost):
        answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "disk: warn" in answer.text and "cache: warn (does not answer)" in answer.text


def test_a_service_the_site_can_do_without_is_told(client, monkeypatch):
    def breaks():
        raise OSError("secret host name")

    monkeypatch.setattr(lines, "_more", {})
    lines.watch("replica", lambda: "")
    assert "replica: ok\n" in client.get("/readyz").text
    lines.watch("replica", lambda: "reads go to the first server")
    lines.watch("files", breaks)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert "replica: warn (reads go to the first server)" in answer.text
    assert "files: warn (does not answer (OSError))" in answer.text
    assert "secret host" not in answer.text


def test_metrics_without_a_database_say_so(client, monkeypatch):
    from operations.watching import metrics

    def away(now):
        raise OperationalError("secret host name")
        yield

    monkeypatch.setattr(metrics, "_database", away)
    found = figures(client)
    assert found["kakunin_database_up"] == 0 and "secret host" not in str(found)


def test_the_age_of_the_last_backup_is_told(client, settings, tmp_path):
    settings.BACKUP_FOLDER = tmp_path
    assert machine.backup_age() is None
    made = timezone.now() - timedelta(hours=30)
    (tmp_path / "last.json").write_text(json.dumps({"made_at": made.isoformat()}))
    assert 107_900 <= figures(client)["kakunin_backup_age_seconds"] <= 108_100
    (tmp_path / "last.json").write_text("{broken")
    assert machine.backup_age() is None
