import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from porchlight.house.audit.models import Entry
from porchlight.house.files.models import KeptFile
from porchlight.house.files.store.staged import no_room
from porchlight.programmes.cybertips.actions import files
from porchlight.programmes.cybertips.models import Document, Provider, Report, ReportFile
from porchlight.programmes.cybertips.queries import held_files
from porchlight.programmes.cybertips.queries.keys import public_keys
from porchlight.programmes.cybertips.rules.ispws.schema import xsd
from porchlight.programmes.cybertips.rules.receipts import manifest, verified
from porchlight.programmes.cybertips.rules.states import State
from porchlight.programmes.cybertips.tests.samples import BATCH, MINIMAL

pytestmark = pytest.mark.django_db
BYTES = bytes(range(256)) * 40


@pytest.fixture(scope="module")
def schema():
    return etree.XMLSchema(etree.fromstring(xsd().encode()))


def kinds():
    return list(Entry.objects.order_by("id").values_list("kind", flat=True))


class TestStatus:
    def test_says_who_asks_and_from_where(self, chatterbee):
        answer = chatterbee.get("status")
        assert (answer.status, answer.code) == (200, 0)
        name = chatterbee.key.username
        assert answer.responseDescription == f"Remote User : {name}, Remote Ip : 192.0.2.7"
        assert answer.reportId is None
        assert len(answer.headers["Request-ID"]) == 32

    def test_answers_a_stranger_with_an_empty_401(self, db):
        sent = Client().get("/ispws/status")
        assert (sent.status_code, sent.content) == (401, b"")


class TestXsd:
    def test_gives_our_own_schema(self, chatterbee, schema):
        answer = chatterbee.get("xsd")
        etree.XMLSchema(etree.fromstring(answer.body))
        assert answer.headers["Content-Type"].startswith("application/xml")


class TestSubmit:
    def test_opens_a_report_and_keeps_the_bytes(self, chatterbee, schema):
        answer = chatterbee.submit()
        schema.assertValid(etree.fromstring(answer.body))
        assert (answer.status, answer.code, answer.responseDescription) == (200, 0, "Success")
        report = Report.objects.get(id=int(answer.reportId))
        document = Document.objects.get(id=report.document_id)
        assert bytes(document.body) == MINIMAL
        assert document.content["incidentSummary"]["incidentType"] == "Child Sex Trafficking"
        assert report.expires_at - report.opened_at == timedelta(hours=24)
        assert kinds()[-1] == "cybertips.report.opened"

    @pytest.mark.parametrize(
        "content_type", ["text/plain;charset=UTF-8", "text/xml", "application/xml", ""]
    )
    def test_does_not_ask_for_a_content_type(self, chatterbee, content_type):
        assert chatterbee.submit(MINIMAL, content_type=content_type).code == 0

    def test_refuses_with_line_and_column_and_keeps_the_refused(self, chatterbee, schema):
        body = MINIMAL.replace(b"<reporter>", b"<surprise/><reporter>")
        answer = chatterbee.submit(body)
        schema.assertValid(etree.fromstring(answer.body))
        assert (answer.status, answer.code) == (400, 4100)
        first, second = answer.responseDescription.splitlines()
        assert first == "Validation failed"
        assert second.startswith("[8,14] - cvc-complex-type.2.4.a: Invalid content was found")
        document = Document.objects.get(code=4100)
        assert bytes(document.body) == body
        assert document.faults[0]["line"] == 8
        assert not Report.objects.exists()
        assert kinds()[-1] == "cybertips.document.refused"

    @pytest.mark.parametrize("body", [b"", b"<report", b"\x00", b"<!DOCTYPE a><report/>"])
    def test_answers_what_is_no_xml_with_4110(self, chatterbee, body):
        answer = chatterbee.submit(body)
        assert (answer.status, answer.code) == (400, 4110)

    def test_reads_by_the_senders_mode(self, chatterbee, pond):
        body = MINIMAL.replace(b"08:00:00-07:00", b"08:00:00")
        assert chatterbee.submit(body).code == 4100
        answer = pond.submit(body)
        assert (answer.code, answer.headers["Conformance-Notes"]) == (0, "1")
        assert Document.objects.get(code=0).notes[0]["code"] == "zone"

    def test_links_the_same_document_as_a_probable_retry(self, chatterbee, pond):
        first, second = chatterbee.opened(), chatterbee.opened()
        assert Report.objects.get(id=second).again_of == first
        assert Report.objects.get(id=pond.opened()).again_of is None

    def test_answers_a_numbered_request_once(self, chatterbee, pond):
        key = {"Idempotency-Key": "a-1"}
        first = chatterbee.submit(**key)
        assert chatterbee.submit(**key).reportId == first.reportId
        other = chatterbee.submit(BATCH, **key)
        assert (other.status, other.code) == (400, 4000)
        assert pond.submit(**key).reportId != first.reportId
        assert Report.objects.count() == 2

    def test_is_for_keys_that_send_reports(self, chatterbee):
        chatterbee.key.role = "partner_system"
        chatterbee.key.save()
        answer = chatterbee.submit()
        assert (answer.status, answer.code) == (403, 3100)

    def test_refuses_a_document_that_was_cut_off(self, chatterbee):
        sent = chatterbee.client.post(
            "/ispws/submit", MINIMAL, content_type="text/xml", CONTENT_LENGTH="99"
        )
        assert sent.status_code == 400
        assert not Report.objects.exists()


