"""Many new rows at once, by PostgreSQL's COPY: for what is taken over from elsewhere."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    JSONField,
    Model,
    TextField,
)
from psycopg.sql import SQL, Identifier

Column = Callable[[Model], object]


def copy_rows(rows: Sequence[Model]) -> None:
    """
    Keep new rows of one table in the caller's transaction; each is given its number.

    A relation may name a row that was kept only just before: its number is read now. The
    constraints of the table hold as for any other row.

    :raises ValueError: if an instant is naive
    """
    if not rows:
        return
    model = type(rows[0])
    fields: list[Any] = [one for one in model._meta.local_concrete_fields if not one.generated]
    columns = [_column(field) for field in fields]
    connection = connections[DEFAULT_DB_ALIAS]
    with connection.cursor() as cursor, connection.wrap_database_errors:
        _number(cursor, model, rows)
        statement = SQL("COPY {} ({}) FROM STDIN").format(
            Identifier(model._meta.db_table),
            SQL(", ").join(Identifier(field.column) for field in fields),
        )
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row([column(row) for column in columns])
    for row in rows:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def array_text(values: Sequence[str] | Sequence[int]) -> str:
    r"""
    Return an array as PostgreSQL writes it, which is quicker than going through each type.

    >>> array_text(["a b", 'say "c"', "d\\e", ""]), array_text([1, -2]), array_text([])
    ('{"a b","say \\"c\\"","d\\\\e",""}', '{1,-2}', '{}')
    """
    return "{" + ",".join(map(_element, values)) + "}"


def _element(value: str | int) -> str:
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(int(value))


def _number(cursor: CursorWrapper, model: type[Model], rows: Sequence[Model]) -> None:
    key: Any = model._meta.pk
    if not getattr(key, "db_returning", False):
        return
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
        [f'"{model._meta.db_table}"', key.column, len(rows)],
    )
    for row, (number,) in zip(rows, cursor.fetchall(), strict=True):
        row.pk = number


def _column(field: "Field[Any, Any]") -> Column:
    """Return how a row's value of the field is written: the common kinds without a detour."""
    if isinstance(field, ForeignKey):
        return _relation(field)
    for kind, writes in KINDS:
        # A field of somebody's own may store something else than it holds.
        if isinstance(field, kind) and type(field).__module__.startswith("django."):
            return _written(field, writes)
    connection = connections[DEFAULT_DB_ALIAS]
    return lambda row: field.get_db_prep_save(field.pre_save(row, True), connection)


def _written(field: "Field[Any, Any]", writes: Callable[[Any, Any], object]) -> Column:
    def column(row: Model) -> object:
        value = getattr(row, field.attname)
        return None if value is None else writes(value, field)

    return column


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("a row needs aware instants")
    return instant


def _relation(field: "ForeignKey[Any, Any]") -> Column:
    def column(row: Model) -> object:
        if field.is_cached(row):
            other = getattr(row, field.name)
            setattr(row, field.attname, other and other.pk)
        return getattr(row, field.attname)

    return column


# An enumeration's member is a word or a number like any other: written as what it stands for.
KINDS: tuple[tuple[Any, Callable[[Any, Any], object]], ...] = (
    ((CharField, TextField), lambda value, field: str.__str__(value)),
    (BooleanField, lambda value, field: value),
    (DateTimeField, lambda value, field: _aware(value)),
    (IntegerField, lambda value, field: int(value)),
    (JSONField, lambda value, field: json.dumps(value, cls=field.encoder)),
    (ArrayField, lambda value, field: array_text(value)),
)
