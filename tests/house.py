"""A whole Porchlight in its own folder, started by the command that people use."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def as_user(number: int | None) -> dict:
    """What starts a process as another user, with no group of ours."""
    return {} if number is None else {"user": number, "group": number, "extra_groups": []}


@dataclass
class House:
    """A running `porchlight run` and where it answers."""

    home: Path
    cases: int = 12
    public_port: int = field(default_factory=free_port)
    console_port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    python: str = sys.executable
    user: int | None = None
    cache: Path | None = None

    @property
    def public(self) -> str:
        return f"http://127.0.0.1:{self.public_port}"

    @property
    def console(self) -> str:
        return f"http://127.0.0.1:{self.console_port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            k: v for k, v in os.environ.items() if not k.startswith(("PORCHLIGHT_", "DATABASE_"))
        }
        return {
            **kept,
            "PORCHLIGHT_HOME": str(self.home),
            "PORCHLIGHT_PUBLIC_URL": self.public,
            "PORCHLIGHT_CONSOLE_URL": self.console,
            "PORCHLIGHT_PROOF_OF_WORK_BITS": "8",
            # What this process may write is not what another user may.
            **({"NUMBA_CACHE_DIR": str(self.cache)} if self.cache else {}),
        }

    def start(self) -> None:
        command = [
            *(self.python, "-m", "porchlight", "run", "--cases", str(self.cases)),
            *("--public-bind", f"127.0.0.1:{self.public_port}"),
            *("--console-bind", f"127.0.0.1:{self.console_port}"),
        ]
        log = (self.home / "run.log").open("ab")
        self.process = subprocess.Popen(
            command,
            env=self.environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **as_user(self.user),
        )
        self.wait_until_it_answers()

    def wait_until_it_answers(self, seconds: float = START_SECONDS) -> None:
        until = time.monotonic() + seconds
        for url in (self.public, self.console):
            while not answers(f"{url}/readyz"):
                assert self.process is None or self.process.poll() is None, self.log()
                assert time.monotonic() < until, self.log()
                time.sleep(0.25)

    def log(self) -> str:
        return (self.home / "run.log").read_text()[-6000:]

    def stop(self) -> None:
        """Ctrl-C, and wait until everything has stopped."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another `porchlight` command on the same house."""
        return subprocess.run(
            [self.python, "-m", "porchlight", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            **as_user(self.user),
        )


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


@contextmanager
def running(home: Path, cases: int = 12) -> Iterator[House]:
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    house = House(home, cases)
    house.start()
    try:
        yield house
    finally:
        house.stop()
