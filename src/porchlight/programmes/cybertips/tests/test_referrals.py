import hashlib
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from porchlight.core.errors import Conflict, NotAllowed, RuleBroken
from porchlight.house.accounts.actions.keys import issue_key
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.house.directory.models import Agency
from porchlight.programmes.cybertips import jobs
from porchlight.programmes.cybertips.actions import referring
from porchlight.programmes.cybertips.models import Feedback, Referral, ReferralPart, Taken
from porchlight.programmes.cybertips.queries.keys import public_keys
from porchlight.programmes.cybertips.rules.receipts import verified
from porchlight.programmes.cybertips.tests.test_staff import ACCOUNT

pytestmark = pytest.mark.django_db
RANDOM = bytes(range(256)) * 4


@pytest.fixture
def filed(chatterbee, run_jobs):
    """A filed report with one file, of which the company says whether it viewed it."""

    def made(viewed=""):
        number = chatterbee.opened(ACCOUNT)
        file_id = chatterbee.upload(number, RANDOM).fileId
        inner = f"<fileViewedByEsp>{viewed}</fileViewedByEsp>" if viewed else ""
        assert chatterbee.fileinfo(number, file_id, inner).code == 0
        chatterbee.finish(number)
        run_jobs()
        return number, file_id

    return made


@pytest.fixture
def task_force(cast, now):
    return Agency.objects.create(
        kind="federal", name="Federal desk", email="desk@federal.example", created_at=now,
        verified_at=now, verified_by=cast.supervisor,
    )  # fmt: skip


@pytest.fixture
def given(filed, cast):
    def made(viewed="", agency=None):
        number, file_id = filed(viewed)
        by, to = viewer_for(cast.analyst), agency or cast.sheriff
        words = "The account is also on Pond."
        referral = referring.refer_report(number, to.id, words, by=by, now=timezone.now())
        return referral, file_id

    return made


class TestReferReport:
    def test_is_proposed_with_a_reason_and_made_into_a_package(
        self, filed, task_force, cast, client_as, run_jobs
    ):
        number, file_id = filed()
        desk = client_as(cast.analyst)
        page = desk.get(f"/staff/reports/{number}/refer/").content.decode()
        assert "Federal desk — Answers for the whole country" in page
        said = {"agency": task_force.id, "words": "Seen before."}
        assert desk.post(f"/staff/reports/{number}/refer/", said).status_code == 302
        parts = {part.name: part for part in ReferralPart.objects.all()}
        listed = verified(bytes(parts["manifest.jws"].body).decode(), public_keys())
        assert listed == json.loads(bytes(parts["manifest.json"].body))
        for each in listed["parts"]:
            assert hashlib.sha256(parts[each["name"]].body).hexdigest() == each["sha256"]
        assert [each["fileId"] for each in listed["files"]] == [file_id]
        assert listed["files"][0]["sha256"] == hashlib.sha256(RANDOM).hexdigest()
        assert bytes(parts["report.pdf"].body).startswith(b"%PDF")
        told = json.loads(bytes(parts["report.json"].body))["reportedInformation"]
        assert {"value": "Seen before."} in told["additionalInformations"]
        run_jobs()
        assert Message.objects.filter(recipient_kind="agency", recipient_id=task_force.id).exists()
        assert "Federal desk" in desk.get(f"/staff/reports/{number}/").content.decode()

    def test_goes_to_a_verified_agency_once(self, given, cast, now):
        referral, _ = given()
        by = viewer_for(cast.analyst)
        with pytest.raises(Conflict):
            referring.refer_report(referral.report_id, cast.sheriff.id, by=by, now=now)
        Agency.objects.filter(id=cast.tribal_police.id).update(verified_at=None, verified_by=None)
        with pytest.raises(RuleBroken):
            referring.refer_report(referral.report_id, cast.tribal_police.id, by=by, now=now)

    def test_is_the_desks_alone_and_of_filed_reports(self, given, chatterbee, cast, now):
        referral, _ = given()
        for person in (cast.specialist, cast.officer, cast.administrator):
            with pytest.raises(NotAllowed):
                referring.refer_report(
                    referral.report_id, cast.tribal_police.id, by=viewer_for(person), now=now
                )
        number = chatterbee.opened()
        with pytest.raises(RuleBroken):
            referring.refer_report(number, cast.sheriff.id, by=viewer_for(cast.analyst), now=now)

    def test_takes_back_what_it_gave(self, given, cast, client_as):
        referral, _ = given()
        desk = client_as(cast.analyst)
        address = f"/staff/reports/{referral.report_id}/referrals/{referral.id}/end/"
        assert desk.post(address).status_code == 302
        assert client_as(cast.officer).get(f"/partner/given/{referral.code}/").status_code == 404


