"""The CyberTipline sandbox in a process of its own, as somebody who writes a client starts it."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.house import answers, free_port

START_SECONDS = 180


@dataclass
class Sandbox:
    """Where it answers."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def running() -> Iterator[Sandbox]:
    port = free_port()
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PORCHLIGHT_", "DATABASE_"))}
    with tempfile.TemporaryDirectory(prefix="cybertip-sandbox-") as folder:
        log = (Path(folder) / "sandbox.log").open("wb")
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "porchlight", "cybertip-sandbox"),
                *("--bind", f"127.0.0.1:{port}", "--home", f"{folder}/home"),
            ],
            env=kept,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        box = Sandbox(port, Path(folder), process)
        try:
            _wait(box)
            yield box
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _wait(box: Sandbox) -> None:
    until = time.monotonic() + START_SECONDS
    while not answers(f"{box.url}/healthz"):
        log = (box.home / "sandbox.log").read_text()[-4000:]
        assert box.process.poll() is None, log
        assert time.monotonic() < until, log
        time.sleep(0.25)
