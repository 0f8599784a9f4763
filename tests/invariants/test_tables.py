"""Invariants 5, 7, 10 and 11: what the tables promise."""

import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from porchlight.config.rights import APP, PUBLIC, granted, tables, with_history
from porchlight.house.doors.public_tables import DropBox, ReleasedCopy

OURS = [model for model in apps.get_models() if model.__module__.startswith("porchlight.")]
KINDS = {"public", "personal", "sealed", "operational"}
ACTS = re.compile(r"_at$")


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
class TestEveryTable:
    def test_says_what_each_column_holds_who_owns_it_and_how_long_it_stays(self, model):
        columns = {field.name for field in model._meta.local_fields}
        assert set(model.CATALOGUE) == columns
        assert set(model.CATALOGUE.values()) <= KINDS
        assert model.OWNER
        assert model.KEEP == "forever" or re.fullmatch(r"P(\d+[YMWD])+|PT\d+H", model.KEEP)

    def test_signs_every_act(self, model):
        fields = {field.name for field in model._meta.local_fields}
        constraints = {constraint.name for constraint in model._meta.constraints}
        for name in fields:
            act = name.removesuffix("_by")
            if name.endswith("_by") and f"{act}_at" in fields:
                at = model._meta.get_field(f"{act}_at")
                by = model._meta.get_field(name)
                both_always = not at.null and not by.null
                bound = f"{model._meta.db_table}_{act}_signed" in constraints
                assert both_always or bound or not at.null, f"{label(model)}.{act}"

    def test_has_no_order_of_its_own(self, model):
        assert not model._meta.ordering


class TestThePublicTables:
    def test_have_no_relations(self):
        for model in OURS:
            if issubclass(model, ReleasedCopy | DropBox):
                assert not [field for field in model._meta.get_fields() if field.is_relation]


def privileges(role: str) -> dict[str, set[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.table_privileges "
            "WHERE grantee = %s AND table_schema = 'public'",
            [role],
        )
        held: dict[str, set[str]] = {}
        for table, privilege in cursor.fetchall():
            held.setdefault(table, set()).add(privilege)
        return held


@pytest.mark.django_db
class TestTheRolesOfTheDatabase:
    @pytest.mark.parametrize("role", [PUBLIC, APP])
    def test_hold_exactly_what_is_declared(self, role):
        declared = {table: set(rights.split(", ")) for table, rights in granted(role).items()}
        held = privileges(role)
        if role == APP:
            held = {table: rights for table, rights in held.items() if table in declared}
        assert held == declared

    def test_keep_the_history_of_every_table_that_promises_it(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT event_object_table FROM information_schema.triggers "
                "WHERE trigger_name = 'keep_history'"
            )
            watched = {row[0] for row in cursor.fetchall()}
        assert {model._meta.db_table for model in with_history()} <= watched

    def test_cover_every_table(self):
        assert {model._meta.db_table for model in tables()} == set(granted(APP))


@pytest.mark.django_db
class TestMigrations:
    def test_agree_with_the_models(self):
        call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
