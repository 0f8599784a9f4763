"""
Kill -9 under load: web workers and backends of the database die while providers send; every
acknowledged report and file must be there once, by a ledger kept outside (security.md, G-01).

``PORCHLIGHT_KILLS=200`` asks for more cycles than the suite can wait for.
"""

import hashlib
import json
import os
import random
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from porchlight.programmes.cybertips.clients.provider import ReportingClient
from tests.clients.sandbox import running

pytestmark = pytest.mark.adversary
KILLS = int(os.environ.get("PORCHLIGHT_KILLS", "12"))
SENDERS = 3
SMALL = {
    "incidentSummary": {
        "incidentType": "Child Sex Tourism",
        "incidentDateTime": "2026-10-01T00:00:00Z",
    },
    "reporter": {"reportingPerson": {"email": ["robin@provider.example"]}},
}


class Ledger:
    """What was acknowledged, written through to the disk before anything else happens."""

    def __init__(self, path: Path) -> None:
        self.lock = threading.Lock()
        self.file = path.open("a")

    def note(self, **said) -> None:
        with self.lock:
            self.file.write(json.dumps(said) + "\n")
            self.file.flush()
            os.fsync(self.file.fileno())


def processes(of: int, name: str) -> list[int]:
    """Descendants of a process by a word of their command line."""
    told = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in told.splitlines()[1:]]
    family, grown = {of}, True
    while grown:
        grown = False
        for pid, parent, _ in rows:
            if int(parent) in family and int(pid) not in family:
                family.add(int(pid))
                grown = True
    return [int(pid) for pid, _, args in rows if int(pid) in family and name in args]


def backends(home: Path) -> list[int]:
    """The database's processes that serve somebody; the postmaster stays."""
    (status,) = list(home.rglob("postmaster.pid"))[:1]
    postmaster = int(status.read_text().splitlines()[0])
    told = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True).stdout
    rows = [line.split(None, 2) for line in told.splitlines()[1:]]
    return [
        int(pid) for pid, parent, args in rows if int(parent) == postmaster and "[local]" in args
    ]


def send(url: str, ledger: Ledger, stop: threading.Event, seed: int) -> None:
    drawn = random.Random(seed)
    while not stop.is_set():
        try:
            with ReportingClient(url, "strict", "sandbox", timeout=20) as api:
                report = api.open({**SMALL, "additionalInfo": f"{seed} {drawn.random()}"})
                ledger.note(report=report)
                for _ in range(2):
                    content = drawn.randbytes(20_000)
                    file = api.send_file(report, content)
                    ledger.note(
                        report=report, file=file, sha256=hashlib.sha256(content).hexdigest()
                    )
                receipt = api.finish(report)
                ledger.note(report=report, receipt=receipt)
        except Exception:  # noqa: BLE001, S112 whatever it was, it was not acknowledged
            continue


class TestKillNine:
    def test_loses_nothing_that_was_acknowledged(self, tmp_path):
        path = tmp_path / "ledger"
        with running() as box:
            ledger, stop = Ledger(path), threading.Event()
            senders = [
                threading.Thread(target=send, args=(box.url, ledger, stop, n))
                for n in range(SENDERS)
            ]
            for sender in senders:
                sender.start()
            killed = self.kill(box)
            stop.set()
            for sender in senders:
                sender.join(120)
            assert killed >= KILLS // 2
            self.compare(box, [json.loads(line) for line in path.read_text().splitlines()])

    def kill(self, box) -> int:
        killed = 0
        for turn in range(KILLS):
            time.sleep(random.uniform(0.3, 1.2))
            if turn % 3 == 2:
                found = backends(box.home / "home")
            else:
                # The first is the master, which starts another worker at once.
                found = sorted(processes(box.process.pid, "cybertip-sandbox"))[1:]
            if found:
                os.kill(random.choice(found), signal.SIGKILL)
                killed += 1
        return killed

    def compare(self, box, notes) -> None:
        opened = {note["report"] for note in notes}
        assert len(opened) > KILLS
        with ReportingClient(box.url, "strict", "sandbox", timeout=60) as api:
            for report in opened:
                said = api.state(report)
                files = {each["fileId"]: each["sha256"] for each in said["fileList"]}
                sent = {
                    n["file"]: n["sha256"] for n in notes if n["report"] == report and "file" in n
                }
                assert sent.items() <= files.items()
                assert len(files) <= 2, "a file was taken twice"
                finished = [n for n in notes if n["report"] == report and "receipt" in n]
                if finished:
                    assert said["state"] == "finished"
                    assert api.finish(report) == finished[0]["receipt"]
