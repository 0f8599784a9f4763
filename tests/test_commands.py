"""The porchlight command, from outside: bad use exits 2 with a sentence, backup is proven."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from click.testing import CliRunner

from porchlight.config import embedded
from porchlight.config.cli import main

KEEP = """
from datetime import UTC, datetime
from porchlight.core.viewer import house_viewer
from porchlight.house.files import actions, keys
said = {"by": house_viewer("test"), "now": datetime.now(UTC)}
actions.keep(b"bytes of a picture", compartment=keys.Compartment.VAULT, **said)
"""
OPEN = """
from porchlight.house.files import models, queries
file = models.KeptFile.objects.get()
print(b"".join(queries.unsealed(file).parts(0, file.size)).decode())
"""


def porchlight(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "porchlight", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
    )


@dataclass
class BackedUp:
    """A house with somebody in it and a sealed file, and its backup."""

    server: str
    folder: Path

    @property
    def source(self):
        return self.environment("backup_from")

    @property
    def copy(self):
        return self.folder / "copy"

    def environment(self, name):
        home = self.folder / name
        home.mkdir(exist_ok=True)
        url = self.server.replace("/porchlight?", f"/{name}?")
        return {"DATABASE_URL": url, "PORCHLIGHT_HOME": str(home)}

    def run(self, command):
        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(command)


@pytest.fixture(scope="module")
def backed_up():
    server = embedded.start(Path(os.environ["PORCHLIGHT_HOME"]))
    with tempfile.TemporaryDirectory() as folder:
        made = BackedUp(server, Path(folder))
        made.run("DROP DATABASE IF EXISTS backup_from WITH (FORCE)")
        made.run("CREATE DATABASE backup_from")
        source = made.source
        assert porchlight("migrate", **source).returncode == 0
        created = porchlight(
            *("create-user", "--email", "night@clearinghouse.example", "--name", "Night Desk"),
            *("--role", "supervisor"),
            **source,
            PORCHLIGHT_PASSWORD="a long invented passphrase",
        )
        assert created.returncode == 0, created.stderr
        kept = porchlight("django-admin", "shell", "-c", KEEP, **source)
        assert kept.returncode == 0, kept.stderr
        with psycopg.connect(source["DATABASE_URL"], autocommit=True) as connection:
            # The queue notes each job's fate in a table that comes before it in the alphabet.
            connection.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
                " VALUES ('default', 'posters.draft', '{}')"
            )
        written = porchlight("backup", str(made.copy), **source)
        assert written.returncode == 0, written.stderr
        yield made
        made.run("DROP DATABASE backup_from WITH (FORCE)")


@pytest.fixture
def target(backed_up):
    """An empty database beside the tests' own, and a home for it."""
    backed_up.run("DROP DATABASE IF EXISTS backup_to WITH (FORCE)")
    backed_up.run("CREATE DATABASE backup_to")
    yield backed_up.environment("backup_to")
    backed_up.run("DROP DATABASE backup_to WITH (FORCE)")


class TestBackup:
    def test_comes_back_row_for_row_into_an_empty_database(self, backed_up, target):
        restored = porchlight("restore", str(backed_up.copy), **target)
        assert restored.returncode == 0, restored.stderr
        assert "Restored and proven" in restored.stdout
        assert porchlight("verify-audit", **target).returncode == 0
        # The keys of sealed files are never in a backup: without them nothing opens, with them all.
        assert "Bring these keys back" in restored.stdout
        assert not list(backed_up.copy.rglob("*.key"))
        assert porchlight("check", **target).returncode == 1
        for kind in ("sealing", "opening"):
            keys = Path(backed_up.source["PORCHLIGHT_HOME"]) / "keys" / kind
            there = Path(target["PORCHLIGHT_HOME"]) / "keys" / kind
            shutil.copytree(keys, there, dirs_exist_ok=True)
        opened = porchlight("django-admin", "shell", "-c", OPEN, **target)
        assert opened.stdout.endswith("bytes of a picture\n"), opened.stderr
        assert "keys of files" in porchlight("check", **target).stdout
        again = porchlight("restore", str(backed_up.copy), **target)
        assert again.returncode == 2
        assert "not empty" in again.stderr

    def test_refuses_a_backup_whose_rows_were_changed(self, backed_up, target, tmp_path):
        changed = Path(shutil.copytree(backed_up.copy, tmp_path / "changed"))
        table = changed / "tables" / "audit_streamhead"
        table.write_text(table.read_text().replace("0\t0", "0\t1", 1))
        restored = porchlight("restore", str(changed), **target)
        assert restored.returncode == 2
        assert "audit_streamhead" in restored.stderr


