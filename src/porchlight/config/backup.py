"""
Backup and restore: every table as COPY text and every kept file, with counts and checksums.

The tables are read in one snapshot and written back into an empty database that the same
version's migrations made, so any PostgreSQL 15+ can receive what another one gave.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.sql import SQL, Composed, Identifier

from porchlight import __version__
from porchlight.house.files import keys, queries
from porchlight.house.files.models import FileKey
from porchlight.house.files.store import store
from porchlight.house.files.store.staged import place_of

MANIFEST = "manifest.json"
FOLDERS = ("audit",)
PIECE_BYTES = 1 << 20


class CannotRestore(Exception):
    """The backup or the database is not fit; the text says why and what to do."""


@dataclass(frozen=True)
class Part:
    """One table or file of a backup."""

    name: str
    rows: int
    sha256: str


def write(target: Path) -> str:
    """
    Write a backup to the new folder ``target`` and return a sentence with its size.

    :raises FileExistsError: if the folder exists
    """
    if target.exists():
        raise FileExistsError(f"{target} exists: name a new folder")
    (target / "tables").mkdir(parents=True, mode=0o700)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        tables = [_dump(cursor, table, target / "tables" / table) for table in _tables()]
    # After the tables: what they name was durable before their rows were.
    files = [*_copy_kept(target), *_copy_folders(target)]
    manifest = {
        "version": __version__,
        "tables": [asdict(part) for part in tables],
        "files": [asdict(part) for part in files],
    }
    (target / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return f"{sum(part.rows for part in tables)} rows of {len(tables)} tables, {len(files)} files"


def read(source: Path) -> str:
    """
    Restore the backup in ``source`` and return a sentence with what was proven.

    :raises CannotRestore: if the database is not empty, the version differs, or a checksum does
    """
    manifest = json.loads((source / MANIFEST).read_text())
    if manifest["version"] != __version__:
        raise CannotRestore(f"this backup needs Porchlight {manifest['version']}")
    call_command("migrate", verbosity=0)
    if apps.get_model("accounts", "Account").objects.exists():
        raise CannotRestore("the database is not empty: name an empty one in DATABASE_URL")
    with transaction.atomic(), connection.cursor() as cursor:
        strict = _strict_keys(cursor)
        _alter(cursor, strict, "DEFERRABLE INITIALLY DEFERRED")
        for part in manifest["tables"]:
            _load(cursor, part["name"], source / "tables" / part["name"])
        for part in manifest["tables"]:
            _prove(cursor, Part(**part))
        _set_sequences(cursor)
        _alter(cursor, strict, "NOT DEFERRABLE")
    for part in manifest["files"]:
        _bring_back(source, Part(**part))
    said = f"Restored and proven: {len(manifest['tables'])} tables, {len(manifest['files'])} files"
    if count := _forget_destroyed():
        said += f"; {count} destroyed again"
    if missing := queries.missing_keys():
        said += f". Bring these keys back before sealed files are opened: {', '.join(missing)}"
    return said


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return sorted(connection.introspection.table_names(cursor))


def _strict_keys(cursor: CursorWrapper) -> list[tuple[str, str]]:
    """The foreign keys that ask at once: tables come back in the order of the alphabet."""
    cursor.execute(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
        " AND NOT condeferrable AND conparentid = 0 AND connamespace = 'public'::regnamespace"
    )
    return [(str(table), str(name)) for table, name in cursor.fetchall()]


def _alter(cursor: CursorWrapper, keys: list[tuple[str, str]], how: str) -> None:
    for table, name in keys:
        statement = SQL("ALTER TABLE {} ALTER CONSTRAINT {} ").format(
            Identifier(table), Identifier(name)
        )
        cursor.execute(statement + SQL(how))


def _dump(cursor: CursorWrapper, table: str, path: Path) -> Part:
    digest, rows = hashlib.sha256(), 0
    with path.open("wb") as out:
        for chunk in _copy_out(cursor, table):
            out.write(chunk)
            digest.update(chunk)
            rows += chunk.count(b"\n")
    return Part(table, rows, digest.hexdigest())


def _copy_out(cursor: CursorWrapper, table: str) -> Iterator[bytes]:
    # Ordered, so that the same rows give the same bytes before and after.
    columns = _columns(table)
    order = SQL(", ").join(SQL("{}::text").format(Identifier(column)) for column in columns)
    statement = SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        _names(columns), Identifier(table), order
    )
    with cursor.copy(statement) as copy:
        for chunk in copy:
            yield bytes(chunk)


def _columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, table)
    return [column.name for column in described]


def _names(columns: list[str]) -> Composed:
    return SQL(", ").join(map(Identifier, columns))


def _load(cursor: CursorWrapper, table: str, path: Path) -> None:
    name = Identifier(table)
    cursor.execute(SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name))
    cursor.execute(SQL("DELETE FROM {}").format(name))
    statement = SQL("COPY {} ({}) FROM STDIN").format(name, _names(_columns(table)))
    with cursor.copy(statement) as copy, path.open("rb") as rows:
        while chunk := rows.read(1 << 20):
            copy.write(chunk)


def _prove(cursor: CursorWrapper, part: Part) -> None:
    digest, rows = hashlib.sha256(), 0
    for chunk in _copy_out(cursor, part.name):
        digest.update(chunk)
        rows += chunk.count(b"\n")
    if (rows, digest.hexdigest()) != (part.rows, part.sha256):
        raise CannotRestore(f"table {part.name}: {rows} rows do not equal the backup's {part.rows}")


def _set_sequences(cursor: CursorWrapper) -> None:
    # Deferred checks must run before a table can be altered again in this transaction.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in _tables():
        cursor.execute(SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(Identifier(table)))
        for sequence in connection.introspection.get_sequences(cursor, table):
            statement = SQL(
                "SELECT setval(pg_get_serial_sequence({}, {}),"
                " coalesce(max({column}), 1), max({column}) IS NOT NULL) FROM {table}"
            ).format(
                f'"{table}"',
                sequence["column"],
                column=Identifier(sequence["column"]),
                table=Identifier(table),
            )
            cursor.execute(statement)


def _copy_kept(target: Path) -> Iterator[Part]:
    """Every stored byte, as it lies: sealed files stay sealed, their keys stay where they are."""
    for address, _ in store().addresses():
        kept = store().open(address)
        pieces = (kept.read_at(at, PIECE_BYTES) for at in range(0, kept.size, PIECE_BYTES))
        yield _write(target / "files" / place_of(address), f"files/{address}", pieces)
        kept.close()


def _copy_folders(target: Path) -> Iterator[Part]:
    for folder in FOLDERS:
        for path in sorted((settings.HOME / folder).rglob("*")):
            if path.is_file():
                name = str(path.relative_to(settings.HOME))
                yield _write(target / "home" / name, name, [path.read_bytes()])


def _write(place: Path, name: str, pieces: Iterable[bytes]) -> Part:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with place.open("wb") as out:
        for piece in pieces:
            out.write(piece)
            digest.update(piece)
            size += len(piece)
    return Part(name, size, digest.hexdigest())


def _bring_back(source: Path, part: Part) -> None:
    kind, _, address = part.name.partition("/")
    if kind == "files":
        _restore_kept(source / "files" / place_of(address), part)
        return
    data = (source / "home" / part.name).read_bytes()
    if hashlib.sha256(data).hexdigest() != part.sha256:
        raise CannotRestore(f"file {part.name} differs from the backup")
    place = settings.HOME / part.name
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


def _restore_kept(path: Path, part: Part) -> None:
    with store().stage() as staged, path.open("rb") as kept:
        staged.write(iter(lambda: kept.read(PIECE_BYTES), b""))
        if staged.address != part.sha256:
            raise CannotRestore(f"file {part.name} differs from the backup")
        store().put(staged)


def _forget_destroyed() -> int:
    """Destroy again what was destroyed after the backup was written; returns how many."""
    gone = FileKey.objects.filter(file__address__in=keys.destroyed())
    count = gone.count()
    gone.delete()
    for address in keys.destroyed():
        store().delete(address)
    return count