class TestUpload:
    def test_seals_the_file_and_tells_its_fingerprint(self, chatterbee, schema):
        number = chatterbee.opened()
        answer = chatterbee.upload(number, BYTES, "holiday.bin")
        schema.assertValid(etree.fromstring(answer.body))
        assert answer.hash == hashlib.md5(BYTES, usedforsecurity=False).hexdigest()
        assert len(answer.fileId) == 32
        file = ReportFile.objects.get(report_id=number)
        assert (file.file_id, file.name, file.size) == (answer.fileId, "holiday.bin", len(BYTES))
        assert file.viewed_by_sender is None
        assert KeptFile.objects.get(id=file.kept_id).compartment == "vault"
        assert kinds()[-2:] == ["cybertips.file.uploaded", "files.file.kept"]

    def test_takes_the_number_after_the_file_too(self, chatterbee):
        number = chatterbee.opened()
        body = (
            b'--B\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n'
            b'--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n%d\r\n--B--' % number
        )
        sent = chatterbee.client.post(
            "/ispws/upload", body, content_type="multipart/form-data; boundary=B"
        )
        assert sent.status_code == 200
        assert ReportFile.objects.get(report_id=number).size == 3

    def test_puts_off_the_expiry(self, chatterbee):
        number = chatterbee.opened()
        Report.objects.filter(id=number).update(
            opened_at=timezone.now() - timedelta(hours=23, minutes=30)
        )
        chatterbee.upload(number, BYTES)
        report = Report.objects.get(id=number)
        assert report.expires_at == report.changed_at + timedelta(hours=1)

    @pytest.mark.parametrize(
        ("content", "code"), [(b"", 4200), (b"MZ\x90\x00 a program", 4200), (b"\x7fELF", 4200)]
    )
    def test_refuses_what_is_no_file_of_a_report(self, chatterbee, content, code):
        number = chatterbee.opened()
        assert chatterbee.upload(number, content).code == code
        assert not ReportFile.objects.exists()

    def test_refuses_what_was_cut_off_and_what_is_no_form(self, chatterbee):
        number = chatterbee.opened()
        head = f'--B\r\nContent-Disposition: form-data; name="id"\r\n\r\n{number}\r\n'
        for body in (
            head + '--B\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc',
            head + "--B--",
            "",
        ):
            sent = chatterbee.client.post(
                "/ispws/upload", body, content_type="multipart/form-data; boundary=B"
            )
            assert b"<responseCode>4200<" in sent.content
            assert sent.status_code == 400
        assert not ReportFile.objects.exists()

    def test_answers_a_numbered_request_once(self, chatterbee):
        number = chatterbee.opened()
        key = {"Idempotency-Key": "f-1"}
        first = chatterbee.upload(number, BYTES, **key)
        again = chatterbee.upload(number, BYTES, **key)
        assert (again.fileId, again.hash) == (first.fileId, first.hash)
        assert ReportFile.objects.count() == 1

    def test_counts_the_files_of_a_report(self, chatterbee, monkeypatch):
        Provider.objects.create(agency_id=chatterbee.viewer.agency_id, most_files=1)
        number = chatterbee.opened()
        assert chatterbee.upload(number, BYTES).code == 0
        assert chatterbee.upload(number, BYTES).code == 4200

    def test_refuses_a_file_that_is_too_large(self, chatterbee):
        Provider.objects.create(agency_id=chatterbee.viewer.agency_id, largest_file=1000)
        answer = chatterbee.upload(chatterbee.opened(), BYTES)
        assert answer.code == 4200
        assert 400 <= answer.status < 500

    def test_says_when_there_is_no_room(self, chatterbee, monkeypatch):
        def full(*_, **__):
            raise no_room()

        monkeypatch.setattr(files, "keep", full)
        answer = chatterbee.upload(chatterbee.opened(), BYTES)
        assert (answer.status, answer.code) == (507, 1111)
        assert answer.headers["Retry-After"] == "60"


