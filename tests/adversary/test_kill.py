"""Kill -9 of web, worker and database during intake: what was acknowledged is there afterwards."""

import json
import os
import signal
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
import requests

from porchlight.demo.cast import PARTS, PASSWORD
from porchlight.house.doors.proof_of_work import pay
from tests.house import House, running
from tests.people import code_of

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


class Specialist:
    """Somebody at the console who types a call without pause, and the last text that was saved."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.browser = requests.Session()
        self.saved = 0
        self.over = threading.Event()
        self.call = ""

    def press(self, address: str, **fields: str) -> requests.Response:
        """Send a form as a page without script does."""
        token = {"X-CSRFToken": self.browser.cookies.get("csrftoken", "")}
        return self.browser.post(
            f"{self.house.console}{address}", fields, headers=token, timeout=10
        )

    def begin(self) -> None:
        """Sign in with the second factor and take a call."""
        self.browser.get(f"{self.house.console}/sign-in/", timeout=30)
        mine = PARTS["specialist"]
        self.press("/sign-in/", email=mine.email, password=PASSWORD, notice="on")
        self.press("/sign-in/code/", code=code_of("specialist"))
        self.call = urlsplit(self.press("/staff/calls/take/", channel="telephone").url).path
        assert "/CALL-" in self.call, self.call

    def type(self) -> None:
        """Each save says a higher number; one that was not answered is sent again."""
        number = 0
        while not self.over.is_set():
            number += 1
            page = {"writer": "a" * 32, "sequence": str(number), "seen": str(number - 1)}
            words = {"event-0-circumstances": f"Typed {number} times."}
            try:
                answer = self.press(f"{self.call}save/", **page, **words)
                if answer.status_code == 200 and "saved_at" in answer.json():
                    self.saved = number
            except (OSError, ValueError):
                time.sleep(0.2)
            time.sleep(0.1)


def processes(house: House) -> dict[str, list[psutil.Process]]:
    """The house's processes by what they are."""
    assert house.process
    found: dict[str, list[psutil.Process]] = {"web": [], "web child": [], "worker": []}
    for child in psutil.Process(house.process.pid).children():
        try:
            words = child.cmdline()
        except (psutil.ZombieProcess, psutil.NoSuchProcess):
            continue  # one that was killed before and is not buried yet
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
from porchlight.programmes.hotline.models import Lead, Typing
import json, re
ours = Lead.objects.filter(words__startswith="Sighting number")
told = list(ours.values_list("words", flat=True))
drafts = str([one.draft for one in Typing.objects.all()])
typed = [int(number) for number in re.findall("Typed ([0-9]+) times", drafts)]
print(json.dumps({"told": told, "typed": max(typed, default=0), "whole": verify().whole}))
"""


def kept(house: House) -> dict:
    """What the desk has, asked by a process of its own."""
    done = house.command("django-admin", "shell", "--no-imports", "--command", COUNT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    """One of its own: what is left here by the hundred must not stand in others' inboxes."""
    with tempfile.TemporaryDirectory(prefix="porchlight-") as folder, running(Path(folder)) as it:
        yield it


def take_in(house: House, acknowledged: set[str]) -> dict:
    """Wait until the worker has taken in what was acknowledged, then say what the desk has."""
    end = time.monotonic() + TAKE_IN_SECONDS
    while True:
        found = kept(house)
        if not acknowledged - set(found["told"]) or time.monotonic() > end:
            return found
        time.sleep(2)


class TestKill9:
    def test_loses_nothing_that_was_acknowledged(self, house: House) -> None:
        public, specialist = Public(house), Specialist(house)
        specialist.begin()
        both = [threading.Thread(target=public.talk), threading.Thread(target=specialist.type)]
        for one in both:
            one.start()
        try:
            for cycle in range(CYCLES):
                before, typed = len(public.acknowledged), specialist.saved
                end = time.monotonic() + 60
                while time.monotonic() < end and (
                    len(public.acknowledged) < before + 2 or specialist.saved == typed
                ):
                    time.sleep(0.05)
                assert len(public.acknowledged) > before, f"cycle {cycle}: {house.log()}"
                assert specialist.saved > typed, f"cycle {cycle}: {house.log()}"
                kill(house, VICTIMS[cycle % len(VICTIMS)])
        finally:
            public.over.set()
            specialist.over.set()
            for one in both:
                one.join()
        house.wait_until_it_answers()
        assert len(public.acknowledged) >= 2 * CYCLES
        found = take_in(house, set(public.acknowledged))
        lost = set(public.acknowledged) - set(found["told"])
        assert not lost, f"{len(lost)} of {len(public.acknowledged)} acknowledged are lost: {lost}"
        assert len(found["told"]) == len(set(found["told"])), "one was taken in twice"
        assert found["typed"] >= specialist.saved, "what was saved while typing is lost"
        assert found["whole"]
