"""What other clients send, byte for byte: the documentation's curl, streams, cut-off bodies."""

import base64
import hashlib
import json
import re
import shutil
import socket
import subprocess

import pytest

from porchlight.programmes.cybertips.tests.samples import MINIMAL

KEY = base64.b64encode(b"strict:sandbox").decode()
CONTENT = bytes(range(256)) * 2048


def ask(sandbox, request: bytes, *, close_after: bool = False) -> tuple[int, bytes]:
    """Send exactly these bytes and return the status and the body of the answer."""
    with socket.create_connection(("127.0.0.1", sandbox.port), timeout=30) as link:
        link.sendall(request)
        if close_after:
            link.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := link.recv(65536):
            answer += piece
    head, _, body = answer.rpartition(b"\r\n\r\n") if b"\r\n\r\n" in answer else (answer, b"", b"")
    statuses = re.findall(rb"HTTP/1\.1 (\d+)", answer)
    return int(statuses[-1]) if statuses else 0, body


def head(path: str, *lines: str, method: str = "POST") -> bytes:
    said = [
        f"{method} {path} HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Basic {KEY}",
        "Connection: close",
        *lines,
    ]
    return ("\r\n".join(said) + "\r\n\r\n").encode()


def number_in(body: bytes) -> int:
    return int(re.search(rb"<reportId>(\d+)<", body)[1])


@pytest.fixture
def report(sandbox):
    _, body = ask(sandbox, head("/ispws/submit", f"Content-Length: {len(MINIMAL)}") + MINIMAL)
    return number_in(body)


def form(report: int, content: bytes, name: str = '; filename="a.bin"') -> bytes:
    return (
        f'--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n{report}\r\n'
        f'--B\r\nContent-Disposition: form-data; name="file"{name}\r\n\r\n'
    ).encode() + content


def in_chunks(body: bytes, size: int = 5000) -> bytes:
    pieces = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


class TestCurlAsDocumented:
    @pytest.fixture(autouse=True)
    def _curl(self):
        if shutil.which("curl") is None:
            pytest.skip("curl is not here")

    def curl(self, sandbox, path, *words, data=b""):
        command = ["curl", "-s", "-u", "strict:sandbox", *words, f"{sandbox.url}/ispws/{path}"]
        return subprocess.run(command, input=data, capture_output=True, timeout=60).stdout

    def test_takes_a_report_through_its_life(self, sandbox, tmp_path):
        kind = ("-H", "Content-Type: text/xml; charset=utf-8")
        opened = self.curl(sandbox, "submit", *kind, "--data-binary", "@-", data=MINIMAL)
        number = number_in(opened)
        file = tmp_path / "counted.bin"
        file.write_bytes(CONTENT)
        sent = self.curl(sandbox, "upload", "-F", f"id={number}", "-F", f"file=@{file}")
        assert hashlib.md5(CONTENT, usedforsecurity=False).hexdigest().encode() in sent
        done = self.curl(sandbox, "finish", "-F", f"id={number}")
        assert b"<reportDoneResponse><responseCode>0<" in done
        assert done == self.curl(sandbox, "finish", "-F", f"id={number}")


class TestStreams:
    def test_are_taken_in_chunks_and_without_a_file_name(self, sandbox, report):
        body = form(report, CONTENT, name="") + b"\r\n--B--\r\n"
        lines = ("Transfer-Encoding: chunked", "Content-Type: multipart/form-data; boundary=B")
        status, answer = ask(sandbox, head("/ispws/upload", *lines) + in_chunks(body))
        assert status == 200, answer
        assert hashlib.md5(CONTENT, usedforsecurity=False).hexdigest().encode() in answer

    def test_are_taken_for_documents_too(self, sandbox):
        lines = ("Transfer-Encoding: chunked", "Content-Type: text/xml")
        status, answer = ask(sandbox, head("/ispws/submit", *lines) + in_chunks(MINIMAL, 100))
        assert status == 200
        assert number_in(answer)

    def test_may_wait_for_a_continue(self, sandbox, report):
        body = form(report, CONTENT) + b"\r\n--B--\r\n"
        request = head(
            "/ispws/upload",
            "Expect: 100-continue",
            f"Content-Length: {len(body)}",
            "Content-Type: multipart/form-data; boundary=B",
        )
        status, answer = ask(sandbox, request + body)
        assert status == 200
        assert b"<responseCode>0<" in answer


class TestWhatWasCutOff:
    @pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.9999])
    def test_is_never_a_file(self, sandbox, report, share):
        body = form(report, CONTENT) + b"\r\n--B--\r\n"
        request = head(
            "/ispws/upload",
            f"Content-Length: {len(body)}",
            "Content-Type: multipart/form-data; boundary=B",
        )
        ask(sandbox, request + body[: int(len(body) * share)], close_after=True)
        assert self.files(sandbox, report) == []

    def test_is_never_a_report(self, sandbox):
        status, answer = ask(
            sandbox,
            head("/ispws/submit", f"Content-Length: {len(MINIMAL) + 10}") + MINIMAL,
            close_after=True,
        )
        assert status in (0, 400)
        assert b"reportId" not in answer

    def test_is_never_a_file_of_the_json_form(self, sandbox, report):
        request = head(f"/api/v1/cybertips/reports/{report}/files", "Content-Length: 100")
        ask(sandbox, request + b"x" * 50, close_after=True)
        assert self.files(sandbox, report) == []

    def files(self, sandbox, report):
        _, answer = ask(sandbox, head(f"/api/v1/cybertips/reports/{report}", method="GET"))
        return json.loads(answer)["fileList"]


class TestALargeFile:
    def test_never_lies_in_the_clear_and_never_in_memory_whole(self, sandbox, report):
        mark = b"a line that would be found in the clear "
        content = mark * (40 * 1024 * 1024 // len(mark))
        body = form(report, content) + b"\r\n--B--\r\n"
        request = head(
            "/ispws/upload",
            f"Content-Length: {len(body)}",
            "Content-Type: multipart/form-data; boundary=B",
        )
        before = memory(sandbox)
        status, _ = ask(sandbox, request + body)
        assert status == 200
        assert memory(sandbox) - before < 30 * 1024 * 1024
        folder = sandbox.home / "home"
        clear = [
            path
            for path in folder.rglob("*")
            if path.is_file() and path.stat().st_size > 1_000_000 and mark in path.read_bytes()
        ]
        assert clear == []


def memory(sandbox) -> int:
    """The most that any of the sandbox's servers has held in memory, in bytes."""
    told = subprocess.run(
        ["ps", "-o", "rss=", "-g", str(sandbox.process.pid)], capture_output=True, text=True
    )
    return max(int(line) for line in told.stdout.split()) * 1024
