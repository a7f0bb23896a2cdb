"""Settings of the web server (gunicorn), for the demo and for a real site alike."""

import logging
import os
import re
import shutil
import tempfile

# The demo sets PORT and answers on this machine only.
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}").split(",")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000

# A busy disk must not make the master think that a worker hangs.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108
# Version 27 would open a control socket in the home folder; nobody uses it here.
control_socket_disable = True

# Paths may hold secret links, so there is no access log (see trust.logs for what is logged).
accesslog = None
errorlog = "-"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")

forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
certfile = os.environ.get("TLS_CERT") or None
keyfile = os.environ.get("TLS_KEY") or None


# Web processes count their requests side by side in this folder (operations.watching.requests).
_metrics = tempfile.mkdtemp(prefix="kakunin-metrics-")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = _metrics


def pre_fork(server, worker) -> None:
    """Give the process the lowest number that no living one has."""
    taken = {other.seat for other in server.WORKERS.values()}
    worker.seat = next(n for n in range(len(taken) + 1) if n not in taken)


def post_fork(server, worker) -> None:
    """Tell the process its number before it loads the site."""
    os.environ["WEB_SEAT"] = str(worker.seat)


def post_worker_init(worker) -> None:
    """No visitor waits for a process that has just begun."""
    from operations.warm import warm

    warm(worker.wsgi)


def on_exit(server) -> None:
    """Leave no folder behind."""
    shutil.rmtree(_metrics, ignore_errors=True)


class _WithoutAddress(logging.Filter):
    """Gunicorn names the full path when a request breaks; leave it out."""

    def filter(self, record: logging.LogRecord) -> bool:
        text = record.getMessage()
        record.msg, record.args = re.sub(r"(handling request).*", r"\1", text), None
        return True


def on_starting(server) -> None:
    """Put the filter on the server's own log."""
    server.log.error_log.addFilter(_WithoutAddress())
    # Django leaves it to the server to drop the body of an answer to HEAD; version 27 drops it
    # and warns each time.
    logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
