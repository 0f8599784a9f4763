"""
Hashes looked up through the API, key and audit line and all, beside the bare index in one process.
One hash in a hundred is known; 1,000,000 are on the list. All are random.
"""

import base64
import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.test.utils import override_settings

from porchlight.demo.cast import enter
from porchlight.house.accounts.actions.keys import issue_key
from porchlight.house.accounts.machines import viewer_of
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.hashes import jobs
from porchlight.programmes.hashes.actions import exchange, members
from porchlight.programmes.hashes.queries import index
from porchlight.programmes.hashes.rules.exchange import Contribution
from porchlight.programmes.hashes.rules.vocabulary import Kind, Media
from result import Result

LISTED, KNOWN, ASKED, ROUNDS = 1_000_000, 1_000, 20_000, 5


def measure() -> Result:
    call_command("migrate", verbosity=0)
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(HASH_INDEX=Path(folder)),
        transaction.atomic(),
    ):
        result = _measure()
        transaction.set_rollback(True)
    return result


def _measure() -> Result:
    rng = np.random.default_rng(3)
    known = [rng.bytes(32) for _ in range(KNOWN)]
    client = _member(known)
    store = index.store(Kind.PDQ)
    words, numbers = store.refresh().entries()
    more = rng.integers(0, 2**64, (LISTED - KNOWN, 4), dtype=np.uint64)
    above = np.arange(10**12, 10**12 + len(more), dtype=np.uint64)
    store.replace([(words, numbers), (more, above)])
    asked = [rng.bytes(32) for _ in range(ASKED)]
    asked[::100] = known[: ASKED // 100]
    body = json.dumps({"pdq": [each.hex() for each in asked]})

    def through_the_api() -> None:
        answer = client.post("/hashes/v1/look-up", body, content_type="application/json")
        assert answer.json()["known"] == ASKED // 100

    def bare() -> None:
        assert len(index.find(Kind.PDQ, asked)) >= ASKED // 100

    ours, limit = _rate(through_the_api), _rate(bare)
    return Result(
        f"PDQ hashes looked up through the API, {LISTED:,} listed, {ASKED:,} in a request",
        f"{ours:,.0f}/s",
        f"bare index {limit:,.0f}/s",
        f"{ours / limit:.2f}",
    )


def _member(known: list[bytes]) -> Client:
    now = datetime.now(UTC)
    cast = enter(now=now)
    by = viewer_for(cast.administrator)
    member = members.add_member(cast.tribal_police.id, by=by, now=now)
    members.grant_access(member.id, "industry", may_contribute=True, by=by, now=now)
    key, secret = issue_key(cast.tribal_police.id, "bench", "partner_system", by=by, now=now)
    given = [
        Contribution(f"bench-{at}", Media.IMAGE, "A1", ((Kind.PDQ, value),))
        for at, value in enumerate(known)
    ]
    exchange.contribute("industry", given, by=viewer_of(key), now=now)
    jobs.index_waiting(now=now)
    signed = base64.b64encode(f"{key.username}:{secret}".encode()).decode()
    return Client(headers={"Authorization": f"Basic {signed}"})


def _rate(once: Callable[[], None]) -> float:
    once()
    began = time.perf_counter()
    for _ in range(ROUNDS):
        once()
    return ROUNDS * ASKED / (time.perf_counter() - began)
