"""The porchlight command, from outside: bad use exits 2 with a sentence, backup is proven."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest

from porchlight.config import embedded


def porchlight(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "porchlight", *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=180,
    )


@pytest.fixture
def databases():
    """Two empty databases beside the tests' own, and a home for each."""
    server = embedded.start(Path(os.environ["PORCHLIGHT_HOME"]))
    with tempfile.TemporaryDirectory() as folder:
        made = {}
        with psycopg.connect(server, autocommit=True) as connection:
            for name in ("backup_from", "backup_to"):
                connection.execute(f"DROP DATABASE IF EXISTS {name}")
                connection.execute(f"CREATE DATABASE {name}")
                home = Path(folder) / name
                home.mkdir()
                url = server.replace("/porchlight?", f"/{name}?")
                made[name] = {"DATABASE_URL": url, "PORCHLIGHT_HOME": str(home)}
            yield made, Path(folder)
            for name in made:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


class TestBackup:
    def test_comes_back_row_for_row_into_an_empty_database(self, databases):
        made, folder = databases
        source, target = made["backup_from"], made["backup_to"]
        assert porchlight("migrate", **source).returncode == 0
        created = porchlight(
            *("create-user", "--email", "night@clearinghouse.example", "--name", "Night Desk"),
            *("--role", "supervisor"),
            **source,
            PORCHLIGHT_PASSWORD="a long invented passphrase",
        )
        assert created.returncode == 0, created.stderr
        kept = Path(source["PORCHLIGHT_HOME"]) / "files" / "aa" / "one"
        kept.parent.mkdir(parents=True)
        kept.write_bytes(b"bytes of a picture")
        written = porchlight("backup", str(folder / "copy"), **source)
        assert written.returncode == 0, written.stderr
        restored = porchlight("restore", str(folder / "copy"), **target)
        assert restored.returncode == 0, restored.stderr
        assert "Restored and proven" in restored.stdout
        assert porchlight("verify-audit", **target).returncode == 0
        assert (Path(target["PORCHLIGHT_HOME"]) / "files" / "aa" / "one").exists()
        again = porchlight("restore", str(folder / "copy"), **target)
        assert again.returncode == 2
        assert "not empty" in again.stderr

    def test_refuses_a_backup_whose_rows_were_changed(self, databases):
        made, folder = databases
        source, target = made["backup_from"], made["backup_to"]
        porchlight("migrate", **source)
        porchlight("backup", str(folder / "copy"), **source)
        table = folder / "copy" / "tables" / "audit_streamhead"
        table.write_text(table.read_text().replace("0\t0", "0\t1", 1))
        restored = porchlight("restore", str(folder / "copy"), **target)
        assert restored.returncode == 2
        assert "audit_streamhead" in restored.stderr


class TestBadUse:
    def test_exits_2_and_names_the_setting(self):
        result = porchlight("check", PORCHLIGHT_IDLE_MINUTES="500")
        assert result.returncode == 2
        assert "PORCHLIGHT_IDLE_MINUTES" in result.stderr
        assert "Traceback" not in result.stderr

    def test_refuses_demonstration_data_in_production(self):
        result = porchlight("demo", PORCHLIGHT_MODE="production")
        assert result.returncode == 2
        assert "Traceback" not in result.stderr