NOBODY_ANSWERS = "postgresql://desk:not-a-secret-at-all@127.0.0.1:1/porchlight"
# What is typed, in which environment, and what the refusal says.
REFUSED: dict[str, tuple[tuple[str, ...], dict[str, str | None], str]] = {
    "no such command": (("publish",), {}, "No such command"),
    "no such option": (("demo", "--towns", "3"), {}, "--towns"),
    "no such group's command": (("keys", "lend"), {}, "No such command"),
    "a word for a number": (("demo", "--cases", "many"), {}, "many"),
    "no cases": (("demo", "--cases", "0"), {}, "1<=x<="),
    "fewer than none": (("run", "--cases", "-5"), {}, "1<=x<="),
    "a seed that is none": (("demo", "--seed", "1.5"), {}, "1.5"),
    "no workers": (("web", "--site", "public", "--workers", "0"), {}, "1<=x<="),
    "a worker of nothing": (("worker", "--concurrency", "0"), {}, "1<=x<="),
    "no site": (("web",), {}, "--site"),
    "another site": (("web", "--site", "attic"), {}, "attic"),
    "an address without a port": (("run", "--public-bind", "localhost"), {}, "no address"),
    "a port beyond the last": (("web", "--site", "public", "--bind", ":70000"), {}, "no address"),
    "one port for two": (
        ("run", "--public-bind", "127.0.0.1:18999", "--console-bind", "127.0.0.1:18999"),
        {},
        "port each",
    ),
    "a setting out of range": (("check",), {"PORCHLIGHT_IDLE_MINUTES": "500"}, "IDLE_MINUTES"),
    "another mode": (("check",), {"PORCHLIGHT_MODE": "party"}, "PORCHLIGHT_MODE"),
    "production without its settings": (
        ("check",),
        {"PORCHLIGHT_MODE": "production", "DATABASE_URL": ""},
        "DATABASE_URL",
    ),
    "demonstration in production": (("demo",), {"PORCHLIGHT_MODE": "production"}, "PORCHLIGHT_"),
    "no database's address": (("check",), {"DATABASE_URL": "mysql://desk@host/x"}, "postgresql://"),
    "half an address": (("migrate",), {"DATABASE_URL": "postgresql://[::1/x"}, "postgresql://"),
    "production without a database": (
        ("check",),
        {"PORCHLIGHT_MODE": "production", "DATABASE_URL": None},
        "DATABASE_URL: give",
    ),
    "a home that is a file": (
        ("check",),
        {"PORCHLIGHT_HOME": "/dev/null/home", "DATABASE_URL": None},
        "/dev/null/home",
    ),
    "no such backup": (("restore", "/nowhere/at/all"), {}, "/nowhere/at/all"),
    "no such receipt": (("verify-receipt", "/nowhere/at/all"), {}, "/nowhere/at/all"),
    "a key of no figures": (
        ("verify-receipt", "/dev/null", "--public-key", "xyz"),
        {},
        "64 hexadecimal",
    ),
    "a person without a name": (("create-user", "--email", "a@b.example"), {}, "--name"),
}


def typed(*words, **environment):
    """The command within this process: for what is refused before anything is set up."""
    kept = {**os.environ, **environment}
    with patch.dict(os.environ, {k: v for k, v in kept.items() if v is not None}, clear=True):
        return CliRunner().invoke(main, words)


class TestBadUse:
    @pytest.mark.parametrize("what", REFUSED)
    def test_exits_2_with_a_sentence(self, what):
        words, environment, said = REFUSED[what]
        result = typed(*words, **environment)
        assert result.exit_code == 2, result.output
        assert said in result.output
        assert isinstance(result.exception, SystemExit)

    def test_says_without_its_password_that_a_database_is_away(self):
        result = porchlight("migrate", DATABASE_URL=NOBODY_ANSWERS)
        assert result.returncode == 2
        assert "does not answer" in result.stderr
        assert "Traceback" not in result.stderr
        assert "not-a-secret" not in result.stderr

    def test_names_a_port_that_somebody_listens_on(self, tmp_path):
        with socket.socket() as busy:
            busy.bind(("127.0.0.1", 0))
            busy.listen()
            bind = f"127.0.0.1:{busy.getsockname()[1]}"
            result = porchlight("run", "--public-bind", bind, PORCHLIGHT_HOME=str(tmp_path))
        assert result.returncode == 2
        assert bind in result.stderr
        assert "--public-bind" in result.stderr
        assert not (tmp_path / "postgres").exists()

    def test_says_to_migrate_a_database_without_tables(self, target):
        words = ("--email", "a@b.example", "--name", "A", "--role", "supervisor")
        result = porchlight("create-user", *words, **target, PORCHLIGHT_PASSWORD="x" * 20)
        assert result.returncode == 2, result.stderr
        assert "porchlight migrate" in result.stderr


class TestKeys:
    def test_of_no_compartment_are_refused(self):
        result = porchlight("keys", "renew", "attic")
        assert result.returncode == 2
        assert "public_drop" in result.stderr
