"""A console with its own database and the cast in it: one web process, quick to start."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from porchlight.config import embedded
from tests.house import answers, free_port

PASSWORD = "lantern orchard velvet anchor"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
START_SECONDS = 90

CAST = f"""
from django.utils import timezone
from porchlight.demo.cast import ENTERS, enter
from porchlight.house.accounts.actions import prepare_demonstration
now = timezone.now()
for account in enter(now=now).people().values():
    prepare_demonstration(account.pk, {PASSWORD!r}, {SECRET!r}, by=ENTERS, now=now)
"""


@dataclass
class Desk:
    """A running console. ``localhost``, because a passkey belongs to a name."""

    port: int
    environment: dict[str, str]

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def command(self, *words: str) -> None:
        command = [sys.executable, "-m", "porchlight", *words]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, done.stderr

    def run(self, code: str) -> None:
        """Run a few lines inside of this console's database."""
        setup = "from porchlight.config.cli import prepare; prepare()\n"
        command = [sys.executable, "-c", setup + code]
        done = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=180
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def desk(name: str = "desk") -> Iterator[Desk]:
    """A console with the cast, on a database of its own beside the tests' one."""
    server = embedded.start(Path(os.environ["PORCHLIGHT_HOME"]))
    with (
        tempfile.TemporaryDirectory(prefix="porchlight-") as home,
        psycopg.connect(server, autocommit=True) as connection,
    ):
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}")
        port = free_port()
        made = Desk(
            port,
            {
                **os.environ,
                "DATABASE_URL": server.replace("/porchlight?", f"/{name}?"),
                "PORCHLIGHT_HOME": home,
                "PORCHLIGHT_CONSOLE_URL": f"http://localhost:{port}",
            },
        )
        made.command("migrate")
        made.command("django-admin", "collectstatic", "--no-input", "-v0")
        made.run(CAST)
        process = _serve(made)
        try:
            yield made
        finally:
            process.terminate()
            process.wait(30)
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _serve(made: Desk) -> "subprocess.Popen[bytes]":
    words = ("web", "--site", "console", "--bind", f"127.0.0.1:{made.port}", "--workers", "1")
    process = subprocess.Popen(
        [sys.executable, "-m", "porchlight", *words],
        env=made.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + START_SECONDS
    while not answers(f"http://127.0.0.1:{made.port}/readyz"):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.2)
    return process
