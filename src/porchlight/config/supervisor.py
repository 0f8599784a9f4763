"""``porchlight run``: everything on one machine, started in order and stopped together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

log = logging.getLogger("porchlight.run")

# A child that fails is started again after 1, 2, 4 … seconds, at most this many; one that had run
# for a while is started again at once.
LONGEST_WAIT = 30.0
STEADY_SECONDS = 15.0
STOP_SECONDS = 15.0
PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent ends, even by kill -9."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process that is kept running."""

    name: str
    command: list[str]
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    wait: float = 1.0
    not_before: float = 0.0
    started: float = 0.0

    def keep_running(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start it when it is not running and its waiting time is over."""
        if self.process is not None and self.process.poll() is None:
            return
        if self.process is not None:
            log.warning("a process ended and is started again", extra={"job": self.name})
            self.process = None
            if clock() - self.started >= STEADY_SECONDS:
                self.wait = 1.0
            else:
                self.not_before = clock() + self.wait
                self.wait = min(self.wait * 2, LONGEST_WAIT)
        if clock() >= self.not_before:
            self.started = clock()
            self.process = subprocess.Popen(  # noqa: S603 - our own command, no shell
                self.command,
                env={**os.environ, **self.environment},
                preexec_fn=die_with_parent if sys.platform == "linux" else None,
            )

    def stop(self) -> None:
        """Ask it to end; insist when it does not."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Supervisor:
    """Keeps children and the embedded database running until it is told to stop."""

    children: list[Child]
    each_round: Callable[[], None] = lambda: None
    note: Callable[[list[int]], None] = lambda pids: None
    noted: list[int] = field(default_factory=list)
    stopping: bool = field(default=False)

    def run(self) -> None:
        """Return after SIGINT or SIGTERM, when everything has stopped."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop_soon())
        try:
            while not self.stopping:
                self.each_round()
                for child in self.children:
                    child.keep_running()
                self._write_down()
                time.sleep(0.5)
        finally:
            for child in self.children:
                child.stop()

    def _write_down(self) -> None:
        """Have the running processes noted whenever they are others than before."""
        running = [child.process.pid for child in self.children if child.process is not None]
        if running != self.noted:
            self.note(running)
            self.noted = running

    def stop_soon(self) -> None:
        """End after the running round."""
        self.stopping = True


def porchlight(*words: str) -> list[str]:
    """The command line of another process of ours."""
    return [sys.executable, "-m", "porchlight", *words]


def children(home: Path, public_bind: str, console_bind: str) -> list[Child]:
    """The three processes of one machine."""
    return [
        Child("public", porchlight("web", "--site", "public", "--bind", public_bind), {}),
        Child("console", porchlight("web", "--site", "console", "--bind", console_bind), {}),
        Child("worker", porchlight("worker"), {}),
    ]
