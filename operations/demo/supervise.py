"""Keep a few programs running together: when one ends, or we are told to stop, all stop."""

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import FrameType

STOP_SECONDS = 20
PR_SET_PDEATHSIG = 1


class Supervisor:
    """Start programs with ``start``, then ``wait`` until the first ends or a signal comes."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.told_to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def start(self, name: str, command: Sequence[str], env: Mapping[str, str]) -> None:
        """Start one program in a session of its own, so that Ctrl-C reaches only us."""
        self.running[name] = subprocess.Popen(  # noqa: S603
            list(command), env=dict(env), start_new_session=True, preexec_fn=_die_with_parent
        )

    def wait(
        self, *, until: Callable[[], bool] = lambda: False, seconds: float | None = None
    ) -> str:
        """Return why waiting ended: a program's name, "stop", "ready" or "late"."""
        end = None if seconds is None else time.monotonic() + seconds
        while True:
            if self.told_to_stop:
                return "stop"
            for name, program in self.running.items():
                if program.poll() is not None:
                    return name
            if until():
                return "ready"
            if end is not None and time.monotonic() > end:
                return "late"
            time.sleep(0.2)

    def stop_all(self) -> None:
        """Ask every program to end, wait, then insist."""
        for program in self.running.values():
            with suppress(ProcessLookupError):
                program.terminate()
        end = time.monotonic() + STOP_SECONDS
        for program in self.running.values():
            try:
                program.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(program.pid, signal.SIGKILL)
                program.wait()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True


def _die_with_parent() -> None:
    # Linux only: if the supervisor is killed outright, its programs get SIGTERM from the kernel.
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