class TestFileinfo:
    def test_keeps_what_is_said_of_the_file(self, chatterbee):
        number = chatterbee.opened()
        file_id = chatterbee.upload(number, BYTES).fileId
        inner = (
            "<originalFileName>beach.jpg</originalFileName>"
            "<fileViewedByEsp>false</fileViewedByEsp>"
            "<fileAnnotations><viral/><generativeAi/></fileAnnotations>"
            "<industryClassification>B2</industryClassification>"
        )
        answer = chatterbee.fileinfo(number, file_id, inner)
        assert (answer.status, answer.code, int(answer.reportId)) == (200, 0, number)
        file = ReportFile.objects.get(file_id=file_id)
        assert (file.name, file.viewed_by_sender, file.classification) == ("beach.jpg", False, "B2")
        assert file.annotations == ["viral", "generativeAi"]
        assert file.described_at is not None

    def test_is_taken_once_for_each_file(self, chatterbee):
        number = chatterbee.opened()
        file_id = chatterbee.upload(number, BYTES).fileId
        assert chatterbee.fileinfo(number, file_id).code == 0
        assert chatterbee.fileinfo(number, file_id).code == 0
        other = chatterbee.fileinfo(number, file_id, "<fileName>x</fileName>")
        assert (other.status, other.code) == (400, 4000)
        assert Document.objects.filter(kind="fileDetails").count() == 1

    def test_refuses_a_file_that_is_not_of_the_report(self, chatterbee, pond):
        number, other = chatterbee.opened(), chatterbee.opened()
        file_id = chatterbee.upload(number, BYTES).fileId
        assert chatterbee.fileinfo(other, file_id).code == 5002
        assert chatterbee.fileinfo(number, "nope").code == 5002
        assert pond.fileinfo(number, file_id).code == 5001
        assert Document.objects.filter(code=5001).count() == 1

    def test_holds_a_batch_to_its_few_fields(self, chatterbee):
        number = chatterbee.opened(BATCH)
        file_id = chatterbee.upload(number, BYTES).fileId
        assert chatterbee.fileinfo(number, file_id, "<fileName>x</fileName>").code == 4100
        marks = "<fileAnnotations><viral/></fileAnnotations>"
        assert chatterbee.fileinfo(number, file_id, marks).code == 0


