"""Bytes kept and sealed, beside a plain SHA-256 with fsync and beside bare AES-GCM, in one run."""

import hashlib
import os
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from porchlight.core.viewer import house_viewer
from porchlight.house.files import actions, container, keys, queries
from porchlight.house.files.keys import Compartment
from result import Result

MEBIBYTE = 1 << 20
SIZE = 64 * MEBIBYTE
ROUNDS = 5
BY = house_viewer("bench")


def measure() -> Result:
    call_command("migrate", verbosity=0)
    folder = Path(tempfile.mkdtemp(dir=settings.HOME))
    settings.FILES_AT = f"local:{folder / 'bytes'}"
    settings.SEALING_KEYS, settings.OPENING_KEYS = folder / "sealing", folder / "opening"
    keys.make_missing(now=timezone.now())
    try:
        return _measured(folder)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path) -> Result:
    sealed = []

    def keep(compartment: Compartment | None) -> Callable[[bytes], None]:
        def kept(data: bytes) -> None:
            said = {"compartment": compartment, "by": BY, "now": timezone.now()}
            sealed.append(actions.keep(data, **said))

        return kept

    def limit(data: bytes) -> None:
        with (folder / "limit").open("wb") as out:
            out.write(data)
            hashlib.sha256(data).hexdigest()
            out.flush()
            os.fsync(out.fileno())

    def bare(data: bytes) -> None:
        cipher, size = AESGCM(container.new_key()), 1 << container.CHUNK_BITS
        for number in range(0, len(data), size):
            nonce = number.to_bytes(12, "big")
            cipher.encrypt(nonce, data[number : number + size], b"")

    def stream(data: bytes) -> None:
        for _ in container.seal([data], container.new_key(), container.new_header()):
            pass

    # In turn, so that whatever else the machine does meets all of them.
    ways = [limit, keep(None), keep(Compartment.VAULT), bare, stream]
    rates: list[list[float]] = [[] for _ in ways]
    for _ in range(ROUNDS):
        for way, found in zip(ways, rates, strict=True):
            found.append(_rate(way))
    plainest, plain, vault, gcm, form = (statistics.median(found) for found in rates)
    opening = _opening(sealed[-1])
    return Result(
        f"files of {SIZE // MEBIBYTE} MiB kept: three hashes, durable, rows, event",
        f"plain {plain:,.0f} MiB/s, sealed {vault:,.0f} MiB/s; sealed form {form:,.0f} MiB/s,"
        f" opened {opening:,.0f} MiB/s",
        f"SHA-256 and fsync {plainest:,.0f} MiB/s; bare AES-256-GCM {gcm:,.0f} MiB/s",
        f"{plain / plainest:.2f} kept, {vault / plainest:.2f} sealed, {form / gcm:.2f} form",
    )


def _rate(way: Callable[[bytes], None]) -> float:
    data = secrets.token_bytes(SIZE)
    began = time.perf_counter()
    way(data)
    return SIZE / MEBIBYTE / (time.perf_counter() - began)


def _opening(file: object) -> float:
    began = time.perf_counter()
    for _ in queries.unsealed(file).parts(0, SIZE):
        pass
    return SIZE / MEBIBYTE / (time.perf_counter() - began)
