"""`porchlight run` after kill -9 of itself, twice at once, and as a user without rights."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.house import START_SECONDS, House, answers, as_user

pytestmark = pytest.mark.adversary

NOBODY = 65534


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own: the database's user must be able to enter it when we are root.
    with tempfile.TemporaryDirectory(prefix="porchlight-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


def kill_run(house: House) -> list[psutil.Process]:
    """Kill the run itself the hard way and return what it had started."""
    assert house.process
    left = psutil.Process(house.process.pid).children(recursive=True)
    os.kill(house.process.pid, signal.SIGKILL)
    house.process.wait()
    return left


def start_again(house: House) -> None:
    """Start, and do not mistake what an orphan still answers for the new run."""
    log = house.home / "run.log"
    before = log.read_text().count("Stop with Ctrl-C.")
    house.start()
    until = time.monotonic() + START_SECONDS
    while log.read_text().count("Stop with Ctrl-C.") == before:
        assert house.process and house.process.poll() is None, house.log()
        assert time.monotonic() < until, house.log()
        time.sleep(0.2)
    house.wait_until_it_answers()


def database(house: House) -> psutil.Process:
    return psutil.Process(int((house.home / "postgres" / "postmaster.pid").read_text().split()[0]))


COUNT = """
from porchlight.house.audit.verify import verify
from porchlight.programmes.cases.models import Case
assert verify().whole
print(Case.objects.count())
"""


def cases(house: House) -> int:
    """How many cases are there, under a trail that is whole."""
    done = house.command("django-admin", "shell", "--no-imports", "--command", COUNT)
    assert done.returncode == 0, done.stderr
    return int(done.stdout.split()[-1])


class TestRun:
    def test_comes_up_again_after_kill_9_with_the_data_there(self, folder: Path) -> None:
        house = House(folder, cases=1)
        house.start()
        try:
            orphans = kill_run(house)
            # The hardest left-over: a web server that does not end, and holds the port.
            stuck = next(one for one in orphans if one.is_running() and "web" in one.cmdline())
            stuck.suspend()
            server = database(house)
            start_again(house)
            assert not stuck.is_running()
            assert database(house) == server, "the database was joined as it was"
            second = house.command("run", "--public-bind", "127.0.0.1:18998")
            assert second.returncode == 2
            assert str(house.process.pid) in second.stderr
            # Now everything at once, as when the power goes.
            server.kill()
            kill_run(house)
            start_again(house)
            assert cases(house) == 1
            assert database(house) != server
        finally:
            house.stop()
        assert "Everything has stopped." in house.log()
        assert not answers(f"{house.public}/readyz")
        assert not (folder / "postgres" / "postmaster.pid").exists()

    def test_comes_up_for_a_user_without_rights(self, folder: Path) -> None:
        python = python_for_nobody(folder)
        shutil.chown(folder, NOBODY, NOBODY)
        house = House(folder, cases=1, python=str(python), user=NOBODY, cache=folder / "compiled")
        house.start()
        try:
            assert database(house).uids().real == NOBODY
            assert psutil.Process(house.process.pid).uids().real == NOBODY
        finally:
            house.stop()
        assert "Everything has stopped." in house.log()


def python_for_nobody(folder: Path) -> Path:
    """Return a Python with our packages that nobody can start."""
    if os.geteuid() != 0:
        pytest.skip("the other tests ran as a user without rights: only root can become another")
    same = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for base in (sys.executable, "/usr/bin/python3"):
        with suppress(OSError):
            if subprocess.run([base, "-c", same], **as_user(NOBODY)).returncode == 0:
                return environment_of(base, folder / "venv")
    pytest.skip("this Python lies where no other user can enter, and there is no other like it")


def environment_of(base: str, folder: Path) -> Path:
    """A virtual environment of another Python that has the packages of this one."""
    subprocess.run([base, "-m", "venv", "--without-pip", str(folder)], check=True)
    (site,) = folder.glob("lib/python*/site-packages")
    site.rmdir()
    site.symlink_to(sysconfig.get_paths()["purelib"])
    return folder / "bin" / "python"


class TestBrokenOff:
    def test_leaves_no_half_town(self, folder: Path) -> None:
        house = House(folder, cases=1)
        first = subprocess.Popen(
            [sys.executable, "-m", "porchlight", "demo", "--cases", "30"],
            env=house.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert first.stdout
        for line in first.stdout:
            if "last days" in line:
                time.sleep(0.2)
                break
        first.kill()
        first.wait()
        second = house.command("demo", "--cases", "1")
        assert second.returncode == 0, second.stderr
        assert "broken off" in second.stdout
        assert "(0 cases)" in second.stdout
        assert cases(house) == 1
        # The killed one lets go of the database all the same: it has stopped with the last command.
        assert not (folder / "postgres" / "postmaster.pid").exists()
