"""
The public Python client ``ncmec-cybertip`` runs unchanged against our sandbox. It needs Python
3.13, so it gets an environment of its own where one can be made.
"""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ENVIRONMENT = HERE.parent.parent / ".home" / "clients" / "ncmec-cybertip-0.1.1"
NEEDS = "ncmec-cybertip==0.1.1"
CONTENT = bytes(range(256)) * 64


def python_313() -> str | None:
    """A Python 3.13 or newer, on the path or where pyenv keeps it."""
    named = [shutil.which(f"python3.{minor}") for minor in (13, 14)]
    kept = [str(path) for path in Path.home().glob(".pyenv/versions/3.1[34]*/bin/python")]
    for found in filter(None, [*named, *kept]):
        asked = subprocess.run([found, "-V"], capture_output=True)
        if asked.returncode == 0:
            return found
    return None


@pytest.fixture(scope="session")
def client_python() -> str:
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / "ready").exists():
        base = python_313()
        if base is None:
            pytest.skip("ncmec-cybertip needs Python 3.13, and there is none here")
        subprocess.run([base, "-m", "venv", "--clear", str(ENVIRONMENT)], check=True)
        made = subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", NEEDS], capture_output=True
        )
        if made.returncode:
            pytest.skip(f"{NEEDS} cannot be installed here")
        (ENVIRONMENT / "ready").touch()
    return str(python)


@pytest.fixture(scope="session")
def run(client_python, sandbox):
    def told(user):
        script = str(HERE / "ncmec_cybertip_run.py")
        ran = subprocess.run(
            [client_python, script, sandbox.url, user], capture_output=True, text=True, timeout=120
        )
        assert ran.returncode == 0, ran.stderr[-3000:]
        return json.loads(ran.stdout)

    return {user: told(user) for user in ("strict", "tolerant")}


@pytest.mark.parametrize("user", ["strict", "tolerant"])
class TestTheClient:
    def test_is_known_and_gets_the_schema(self, run, user):
        assert run[user]["status"] == f"Remote User : {user}, Remote Ip : 127.0.0.1"
        assert run[user]["xsd"] > 30_000

    @pytest.mark.parametrize("report", ["smallest", "fullest"])
    def test_takes_a_report_through_its_life(self, run, user, report):
        told = run[user][report]
        assert told["hash"] == hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
        assert told["done"] == told["again"] == told["files"]
        assert told["late"]["code"] == told["late_retract"]["code"] == 5102

    def test_retracts(self, run, user):
        assert run[user]["retract"]["code"] == 0
        assert run[user]["finish_retracted"]["code"] == 5101
        assert run[user]["unknown"]["code"] == 5001

    def test_understands_an_empty_401(self, run, user):
        assert run[user]["stranger"]["code"] == 401

    @pytest.mark.parametrize(
        "mistake",
        ["associated_account", "flea_country", "typed_details", "informational", "discrepancy"],
    )
    def test_makes_mistakes_that_strict_mode_refuses_and_tolerant_mode_takes(
        self, run, user, mistake
    ):
        told = run[user][mistake]
        if user == "tolerant":
            assert told["code"] == 0, told
        else:
            assert told["code"] == 4100
            assert told["description"].startswith("Validation failed\n[")
            assert len(told["request_id"]) == 32

    def test_is_told_of_a_future_date(self, run, user):
        assert run[user]["future"]["code"] == (4100 if user == "strict" else 0)
