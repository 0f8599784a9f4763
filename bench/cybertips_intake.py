"""
Intake: 20 reports/s with 3 files each, kept up for a while by senders that do not wait for each
other, against one server process on an embedded PostgreSQL that writes through.
"""

import random
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from result import Result

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SECONDS, REPORTS_PER_SECOND, FILES, SENDERS = 30, 20, 3, 24
FILE_BYTES = 50_000
SMALL = {
    "incidentSummary": {
        "incidentType": "Child Sex Tourism",
        "incidentDateTime": "2026-10-01T00:00:00Z",
    },
    "reporter": {"reportingPerson": {"email": ["robin@provider.example"]}},
}


def measure() -> Result:
    from tests.clients.sandbox import running  # noqa: PLC0415

    from porchlight.programmes.cybertips.clients.provider import ReportingClient  # noqa: PLC0415

    times: list[float] = []
    own = threading.local()

    def one(url: str, due: float, content: bytes) -> None:
        time.sleep(max(0.0, due - time.perf_counter()))
        if not hasattr(own, "api"):
            own.api = ReportingClient(url, "strict", "sandbox")
        report = timed(lambda: own.api.open(SMALL))
        for number in range(FILES):
            timed(lambda part=content + bytes([number]): own.api.send_file(report, part))
        timed(lambda: own.api.finish(report))

    def timed(call: Callable[[], Any]) -> Any:  # noqa: ANN401 what the call gives
        began = time.perf_counter()
        made = call()
        times.append(time.perf_counter() - began)
        return made

    with running() as box, ThreadPoolExecutor(SENDERS) as pool:
        start = time.perf_counter() + 0.5
        count = SECONDS * REPORTS_PER_SECOND
        jobs = [
            pool.submit(one, box.url, start + n / REPORTS_PER_SECOND, random.randbytes(FILE_BYTES))
            for n in range(count)
        ]
        for job in jobs:
            job.result()
        took = time.perf_counter() - start
    times.sort()
    p99 = times[int(len(times) * 0.99)] * 1000
    return Result(
        f"Intake of reports with {FILES} files of {FILE_BYTES // 1000} KB, durable, one machine",
        f"{count / took:.1f} reports/s and {count * FILES / took:.1f} files/s, p99 {p99:.0f} ms",
        "20 reports/s and 60 files/s, p99 500 ms",
        f"{count / took / REPORTS_PER_SECOND:.2f}",
    )
