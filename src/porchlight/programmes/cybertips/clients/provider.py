"""
A small client of the reporting API, for providers and for tests. It needs Python 3.11 and nothing
else: copy this one file.

    with ReportingClient("https://console.example", "name", "secret") as api:
        report = api.open({"incidentSummary": {...}, "reporter": {...}})
        file = api.send_file(report, Path("picture.bin"))
        api.describe(report, file, {"fileViewedByEsp": True})
        receipt = api.finish(report)

Each call is repeated under the same number when the line breaks, so nothing is done twice.
"""

import base64
import http.client
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit

BASE = "/api/v1/cybertips"
PIECE_BYTES = 1 << 20
TRIES = 5
FIRST_WAIT_SECONDS = 0.5
AGAIN = {429, 500, 502, 503, 504, 507}

Body = bytes | Callable[[], Iterator[bytes]]


class Refused(Exception):
    """The service said no: ``code`` is its application code, ``faults`` what is wrong and where."""

    def __init__(self, status: int, said: Mapping[str, Any]) -> None:
        self.status = status
        self.code = int(said.get("code", 0))
        self.faults: list[dict[str, Any]] = list(said.get("faults", []))
        super().__init__(str(said.get("detail") or said.get("title") or status))


class ReportingClient:
    """One connection to the service. Not to be shared by threads."""

    def __init__(self, address: str, name: str, secret: str, *, timeout: float = 60) -> None:
        parts = urlsplit(address)
        kind = (
            http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        )
        self._link = kind(parts.netloc, timeout=timeout)
        words = base64.b64encode(f"{name}:{secret}".encode()).decode()
        self._key = f"Basic {words}"

    def __enter__(self) -> "ReportingClient":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._link.close()

    def check(self, report: Mapping[str, Any] | bytes) -> dict[str, Any]:
        """Return what would become of a report (JSON form, or XML as bytes); nothing is kept."""
        return self._ask("POST", "/reports/check", *_document(report))

    def open(self, report: Mapping[str, Any] | bytes) -> int:
        """
        Open a report (JSON form, or XML as bytes) and return its number.

        :raises Refused: with every fault
        """
        return int(self._ask("POST", "/reports", *_document(report))["reportId"])

    def send_file(self, report: int, file: Path | bytes, *, name: str = "") -> str:
        """Send a file and return its number; a path is streamed."""
        body: Body = file if isinstance(file, bytes) else lambda: _pieces(Path(file))
        named = name or (file.name if isinstance(file, Path) else "file")
        path = f"/reports/{report}/files?name={quote(named)}"
        size = len(file) if isinstance(file, bytes) else file.stat().st_size
        return str(self._ask("POST", path, body, "application/octet-stream", size)["fileId"])

    def describe(self, report: int, file: str, details: Mapping[str, Any]) -> None:
        """Say what is known of a file, once."""
        path = f"/reports/{report}/files/{file}/details"
        self._ask("PUT", path, json.dumps(details).encode(), "application/json")

    def finish(self, report: int) -> str:
        """File the report and return its signed receipt: keep it."""
        return str(self._ask("POST", f"/reports/{report}/finish")["receipt"])

    def retract(self, report: int) -> None:
        """Cancel an unfinished report."""
        self._ask("POST", f"/reports/{report}/retract")

    def state(self, report: int) -> dict[str, Any]:
        """Return where a report stands, and its files by number and fingerprint."""
        return self._ask("GET", f"/reports/{report}")

    def half_open(self) -> list[dict[str, Any]]:
        """Return the unfinished reports and when they expire."""
        found: list[dict[str, Any]] = self._ask("GET", "/reports")["open"]
        return found

    def _ask(
        self, method: str, path: str, body: Body = b"", kind: str = "", size: int | None = None
    ) -> dict[str, Any]:
        headers = {"Authorization": self._key, "Idempotency-Key": uuid.uuid4().hex}
        headers["Content-Length"] = str(len(body) if isinstance(body, bytes) else size)
        if kind:
            headers["Content-Type"] = kind
        wait = FIRST_WAIT_SECONDS
        for left in reversed(range(TRIES)):
            try:
                status, answer = self._once(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                self._link.close()
                if not left:
                    raise
            else:
                if status < 300:
                    return _object(answer)
                if status not in AGAIN or not left:
                    raise Refused(status, _object(answer))
            time.sleep(wait)
            wait *= 2
        raise AssertionError("the last try returns or raises")

    def _once(
        self, method: str, path: str, body: Body, headers: dict[str, str]
    ) -> tuple[int, bytes]:
        given = body if isinstance(body, bytes) else body()
        self._link.request(method, BASE + path, given, headers)
        answer = self._link.getresponse()
        return answer.status, answer.read()


def _document(report: Mapping[str, Any] | bytes) -> tuple[bytes, str]:
    if isinstance(report, bytes):
        return report, "application/xml"
    return json.dumps(report).encode(), "application/json"


def _object(answer: bytes) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            yield piece
