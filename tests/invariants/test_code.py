"""Invariants 2, 3, 4 and 8: what the code promises, read from the code."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import grimp
import pytest

import porchlight
from porchlight.config.subscriptions import SUBSCRIPTIONS
from porchlight.core.event import KINDS
from porchlight.house.jobs import Job

ROOT = Path(porchlight.__file__).parent
PLAIN = ("rules", "permissions", "events")
PRIVATE = {"models", "forms", "staff", "partner", "family", "public", "api"}


def modules(kind: str) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages([str(ROOT)], "porchlight."):
        parts = found.name.split(".")
        if kind in parts[3:5] and "tests" not in parts and "migrations" not in parts:
            yield importlib.import_module(found.name)


def actions() -> list[tuple[str, object]]:
    found = []
    for module in modules("actions"):
        for name, value in inspect.getmembers(module, inspect.isfunction):
            own = inspect.unwrap(value).__module__ == module.__name__
            if own and not name.startswith("_"):
                found.append((f"{module.__name__.removeprefix('porchlight.')}.{name}", value))
    return found


class TestProgrammes:
    def test_never_import_tables_forms_or_doors_of_another(self):
        graph = grimp.build_graph("porchlight")
        broken = []
        for importer in graph.modules:
            mine = importer.split(".")
            if mine[1:2] != ["programmes"] or len(mine) < 3 or "tests" in mine:
                continue
            for imported in graph.find_modules_directly_imported_by(importer):
                theirs = imported.split(".")
                foreign = theirs[1:2] == ["programmes"] and theirs[2:3] != mine[2:3]
                if foreign and PRIVATE & set(theirs[3:4]):
                    broken.append(f"{importer} -> {imported}")
        assert not broken


ACTIONS = actions()
# These write no record of their own: they add to another's list inside its action.
RECORDERS = {
    "house.audit.actions.record",
    "house.audit.actions.record_all",
    "house.audit.actions.canonical",
}


@pytest.mark.parametrize(("name", "action"), ACTIONS, ids=[name for name, _ in ACTIONS])
class TestEveryAction:
    def test_is_told_who_and_when_by_keyword(self, name, action):
        if name in RECORDERS:
            return
        parameters = inspect.signature(inspect.unwrap(action)).parameters
        for needed in ("by", "now"):
            assert needed in parameters, name
            assert parameters[needed].kind is inspect.Parameter.KEYWORD_ONLY

    def test_has_a_docstring(self, name, action):
        assert inspect.getdoc(inspect.unwrap(action)), name


class TestThePlainCore:
    def test_imports_with_the_framework_blocked(self):
        names = [
            found.name
            for found in pkgutil.walk_packages([str(ROOT)], "porchlight.")
            if "tests" not in found.name
            and (
                found.name.startswith("porchlight.core")
                or found.name.startswith("porchlight.programmes")
                and set(found.name.split(".")[3:4]) & set(PLAIN)
            )
        ]
        code = (
            "import sys, importlib\n"
            "for name in ('django', 'psycopg', 'httpx', 'requests', 'procrastinate'):\n"
            "    sys.modules[name] = None\n"
            f"for name in {names!r}:\n    importlib.import_module(name)\n"
        )
        result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert result.returncode == 0, result.stderr


class TestEvents:
    def test_each_has_a_sentence_that_its_own_fields_fill(self):
        for kind, event in KINDS.items():
            assert kind.count(".") == 2, kind
            fields = dict.fromkeys(inspect.signature(event).parameters, 1)
            assert event.sentence(fields), kind

    def test_subscriptions_point_to_jobs_that_the_event_can_feed(self):
        for event, jobs in SUBSCRIPTIONS.items():
            fields = set(inspect.signature(event).parameters) | {"event_id"}
            for job in jobs:
                assert isinstance(job, Job)
                assert job.takes <= fields, f"{event.KIND} cannot feed {job.name}"
