"""
One ``porchlight run`` for each home: its lock, its ports, and what a killed one left running.

Kill -9 gives nobody time to stop what they started. The next run on the same home finds those
processes in a note, stops them, and only then begins; the database it joins as it is.
"""

import fcntl
import json
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

# Requests that a web server still answers when it is asked to end take at most this long.
END_SECONDS = 12.0
Tells = Callable[[str], object]


class CannotRun(Exception):
    """Why ``porchlight run`` cannot begin here, and what to do about it."""


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """
    Hold the home for this run until it ends, in whatever way.

    :raises CannotRun: when another run holds it
    """
    home.mkdir(parents=True, exist_ok=True)
    with (home / "run.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CannotRun(
                f"Porchlight runs from {home.resolve()} already (process {lock.read().strip()}).\n"
                "Stop it, or set PORCHLIGHT_HOME to another folder and give other ports."
            ) from error
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def note(home: Path, pids: Iterable[int]) -> None:
    """Write down which processes were started, for a run that comes after a kill."""
    known = [(pid, began) for pid in pids if (began := _began(pid)) is not None]
    fresh = home / "run.children.new"
    fresh.write_text(json.dumps(known), encoding="utf-8")
    fresh.replace(home / "run.children")


def stop_left_over(home: Path, tell: Tells) -> None:
    """End the processes that a killed run had noted, and wait until they are gone."""
    left = [process for process in _noted(home) if process.is_running()]
    if not left:
        return
    tell(f"Stopping {len(left)} processes that an earlier run left …")
    left += [child for process in left for child in _children(process)]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, alive = psutil.wait_procs(left, timeout=END_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, timeout=END_SECONDS)


def prove_free(*binds: str) -> None:
    """
    Prove that each address, such as 127.0.0.1:8000, can be listened on.

    :raises CannotRun: naming the first that is none, or that somebody else listens on
    """
    for bind in binds:
        host, port = address(bind)
        try:
            family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            raise CannotRun(
                f"Nothing can listen on {bind}: {error.strerror}.\n"
                "Stop what listens there, or give another port: --public-bind, --console-bind."
            ) from error
    if len({address(bind)[1] for bind in binds}) < len(binds):
        raise CannotRun("The public site and the console need a port each.")


def address(bind: str) -> tuple[str, int]:
    """
    Return host and port.

    >>> address("127.0.0.1:8000")
    ('127.0.0.1', 8000)

    :raises CannotRun: when it is no address with a port
    """
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 2**16:
        raise CannotRun(f"{bind!r} is no address with a port, such as 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _noted(home: Path) -> Iterator[psutil.Process]:
    try:
        known = json.loads((home / "run.children").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return
    for pid, began in known:
        # Numbers of processes are used again: only what began at the same moment is meant.
        if _began(pid) == began:
            with suppress(psutil.NoSuchProcess):
                yield psutil.Process(pid)


def _began(pid: int) -> float | None:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.NoSuchProcess:
        return []
