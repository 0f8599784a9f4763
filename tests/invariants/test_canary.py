"""
A marker in every private column of every table never comes out in public: not on a page, in a
feed, in a file, in a mail's subject or words, in a log line. Columns are found by the catalogue, so
that a new one is marked by itself.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core import mail
from django.db import DatabaseError, models, transaction
from django.test import Client, override_settings
from pypdf import PdfReader

from porchlight.conftest import run_jobs  # noqa: F401 a fixture, asked by name
from porchlight.core.viewer import Door
from porchlight.house.doors.public_tables import DropBox, ReleasedCopy
from porchlight.house.doors.routes import routes
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.posters import actions, jobs
from porchlight.programmes.posters.models import Poster, ReleasedPerson, ReleasedSheet
from porchlight.programmes.posters.tests.conftest import (  # noqa: F401 fixtures are asked by name
    case,
    clear,
    desk,
    find,
    intake,
    second,
    write,
)

pytestmark = pytest.mark.django_db

PUBLIC = "porchlight.config.urls_public"
MARK = re.compile(r"zqxk\d{4}", re.IGNORECASE)
PRIVATE = {"personal", "sealed"}
# What becomes the poster's own text: the family and a second person read it before it goes out.
READ_BEFORE = {"cases_child.marks", "posters_poster.facts", "posters_poster.words"}
# Looked up, not shown: marking them would lock the cast out.
KEYS = re.compile(r"password|digest|secret|token")
SHORTEST, AT_LEAST = 9, 45


class Canary:
    """Marks columns and remembers which marker stands for which."""

    def __init__(self) -> None:
        self.columns: list[str] = []

    def mark(self) -> int:
        """Put a marker into every private column that takes one; return how many there are."""
        done = 0
        for model in apps.get_models():
            ours = model.__module__.startswith("porchlight.")
            if ours and not issubclass(model, ReleasedCopy | DropBox):
                done += sum(self._column(model, field) for field in private(model))
        return done

    def _column(self, model, field) -> bool:
        name = f"{model._meta.db_table}.{field.name}"
        if name not in self.columns:
            self.columns.append(name)
        marker = f"Zqxk{self.columns.index(name):04d}"
        try:
            with transaction.atomic():
                rows = model._default_manager.all()
                if isinstance(field, models.JSONField):
                    for row in rows.only("pk", field.name):
                        said = leaves(getattr(row, field.name), marker)
                        rows.filter(pk=row.pk).update(**{field.name: said})
                    return rows.exists()
                return bool(rows.update(**{field.name: value_of(field, marker)}))
        except DatabaseError:
            # A constraint wants a word of a list or a form of its own there.
            return False

    def found_in(self, where: str, text: str) -> list[str]:
        """Name the columns whose markers are in a text."""
        numbers = {int(each.group()[4:]) for each in MARK.finditer(text)}
        return [f"{where}: {self.columns[number]}" for number in sorted(numbers)]


def private(model) -> Iterator[models.Field]:
    for field in model._meta.local_fields:
        name = f"{model._meta.db_table}.{field.name}"
        inner = field.base_field if isinstance(field, ArrayField) else field
        kinds = models.CharField | models.TextField | models.JSONField
        texts = isinstance(inner, kinds) and not field.unique
        if texts and model.CATALOGUE[field.name] in PRIVATE:
            room = getattr(field, "max_length", None) or 99
            if name not in READ_BEFORE and not KEYS.search(name) and room >= SHORTEST:
                yield field


def value_of(field, marker):
    if isinstance(field, models.EmailField):
        return f"{marker}@example.org"
    return [marker] if isinstance(field, ArrayField) else marker


def leaves(value, marker):
    if isinstance(value, dict):
        return {key: leaves(inside, marker) for key, inside in value.items()}
    if isinstance(value, list):
        return [leaves(inside, marker) for inside in value]
    return marker if isinstance(value, str) and value else value


def addresses(poster: Poster) -> Iterator[str]:
    """Every public address that is read, with this poster where there is a place for one."""
    names = [*ReleasedSheet.objects.values_list("name", flat=True), "none.pdf"]
    record = f"127.0.0.1/{poster.code}-1"
    for route in routes(PUBLIC):
        if "GET" not in route.methods or route.door not in (Door.PUBLIC, Door.API):
            continue
        pattern = "/" + re.sub(r"\^|\$|\\Z", "", route.pattern)
        pattern = re.sub(r"<(?:str:)?code>|\(\?P<code>[^)]*\)|\{code\}", poster.code, pattern)
        several = names if "name>" in pattern else [""]
        for name in several:
            path = re.sub(r"\(\?P<name>.*\)|<(?:str:)?name>", name, pattern)
            path = re.sub(r"<(\w+:)?\w+>", "1", path)
            yield from (path, f"/es{path}") if not path.startswith("/api") else (path,)
    for form in ("json", "atom", "pfif"):
        yield f"/feed/posters.{form}?min_entry_date=1970-01-01"
        yield f"/feed/posters.{form}?person_record_id={record}&language=es"
    yield f"/api/v1/posters/{poster.code}?language=es"
    yield "/?name=mia"


def said(answer) -> str:
    content = b"".join(answer) if answer.streaming else answer.content
    text = content.decode(errors="replace") + str(answer.headers)
    if content.startswith(b"%PDF"):
        reader = PdfReader(BytesIO(content))
        text += " ".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
    return text


@pytest.fixture
def site(monkeypatch, now):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    return Client()


@pytest.fixture
def canary():
    return Canary()


def leaks(canary: Canary, site: Client, poster: Poster) -> tuple[list[str], int]:
    found, good = [], 0
    with override_settings(ROOT_URLCONF=PUBLIC):
        for path in dict.fromkeys(addresses(poster)):
            answer = site.get(path)
            assert answer.status_code < 500, path
            good += answer.status_code == 200
            found += canary.found_in(path, said(answer))
    return found, good


class TestThePublic:
    def test_never_reads_a_private_word(  # noqa: PLR0913 the whole chain in one place
        self, case, cast, desk, second, canary, site, run_jobs, caplog, capfd, now  # noqa: F811
    ):  # fmt: skip
        clear(case, cast, second, now)
        cases.add_note(case.id, "note", by=second, now=now)
        cases.add_task(case.id, "task", by=second, now=now)
        marked = canary.mark()
        assert marked >= AT_LEAST, "the catalogue names more private columns than that"
        actions.draft_poster(case.id, by=desk, now=now)
        poster = write(Poster.objects.get(), desk, now)
        actions.approve_for_family(poster.id, seen=poster.stamp, by=desk, now=now)
        actions.release_poster(poster.id, by=second, now=now)
        run_jobs()
        canary.mark()
        found, pages = leaks(canary, site, poster)
        assert ReleasedSheet.objects.exists()
        assert pages > 30
        # The case changes under the marks, and the poster follows it.
        case.children.update(hair="BLK")
        jobs.reissue(case_id=case.id, now=now)
        run_jobs()
        found += leaks(canary, site, poster)[0]
        assert "BLK" in str(ReleasedPerson.objects.get().facts)
        for one in mail.outbox:
            found += canary.found_in("mail", f"{one.subject} {one.body}")
        found += canary.found_in("log", caplog.text + "".join(capfd.readouterr()))
        assert not found

    def test_reads_nothing_at_all_of_a_child_who_is_found(
        self, case, cast, desk, second, site, run_jobs, canary, now  # noqa: F811
    ):  # fmt: skip
        clear(case, cast, second, now)
        actions.draft_poster(case.id, by=desk, now=now)
        poster = write(Poster.objects.get(), desk, now)
        actions.approve_for_family(poster.id, seen=poster.stamp, by=desk, now=now)
        actions.release_poster(poster.id, by=second, now=now)
        find(case.children.get(), second, now)
        run_jobs()
        with override_settings(ROOT_URLCONF=PUBLIC):
            for path in dict.fromkeys(addresses(poster)):
                text = said(site.get(path))
                assert not re.search("N[uú][nñ]ez|Vance", text), path

    def test_would_be_caught(self, canary, case, desk, now):  # noqa: F811
        """A search that cannot find proves nothing."""
        cases.add_note(case.id, "note", by=desk, now=now)
        canary.mark()
        text = str(case.notes.values_list("text", flat=True)[0])
        assert canary.found_in("page", text) == ["page: cases_note.text"]
