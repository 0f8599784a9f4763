"""The cast and the tools that every test may use."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from procrastinate.contrib.django.models import ProcrastinateJob

if TYPE_CHECKING:
    from porchlight.demo.cast import Cast
    from porchlight.house.accounts.models import Account

# A program of its own, which locks its process down: never imported.
collect_ignore = ["house/files/pictures/decoder.py"]

NOW = datetime(2026, 3, 2, 3, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _files_by_their_own_names(settings: Any) -> None:  # noqa: ANN401 its type is the plug-in's
    """Draw pages without the collected, renamed files of a deployment."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(scope="session")
def _house_of_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for bytes and one set of keys, for all tests of a process."""
    from porchlight.house.files.keys import Compartment, Keyring

    folder = tmp_path_factory.mktemp("files")
    ring = Keyring(folder / "sealing", folder / "opening", frozenset(Compartment))
    for compartment in Compartment:
        ring.make(compartment, now=NOW)
    return folder


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Forget the language of the last page that a test before this one asked for."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _files_of_tests(settings: Any, _house_of_files: Path) -> None:  # noqa: ANN401 as above
    """Keep what tests keep apart from every real folder."""
    settings.FILES_AT = f"local:{_house_of_files / 'bytes'}"
    settings.SEALING_KEYS = _house_of_files / "sealing"
    settings.OPENING_KEYS = _house_of_files / "opening"


TABLES = re.compile(r'(?:FROM|INTO|UPDATE|JOIN) "(\w+)"')


@pytest.fixture
def work(db: None) -> Callable[[], AbstractContextManager[list[str]]]:
    """
    Note what the database is asked for, one line each: the verb and the tables, no values. Two
    requests that a stranger must not tell apart do the same work (goal G-14).
    """
    from django.db import connection

    @contextmanager
    def counted() -> Iterator[list[str]]:
        done: list[str] = []

        def note(execute: Any, sql: str, *rest: Any) -> Any:  # noqa: ANN401 Django's own
            done.append(" ".join([sql.split()[0], *TABLES.findall(sql)]))
            return execute(sql, *rest)

        with connection.execute_wrapper(note):
            yield done

    return counted


@pytest.fixture
def now() -> datetime:
    """A night in March: the time of most tests."""
    return NOW


@pytest.fixture
def run_jobs(db: None) -> Iterator[Callable[[], int]]:
    """Run everything that waits in the queue, in the test's own transaction; returns how many."""
    from django.db import connection

    from porchlight.house.jobs.queue import JOBS

    def run() -> int:
        done = 0
        while waiting := list(ProcrastinateJob.objects.filter(status="todo").order_by("id")):
            for queued in waiting:
                with connection.cursor() as cursor:
                    cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [queued.id])
                JOBS[queued.task_name](**queued.args, now=NOW)
                done += 1
        return done

    yield run


@pytest.fixture
def cast(db: None, now: datetime) -> "Cast":
    """Everybody: specialist, case_manager, supervisor, analyst, officer, mother, stranger …"""
    from porchlight.demo.cast import enter

    return enter(now=now)


@pytest.fixture
def client_as(db: None) -> Callable[["Account"], Client]:
    """``client_as(cast.specialist)``: a browser in which that person has just signed in."""
    from porchlight.house.accounts import sessions

    def signed_in(account: "Account") -> Client:
        client = Client(REMOTE_ADDR="192.0.2.7")
        client.force_login(account, backend=sessions.BACKEND)
        session = client.session
        sessions.mark(session, factors=2, now=timezone.now())
        session.save()
        return client

    return signed_in
