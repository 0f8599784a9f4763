"""Our own small client, as a provider uses it."""

import subprocess
import sys

import pytest

from porchlight.programmes.cybertips.clients.provider import Refused, ReportingClient
from porchlight.programmes.cybertips.tests.samples import MINIMAL

SMALL = {
    "incidentSummary": {
        "incidentType": "Child Sex Tourism",
        "incidentDateTime": "2026-10-01T00:00:00Z",
    },
    "reporter": {"reportingPerson": {"email": ["robin@provider.example"]}},
}


@pytest.fixture
def api(sandbox):
    with ReportingClient(sandbox.url, "strict", "sandbox") as client:
        yield client


class TestReportingClient:
    def test_takes_a_report_through_its_life(self, api, sandbox, tmp_path):
        path = tmp_path / "counted bytes.bin"
        path.write_bytes(bytes(range(256)) * 9000)
        report = api.open(SMALL)
        assert report in [each["reportId"] for each in api.half_open()]
        for file in (path, b"small"):
            api.describe(report, api.send_file(report, file), {"fileViewedByEsp": False})
        receipt = api.finish(report)
        assert receipt == api.finish(report)
        assert self.verified(sandbox, receipt) == 0
        assert self.verified(sandbox, receipt.replace(".", ".A", 1)) == 1

    def verified(self, sandbox, receipt):
        keys = str(sandbox.home / "home" / "keys" / "signing")
        command = [sys.executable, "-m", "porchlight", "verify-receipt", "-", "--keys", keys]
        return subprocess.run(command, input=receipt, text=True, capture_output=True).returncode

    def test_tells_every_fault(self, api):
        with pytest.raises(Refused) as refused:
            api.open(MINIMAL.replace(b"<reporter>", b"<surprise/><reporter>"))
        assert refused.value.code == 4100
        assert refused.value.faults[0]["line"] == 8

    def test_tries_a_document_and_retracts(self, api):
        assert api.check(SMALL)["valid"] is True
        report = api.open(MINIMAL)
        api.retract(report)
        with pytest.raises(Refused):
            api.finish(report)
