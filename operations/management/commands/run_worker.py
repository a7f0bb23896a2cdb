"""The worker: sends mails that are due and runs jobs that are due, again and again."""

import logging
import signal
import threading
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from operations import schedule  # noqa: F401  (registers the jobs)
from trust import jobs, outbox

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 2
PAUSE_AFTER_ERROR_SECONDS = 15


class Command(BaseCommand):
    """`manage.py run_worker`; any number of workers may run side by side."""

    help = "Send mails and run scheduled jobs until told to stop (SIGTERM or Ctrl-C)."
    stop: threading.Event

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.stop = threading.Event()

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if once:
            while self._round():
                pass
            return

        def ask_to_stop(number: int, frame: FrameType | None) -> None:
            self.stop.set()

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, ask_to_stop)
        while not self.stop.is_set():
            self.stop.wait(self._careful_round())

    def _careful_round(self) -> float:
        """Do one round; return how many seconds to wait before the next."""
        close_old_connections()
        try:
            return 0 if self._round() else PAUSE_SECONDS
        except Exception:
            # A database that is away for a minute must not end the worker.
            logger.exception("worker: a round failed, the next one follows")
            return PAUSE_AFTER_ERROR_SECONDS

    def _round(self) -> int:
        # One mail at a time, so that a request to stop waits for one mail, or one job, at most, and
        # many mails keep no job waiting.
        sent = outbox.send_due(limit=1)
        return sent + jobs.run_due_jobs(stop=self.stop.is_set)
