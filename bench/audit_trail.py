"""Events recorded in the chained trail, beside plain durable inserts into a table without chain."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from porchlight.core.event import Event
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import record
from result import Result

ROUNDS = 3000
SOMEBODY = Viewer(id=7, door=Door.STAFF)


@dataclass(frozen=True)
class Measured(Event):
    """One event of the measurement."""

    KIND = "audit.bench.measured"
    SENTENCE = say("Measured {thing_id}")
    thing_id: int


def measure() -> Result:
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    body = "x" * 260
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bench_plain (id bigserial, body text)")

        def plain(number: int) -> None:
            cursor.execute("INSERT INTO bench_plain (body) VALUES (%s)", [body])

        peer = _rate(plain)
        cursor.execute("DROP TABLE bench_plain")
    ours = _rate(lambda number: record(Measured(number), by=SOMEBODY, at=now))
    return Result(
        "events recorded, one transaction each, one connection",
        f"{ours:,.0f}/s",
        f"plain durable INSERT {peer:,.0f}/s",
        f"{ours / peer:.2f}",
    )


def _rate(once: object) -> float:
    for number in range(200):
        once(number)
    began = time.perf_counter()
    for number in range(ROUNDS):
        once(number)
    return ROUNDS / (time.perf_counter() - began)