class TestThePortal:
    def test_shows_an_officer_their_agencys_reports_and_takes_the_receipt(
        self, given, cast, client_as
    ):
        referral, _ = given()
        officer = client_as(cast.officer)
        assert str(referral.report_id) in officer.get("/partner/given/").content.decode()
        assert Referral.objects.get().opened_at is None
        page = officer.get(f"/partner/given/{referral.code}/").content.decode()
        assert "The account is also on Pond." in page
        row = Referral.objects.get()
        assert (row.opened_by_id, row.opened_at is not None) == (cast.officer.id, True)

    def test_is_closed_to_every_other_agency(self, given, cast, client_as):
        referral, file_id = given("true")
        other = client_as(cast.other_officer)
        for path in ("", "report.json", "manifest.json"):
            assert other.get(f"/partner/given/{referral.code}/{path}").status_code == 404
        taken = other.post(
            f"/partner/given/{referral.code}/files/{file_id}/", {"authority": "viewed"}
        )
        assert taken.status_code == 404
        assert not Taken.objects.exists()

    def test_hands_the_parts_out_with_receipts(self, given, cast, client_as):
        referral, _ = given()
        answer = client_as(cast.officer).get(f"/partner/given/{referral.code}/report.pdf")
        assert answer.content.startswith(b"%PDF")
        receipt = Taken.objects.get()
        assert (receipt.part, receipt.taken_by_id) == ("report.pdf", cast.officer.id)
        assert receipt.sha256 == hashlib.sha256(answer.content).hexdigest()

    def test_hands_a_file_that_the_company_viewed_to_a_person(self, given, cast, client_as):
        referral, file_id = given("true")
        answer = client_as(cast.officer).post(
            f"/partner/given/{referral.code}/files/{file_id}/", {"authority": "viewed"}
        )
        assert b"".join(answer.streaming_content) == RANDOM
        assert answer["Content-Type"] == "application/octet-stream"
        assert Taken.objects.get().authority == "viewed"
        assert Entry.objects.filter(kind="cybertips.referral.taken").count() == 1

    @pytest.mark.parametrize("viewed", ["", "false"])
    def test_asks_for_a_warrant_when_the_company_did_not_view_it(
        self, viewed, given, cast, client_as
    ):
        referral, file_id = given(viewed)
        officer = client_as(cast.officer)
        address = f"/partner/given/{referral.code}/files/{file_id}/"
        for said in ({"authority": "viewed"}, {"authority": "warrant"}, {"authority": "x"}, {}):
            assert officer.post(address, said).status_code == 422
        assert not Taken.objects.exists()
        answer = officer.post(address, {"authority": "warrant", "words": "24-SW-118"})
        assert b"".join(answer.streaming_content) == RANDOM
        assert Taken.objects.get().words == "24-SW-118"

    def test_takes_the_answer_and_tells_the_desk(self, given, cast, client_as, run_jobs):
        referral, _ = given()
        officer = client_as(cast.officer)
        address = f"/partner/given/{referral.code}/answer/"
        assert officer.post(address, {"outcome": "insufficient"}).status_code == 422
        said = {"outcome": "arrest", "case_number": "26-118", "words": ""}
        assert officer.post(address, said).status_code == 302
        run_jobs()
        assert Referral.objects.get().outcome == "arrest"
        assert Message.objects.filter(recipient_id=cast.analyst.id, template="task").exists()
        page = client_as(cast.supervisor).get(f"/staff/reports/{referral.report_id}/")
        assert "Somebody was arrested" in page.content.decode()

    def test_warns_two_agencies_that_have_the_same_person(self, given, cast, client_as, run_jobs):
        first, _ = given()
        given(agency=cast.tribal_police)
        run_jobs()
        page = client_as(cast.officer).get(f"/partner/given/{first.code}/").content.decode()
        assert "Others have it too" in page
        assert "Red Willow Tribal Police" in page
        paths = Message.objects.filter(recipient_id=cast.sheriff.id).values_list("path", flat=True)
        assert list(paths).count(f"/partner/given/{first.code}/") == 2


