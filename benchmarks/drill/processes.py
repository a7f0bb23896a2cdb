"""Programs that the drill starts, found and ended by their ids only."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from scripts.paths import ROOT


class Program:
    """One Python program with a log of its own."""

    def __init__(self, words: list[str], env: dict[str, str], log: Path) -> None:
        self.words, self.env, self.log = words, env, log
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.running = subprocess.Popen(
                [sys.executable, *self.words],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def stop(self) -> None:
        """Ask to stop, insist after ten seconds; children of a killed parent end by themselves."""
        if self.running is None:
            return
        left = children(self.running.pid)
        self.running.terminate()
        try:
            self.running.wait(10)
        except subprocess.TimeoutExpired:
            self.running.kill()
            self.running.wait(10)
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.running = None

    def workers(self) -> list[int]:
        return children(self.running.pid) if self.running else []


def children(parent: int) -> list[int]:
    """Return the ids of the processes that ``parent`` started."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError, IndexError, ValueError):
            after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(after_name[1]) == parent and after_name[0] != "Z":
                found.append(int(entry.name))
    return found


def cpu_seconds(pids: list[int]) -> float:
    """Return the CPU time that all threads of these processes have used."""
    total = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                total += int((task / "schedstat").read_text().split()[0])
    return total / 1e9


def family_seconds(parent: int) -> float:
    """Return the CPU time of a process, of its children, and of those of them that have ended."""
    total = 0
    for pid in (parent, *children(parent)):
        with suppress(OSError):
            after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, after_name[11:15]))
    return total / os.sysconf("SC_CLK_TCK")
