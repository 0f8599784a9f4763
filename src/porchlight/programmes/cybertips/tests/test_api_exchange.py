import hashlib
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from porchlight.programmes.cybertips.models import Document, Report, ReportFile
from porchlight.programmes.cybertips.rules.receipts import verified
from porchlight.programmes.cybertips.tests.samples import MINIMAL

pytestmark = pytest.mark.django_db
SMALL = {
    "incidentSummary": {
        "incidentType": "Online Enticement of Children for Sexual Acts",
        "incidentDateTime": "2026-10-01T00:00:00Z",
    },
    "reporter": {"reportingPerson": {"email": ["robin@provider.example"]}},
}
AT = "/api/v1/cybertips"


@pytest.fixture
def ask(chatterbee):
    def asked(method, path, body=None, **rest):
        given = {"content_type": "application/json"} | rest
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        return getattr(chatterbee.client, method)(f"{AT}/{path}", body or b"", **given)

    return asked


@pytest.fixture
def opened(ask):
    return ask("post", "reports", SMALL).json()["reportId"]


class TestReports:
    def test_open_with_json_and_tell_the_time_of_expiry(self, ask):
        answer = ask("post", "reports", SMALL)
        assert answer.status_code == 201
        said = answer.json()
        assert said["notes"] == []
        assert said["expiresAt"]
        assert Report.objects.get(id=said["reportId"]).source == "json"
        assert json.loads(bytes(Document.objects.get().body)) == SMALL

    def test_take_the_xml_too(self, ask):
        assert ask("post", "reports", MINIMAL, content_type="application/xml").status_code == 201

    def test_name_every_fault(self, ask):
        answer = ask("post", "reports", {**SMALL, "surprise": 1})
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["code"] == 4100
        assert "surprise" in answer.json()["faults"][0]["text"]
        assert Document.objects.get().code == 4100

    def test_answer_a_numbered_request_once(self, ask):
        first = ask("post", "reports", SMALL, headers={"Idempotency-Key": "k"})
        again = ask("post", "reports", SMALL, headers={"Idempotency-Key": "k"})
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["reportId"] == again.json()["reportId"]

    def test_list_what_is_half_open(self, ask, opened, pond):
        pond.opened()
        done = ask("post", "reports", SMALL).json()["reportId"]
        ask("post", f"reports/{done}/finish")
        (line,) = ask("get", "reports").json()["open"]
        assert (line["reportId"], line["state"]) == (opened, "open")
        assert line["expiresAt"]


class TestCheck:
    def test_opens_nothing_and_says_what_would_help(self, ask):
        said = ask("post", "reports/check", SMALL).json()
        assert said["valid"] is True
        assert {"suspect", "child", "address"} <= {each["code"] for each in said["improvements"]}
        assert not Report.objects.exists()
        assert not Document.objects.exists()

    def test_names_the_faults(self, ask):
        said = ask("post", "reports/check", b"<report/>", content_type="text/xml").json()
        assert (said["valid"], said["code"]) == (False, 4100)


class TestFiles:
    def test_come_as_the_body(self, ask, opened):
        content = bytes(range(256)) * 9
        answer = ask("post", f"reports/{opened}/files?name=a.bin", content, content_type="x/y")
        assert answer.json()["md5"] == hashlib.md5(content, usedforsecurity=False).hexdigest()
        assert ReportFile.objects.get().name == "a.bin"

    def test_are_described_at_their_address(self, ask, opened):
        file_id = ask("post", f"reports/{opened}/files", b"abc").json()["fileId"]
        place = f"reports/{opened}/files/{file_id}/details"
        assert ask("put", place, {"fileViewedByEsp": True}).status_code == 200
        assert ReportFile.objects.get().viewed_by_sender is True
        assert ask("put", place, {"fileId": "other"}).status_code == 409
        assert ask("put", place, b"[").status_code == 400


class TestTheEnd:
    def test_gives_a_receipt_that_the_published_keys_prove(self, ask, opened):
        assert ask("get", f"reports/{opened}/receipt").status_code == 404
        ask("post", f"reports/{opened}/files", b"abc")
        receipt = ask("post", f"reports/{opened}/finish").json()["receipt"]
        said = ask("get", f"reports/{opened}/receipt").json()
        assert said["receipt"] == receipt
        keys = [
            Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["x"]))
            for key in ask("get", "receipt-keys").json()["keys"]
        ]
        told = verified(receipt, keys)
        assert told["manifestSha256"] == hashlib.sha256(said["manifest"].encode()).hexdigest()

    def test_by_retraction_is_final(self, ask, opened):
        assert ask("post", f"reports/{opened}/retract").status_code == 200
        assert ask("post", f"reports/{opened}/finish").status_code == 409


class TestAnotherOnesReport:
    @pytest.mark.parametrize("path", ["", "/receipt"])
    def test_is_not_there(self, ask, pond, path):
        number = pond.opened()
        assert ask("get", f"reports/{number}{path}").status_code == 404
        assert ask("get", f"reports/{number + 1}{path}").status_code == 404
        assert ask("post", f"reports/{number}/finish").json()["code"] == 5001


class TestSchema:
    def test_is_served_for_both_documents(self, ask):
        assert ask("get", "schema/report.json").json()["$defs"]["Report"]
        assert ask("get", "schema/file-details.json").json()["$defs"]["FileDetails"]
        assert ask("get", "schema/x.json").status_code == 404
