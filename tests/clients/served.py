"""A console process on a fresh database, filled by a script of this folder."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.house import answers, free_port

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


class Served:
    """A console process on a database of its own, and who may sign in."""

    def __init__(self, home: Path, script: str, *words: object) -> None:
        self.home, self.port = home, free_port()
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PORCHLIGHT_", "DATABASE_"))
        }
        self.environment = {
            **kept,
            # The script may use what other tests wrote.
            "PYTHONPATH": os.pathsep.join([str(ROOT), kept.get("PYTHONPATH", "")]),
            "PORCHLIGHT_HOME": str(home),
            "PORCHLIGHT_CONSOLE_URL": f"http://127.0.0.1:{self.port}",
            "PORCHLIGHT_HASHED_STATIC": "false",
        }
        self.run("-m", "porchlight", "migrate")
        self.run("-m", "porchlight", "django-admin", "collectstatic", "--no-input")
        said = self.run(str(HERE / script), *(str(word) for word in words))
        told = next(line for line in said.splitlines() if line.startswith("TOLD "))
        self.told = json.loads(told.removeprefix("TOLD "))
        command = [
            *(sys.executable, "-m", "porchlight", "web", "--site", "console"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", "1"),
        ]
        log = (home / "web.log").open("wb")
        self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        until = time.monotonic() + 90
        while not answers(f"http://127.0.0.1:{self.port}/readyz"):
            assert time.monotonic() < until, (home / "web.log").read_text()[-3000:]
            time.sleep(0.2)

    def run(self, *words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stop the process and its database."""
        self.process.terminate()
        self.process.wait(30)
        code = "import sys, pathlib; from porchlight.config import embedded; "
        self.run("-c", code + "embedded.stop(pathlib.Path(sys.argv[1]))", str(self.home))


@contextmanager
def serving(script: str, *words: object) -> Iterator[Served]:
    """Serve what ``script`` filled in; it prints what the test needs after TOLD, as JSON."""
    # Not pytest's own folder: the database's user must be able to enter it when we are root.
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        house = Served(home, script, *words)
        try:
            yield house
        finally:
            house.stop()
