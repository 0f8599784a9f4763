"""The public's search at 100,000 posters with fifty readers, on real web processes."""

import os
import random
import socket
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from porchlight.config.supervisor import porchlight
from porchlight.core.names import fold_name
from porchlight.demo import people
from porchlight.programmes.posters.models import ReleasedPoster
from result import Result

POSTERS, READERS, SEARCHES_EACH, LIMIT_MS = 100_000, 50, 20, 150
# A reader looks at what was found before searching again.
READING_SECONDS = (1.0, 3.0)
STATES = ("TX", "NM", "CA", "NY", "FL", "OH", "WA", "GA")


def measure() -> Result:
    call_command("migrate", verbosity=0)
    names = _fill()
    try:
        with _served() as address:
            took = sorted(_read(address, names))
    finally:
        ReleasedPoster.objects.filter(code__startswith="bench").delete()
    middle, late = took[len(took) // 2] * 1000, took[int(len(took) * 0.95)] * 1000
    return Result(
        f"public search, {POSTERS:,} posters, {READERS} readers who search again after 1 to 3 s",
        f"p95 {late:.0f} ms (median {middle:.0f} ms)",
        f"limit {LIMIT_MS} ms",
        f"{LIMIT_MS / late:.2f}",
    )


def _fill() -> list[str]:
    """Release invented posters; a row says what a list shows of a real one."""
    chance, now = random.Random(1), timezone.now()
    names = []
    for start in range(0, POSTERS, 5000):
        rows = [_row(number, chance, now) for number in range(start, start + 5000)]
        names += [row.names for row in rows]
        ReleasedPoster.objects.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE posters_releasedposter")
    return names


def _row(number: int, chance: random.Random, now: datetime) -> ReleasedPoster:
    home = people.family(chance)
    age = chance.randrange(1, 18)
    who = people.person(chance, home, age=age, today=now.date())
    state = chance.choice(STATES)
    child = {"key": [["Age", str(age)]], "photographs": [], "placeholder": {"alt": "No picture"}}
    said = {"names": who.name, "band": "Missing", "shared": [["From", state]], "children": [child]}
    return ReleasedPoster(
        code=f"bench{number:017}",
        version=1,
        languages=["en", "es"],
        names=who.name,
        name_words=f" {fold_name(who.name)}",
        state=state,
        age_low=age,
        age_high=age + 1,
        content={"en": said, "es": said},
        released_at=now - timedelta(minutes=chance.randrange(500_000)),
        expires_at=now + timedelta(days=30),
    )


@contextmanager
def _served() -> Iterator[str]:
    """The public site as `porchlight run` starts it; each reader has an address of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    given = {"PORCHLIGHT_PUBLIC_URL": f"http://{bind}", "PORCHLIGHT_TRUSTED_PROXIES": "1"}
    web = subprocess.Popen(
        porchlight("web", "--site", "public", "--bind", bind),
        env={**os.environ, **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://{bind}/healthz", timeout=5).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://{bind}"
    finally:
        web.terminate()
        web.wait(30)


def _read(address: str, names: list[str]) -> list[float]:
    took: list[float] = []

    def reader(number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, READING_SECONDS[1]))
        for at in range(SEARCHES_EACH + 1):
            began = time.perf_counter()
            _search(address, chance, names, number)
            if at:  # the first one finds processes that have just begun
                took.append(time.perf_counter() - began)
            time.sleep(chance.uniform(*READING_SECONDS))

    threads = [threading.Thread(target=reader, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def _search(address: str, chance: random.Random, names: list[str], number: int) -> None:
    word = chance.choice(chance.choice(names).split())
    asked = {"name": word[: chance.randint(3, 12)]}
    if chance.random() < 0.3:
        asked["state"] = chance.choice(STATES)
    if chance.random() < 0.2:
        asked["age"] = str(chance.randrange(1, 18))
    if chance.random() < 0.1:
        asked = {}
    request = urllib.request.Request(
        f"{address}/?{urlencode(asked)}", headers={"X-Forwarded-For": f"192.0.2.{number + 1}"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
