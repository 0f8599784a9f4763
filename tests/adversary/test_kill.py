"""Kill -9 of web, worker and database during intake: what was acknowledged is there afterwards."""

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request

import psutil
import pytest

from porchlight.house.doors.proof_of_work import pay
from tests.house import House

pytestmark = pytest.mark.adversary

CYCLES = 20
# Which process is killed in which cycle; the masters are slower to come back and come up twice.
VICTIMS = ("web child", "worker", "database", "web child", "worker", "database", "web")
TAKE_IN_SECONDS = 60


class Public:
    """People who leave sightings without pause, and the ledger of what was acknowledged to them."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.acknowledged: dict[str, str] = {}
        self.refused = 0
        self.over = threading.Event()

    def talk(self) -> None:
        """Leave one sighting after another; one that was not acknowledged is left again."""
        number = 0
        while not self.over.is_set():
            number += 1
            words = f"Sighting number {number}: somebody waited at the bus stop."
            try:
                self.acknowledged[words] = self.leave(words)
            except (OSError, urllib.error.URLError, ValueError):
                self.refused += 1
                time.sleep(0.2)
            time.sleep(0.1)

    def leave(self, words: str) -> str:
        token = self.call("challenge")["token"]
        body = {"words": words, "toll": token, "nonce": pay(token), "place": "Llano, TX"}
        receipt: str = self.call("", body)["receipt"]
        return receipt

    def call(self, path: str, body: object = None) -> dict:
        request = urllib.request.Request(
            f"{self.house.public}/api/v1/sightings/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


def processes(house: House) -> dict[str, list[psutil.Process]]:
    """The house's processes by what they are."""
    assert house.process
    found: dict[str, list[psutil.Process]] = {"web": [], "web child": [], "worker": []}
    for child in psutil.Process(house.process.pid).children():
        words = child.cmdline()
        if "worker" in words:
            found["worker"].append(child)
        elif "web" in words:
            found["web"].append(child)
            found["web child"] += child.children()
    number = int((house.home / "postgres" / "postmaster.pid").read_text().split()[0])
    return {**found, "database": [psutil.Process(number)]}


def kill(house: House, what: str) -> None:
    """Kill one of them the hard way."""
    for victim in processes(house)[what][:1]:
        os.kill(victim.pid, signal.SIGKILL)


COUNT = """
from porchlight.house.audit.verify import verify
from porchlight.programmes.hotline.models import Lead
import json
ours = Lead.objects.filter(words__startswith="Sighting number")
told = list(ours.values_list("words", flat=True))
print(json.dumps({"told": told, "whole": verify().whole}))
"""


def kept(house: House) -> dict:
    """What the desk has, asked by a process of its own."""
    done = house.command("django-admin", "shell", "--no-imports", "--command", COUNT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


class TestKill9:
    def test_loses_nothing_that_was_acknowledged(self, house: House) -> None:
        public = Public(house)
        talking = threading.Thread(target=public.talk)
        talking.start()
        try:
            for cycle in range(CYCLES):
                before = len(public.acknowledged)
                end = time.monotonic() + 60
                while len(public.acknowledged) < before + 2 and time.monotonic() < end:
                    time.sleep(0.05)
                assert len(public.acknowledged) > before, f"cycle {cycle}: {house.log()}"
                kill(house, VICTIMS[cycle % len(VICTIMS)])
        finally:
            public.over.set()
            talking.join()
        house.wait_until_it_answers()
        assert len(public.acknowledged) >= 2 * CYCLES
        end = time.monotonic() + TAKE_IN_SECONDS
        while time.monotonic() < end:
            found = kept(house)
            lost = set(public.acknowledged) - set(found["told"])
            if not lost:
                break
            time.sleep(2)
        assert not lost, f"{len(lost)} of {len(public.acknowledged)} acknowledged are lost: {lost}"
        assert len(found["told"]) == len(set(found["told"])), "one was taken in twice"
        assert found["whole"]