class TestEscalate:
    def test_tells_the_agency_and_then_the_supervisors(self, given, cast, run_jobs):
        referral, _ = given()
        Referral.objects.update(level="1", open_by=referral.referred_at + timedelta(minutes=30))
        for minutes, step in ((29, ""), (30, "agency"), (31, "agency"), (60, "supervisors")):
            jobs.escalate(now=referral.referred_at + timedelta(minutes=minutes))
            assert Referral.objects.get().step == step
        run_jobs()
        assert Message.objects.filter(
            recipient_kind="account", recipient_id=cast.supervisor.id, template="urgent"
        ).exists()
        assert Entry.objects.filter(kind="cybertips.referral.unopened").count() == 2


@pytest.fixture
def system(cast, now):
    by = viewer_for(cast.administrator)
    key, secret = issue_key(cast.sheriff.id, "RMS", "agency_system", by=by, now=timezone.now())
    return Client(HTTP_AUTHORIZATION=f"Bearer {key.username}:{secret}", REMOTE_ADDR="192.0.2.9")


class TestTheAgencysSystem:
    def test_fetches_packages_says_who_read_them_and_answers(self, given, system):
        referral, _ = given()
        (line,) = system.get("/api/v1/referrals/").json()["referrals"]
        assert (line["reportId"], line["openedAt"]) == (referral.report_id, None)
        base = f"/api/v1/referrals/{line['code']}"
        for part in system.get(base).json()["parts"]:
            body = system.get(f"{base}/parts/{part['name']}").content
            assert hashlib.sha256(body).hexdigest() == part["sha256"]
        kind = "application/json"
        assert system.post(f"{base}/opened", {}, content_type=kind).status_code == 422
        read = system.post(f"{base}/opened", {"reader": "Det. Marsh"}, content_type=kind)
        assert read.json()["openedAt"]
        said = {"outcome": "victim", "words": "", "caseNumber": "26-7"}
        assert system.post(f"{base}/answer", said, content_type=kind).status_code == 201
        assert Feedback.objects.get().case_number == "26-7"
        assert system.get(f"/api/v1/referrals/?after={line['code']}").json() == {"referrals": []}

    def test_refuses_nonsense(self, given, system):
        referral, _ = given()
        base = f"/api/v1/referrals/{referral.code}"
        for body in (
            b"",
            b"[]",
            b"{",
            b'{"outcome": 7}',
            b'{"outcome": "x"}',
            b'{"words":"\\ud800"}',
        ):
            answer = system.post(f"{base}/answer", body, content_type="application/json")
            assert answer.status_code == 422, body
        assert system.get("/api/v1/referrals/nothing").status_code == 404

    def test_never_gets_a_file(self, given, system):
        referral, file_id = given("true")
        answer = system.post(f"/partner/given/{referral.code}/files/{file_id}/")
        assert answer.status_code in (302, 401, 403)
        assert system.get(f"/api/v1/referrals/{referral.code}/parts/{file_id}").status_code == 404


class TestResults:
    def test_tell_a_provider_what_became_of_its_reports_without_small_numbers(
        self, given, chatterbee, cast, client_as
    ):
        given()
        cast.provider.agency_id = chatterbee.viewer.agency_id
        cast.provider.save()
        page = client_as(cast.provider).get("/partner/reports/results/").content.decode()
        assert "fewer than 5" in page
        assert "Somebody was arrested" in page