class TestFinish:
    def test_answers_with_every_file_and_a_receipt(self, chatterbee, schema):
        number = chatterbee.opened()
        ids = [chatterbee.upload(number, BYTES + bytes([n])).fileId for n in range(3)]
        answer = chatterbee.finish(number)
        schema.assertValid(etree.fromstring(answer.body))
        assert (answer.status, answer.root) == (200, "reportDoneResponse")
        told = [each.text for each in etree.fromstring(answer.body).iterfind("files/fileId")]
        assert told == ids
        said = verified(answer.headers["Receipt"], public_keys())
        assert said["reportId"] == number
        assert said["reportSha256"] == hashlib.sha256(MINIMAL).hexdigest()
        held = manifest(held_files(number)).encode()
        assert said["manifestSha256"] == hashlib.sha256(held).hexdigest()

    def test_is_the_same_each_time(self, chatterbee):
        number = chatterbee.opened()
        first, again = chatterbee.finish(number), chatterbee.finish(number)
        assert first.body == again.body
        assert b"<files/>" in first.body
        assert first.headers["Receipt"] == again.headers["Receipt"]
        assert kinds().count("cybertips.report.finished") == 1

    def test_takes_either_form(self, chatterbee):
        number = chatterbee.opened()
        sent = chatterbee.client.post(
            "/ispws/finish", f"id={number}", content_type="application/x-www-form-urlencoded"
        )
        assert sent.status_code == 200

    def test_closes_the_report(self, chatterbee):
        number = chatterbee.opened()
        file_id = chatterbee.upload(number, BYTES).fileId
        chatterbee.finish(number)
        for answer in (
            chatterbee.upload(number, BYTES),
            chatterbee.fileinfo(number, file_id),
            chatterbee.retract(number),
        ):
            assert (answer.status, answer.code) == (409, 5102)

    def test_refuses_a_batch_with_two_files(self, chatterbee):
        number = chatterbee.opened(BATCH)
        chatterbee.upload(number, BYTES)
        chatterbee.upload(number, BYTES)
        answer = chatterbee.finish(number)
        assert (answer.status, answer.code) == (400, 4100)
        assert chatterbee.retract(number).code == 0

    def test_counts_a_batchs_incidents(self, chatterbee):
        number = chatterbee.opened(BATCH)
        assert Report.objects.get(id=number).incident_count == 3


class TestRetract:
    def test_ends_an_unfinished_report(self, chatterbee):
        number = chatterbee.opened()
        assert chatterbee.retract(number).code == 0
        for answer in (
            chatterbee.retract(number),
            chatterbee.finish(number),
            chatterbee.upload(number, BYTES),
        ):
            assert (answer.status, answer.code) == (409, 5101)


class TestAnotherOnesReport:
    @pytest.mark.parametrize(
        "number", ["0", "7", "9" * 18, "9" * 40, "-1", "x", "", "1e3", "\u0663"]
    )
    def test_does_not_exist(self, chatterbee, number):
        for path in ("finish", "retract"):
            answer = chatterbee.form(path, id=number)
            assert (answer.status, answer.code) == (404, 5001)
        assert chatterbee.upload(number, BYTES).code == 5001

    def test_is_as_if_it_were_not_there(self, chatterbee, pond):
        number = chatterbee.opened()
        known, unknown = pond.finish(number), pond.finish(number + 1)
        assert known.body.replace(str(number).encode(), b"N") == unknown.body.replace(
            str(number + 1).encode(), b"N"
        )
        assert pond.retract(number).code == 5001
        assert pond.upload(number, BYTES).code == 5001
        assert Report.objects.get(id=number).state == State.OPEN

    def test_is_asked_for_by_its_number(self, chatterbee):
        answer = chatterbee.form("finish", number=3)
        assert (answer.status, answer.code) == (400, 4200)


class TestAnExpiredReport:
    def test_is_gone_when_its_time_has_come(self, chatterbee):
        number = chatterbee.opened()
        Report.objects.filter(id=number).update(expires_at=timezone.now() - timedelta(seconds=1))
        for answer in (chatterbee.upload(number, BYTES), chatterbee.finish(number)):
            assert (answer.status, answer.code) == (404, 5001)


class TestTheCostOfAnUpload:
    def test_is_one_transaction_and_few_queries(self, chatterbee, django_assert_max_num_queries):
        number = chatterbee.opened()
        with django_assert_max_num_queries(17) as found:
            assert chatterbee.upload(number, b"some random bytes").code == 0
        # One around both rows and events, one for the row that two uploads may race for.
        begun = [each["sql"] for each in found if each["sql"].startswith("SAVEPOINT")]
        assert len(begun) == 2
