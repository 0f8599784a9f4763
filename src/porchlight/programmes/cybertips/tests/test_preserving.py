from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.actions import create_account
from porchlight.house.accounts.permissions import MANAGE
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.files.models import FileKey
from porchlight.programmes.cybertips.actions import preserving, referring
from porchlight.programmes.cybertips.models import Extension, Preservation, Report, ReportFile
from porchlight.programmes.cybertips.queries.keys import public_keys
from porchlight.programmes.cybertips.rules.receipts import verified
from porchlight.programmes.cybertips.tests.test_staff import ACCOUNT

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


@pytest.fixture(autouse=True)
def _index(settings, tmp_path):
    settings.HASH_INDEX = tmp_path / "hashes"


@pytest.fixture
def filed(chatterbee, run_jobs):
    def made(content=b"random bytes"):
        number = chatterbee.opened(ACCOUNT)
        chatterbee.upload(number, content)
        chatterbee.finish(number)
        run_jobs()
        return number

    return made


@pytest.fixture
def second(cast, now):
    """A second supervisor."""
    by = house_viewer("test", frozenset({MANAGE}))
    return create_account("s2@porchlight.example", "Two Second", "supervisor", by=by, now=now)


class TestPreservation:
    def test_is_a_year_from_the_filing(self, filed):
        row = Preservation.objects.get(report_id=filed())
        assert row.until - row.filed_at == timedelta(days=365)

    def test_is_extended_by_an_agency_that_has_the_report_and_no_other(
        self, filed, cast, client_as
    ):
        number, now = filed(), timezone.now()
        given = referring.refer_report(
            number, cast.sheriff.id, by=viewer_for(cast.analyst), now=now
        )
        before = Preservation.objects.get().until
        officer = client_as(cast.officer)
        address = f"/partner/given/{given.code}/keep/"
        assert officer.post(address, {"words": "x"}).status_code == 422
        said = {"words": "Letter of 2 March, number 26-118"}
        assert officer.post(address, said).status_code == 302
        assert Preservation.objects.get().until == before + timedelta(days=365)
        assert Extension.objects.get().asked_by_id == cast.officer.id
        assert client_as(cast.other_officer).post(address, said).status_code == 404
        with pytest.raises(NotAllowed):
            preserving.extend_preservation(
                number, said["words"], by=viewer_for(cast.other_officer), now=now
            )


class TestDisposal:
    def test_is_done_by_two_persons_after_the_time_and_certified(self, filed, cast, second):
        number, later = filed(), timezone.now() + YEAR
        file = ReportFile.objects.get(report_id=number)
        first, other = viewer_for(cast.supervisor), viewer_for(second)
        with pytest.raises(RuleBroken):
            preserving.ask_disposal(number, by=first, now=timezone.now())
        with pytest.raises(NotAllowed):
            preserving.ask_disposal(number, by=viewer_for(cast.analyst), now=later)
        preserving.ask_disposal(number, by=first, now=later)
        with pytest.raises(NotAllowed):
            preserving.dispose_report(number, by=first, now=later)
        row = preserving.dispose_report(number, by=other, now=later)
        said = verified(row.certificate, public_keys())
        assert said["files"] == [{"fileId": file.file_id, "sha256": file.sha256, "destroyed": True}]
        assert not FileKey.objects.filter(file_id=file.kept_id).exists()
        assert Report.objects.filter(id=number).exists()

    def test_leaves_what_another_report_still_needs(self, filed, cast, second):
        number, later = filed(b"the same"), timezone.now() + YEAR
        young = filed(b"the same")
        Preservation.objects.filter(report_id=young).update(until=later + YEAR)
        preserving.ask_disposal(number, by=viewer_for(cast.supervisor), now=later)
        row = preserving.dispose_report(number, by=viewer_for(second), now=later)
        assert [f["destroyed"] for f in verified(row.certificate, public_keys())["files"]] == [
            False
        ]
        assert FileKey.objects.count() == 1

    def test_is_undone_by_a_request_in_time(self, filed, cast, second, client_as):
        number, later = filed(), timezone.now() + YEAR
        preserving.ask_disposal(number, by=viewer_for(cast.supervisor), now=later)
        preserving.extend_preservation(
            number, "Order of the court, 7 March", by=viewer_for(cast.analyst), now=later
        )
        with pytest.raises(RuleBroken):
            preserving.dispose_report(number, by=viewer_for(second), now=later)

    def test_stands_on_a_page_of_supervisors(self, filed, cast, client_as):
        number = filed()
        Preservation.objects.update(until=timezone.now() - timedelta(days=1))
        desk = client_as(cast.supervisor)
        assert str(number) in desk.get("/staff/reports/preservation/").content.decode()
        assert desk.post(f"/staff/reports/{number}/dispose/ask/").status_code == 302
        assert desk.post(f"/staff/reports/{number}/dispose/").status_code == 403
        assert client_as(cast.analyst).get("/staff/reports/preservation/").status_code == 403


@pytest.fixture
def company(chatterbee, cast, client_as):
    cast.provider.agency_id = chatterbee.viewer.agency_id
    cast.provider.save()
    return client_as(cast.provider)


class TestWrittenByASmallProvider:
    SAID = {
        "attempt": "a1",
        "incident_type": "Child Sex Trafficking",
        "happened_at": "2026-10-01 15:40",
        "account": "u-9",
        "ip": "8.8.8.8",
        "ip_at": "2026-10-01 15:38",
        "viewed": "yes",
    }

    def sent(self, company, **more):
        files = [SimpleUploadedFile(f"{n}.bin", bytes([n]) * 50) for n in (1, 2)]
        return company.post("/partner/reports/new/", {**self.SAID, "attached": files, **more})

    def test_is_a_report_like_every_other_and_sent_twice_is_one(self, company):
        first, again = self.sent(company), self.sent(company)
        assert again.status_code == 302, (first.status_code, again.context["form"].errors)
        assert (first.status_code, again.url) == (302, first.url)
        report = Report.objects.get()
        assert (report.source, report.state, report.file_count) == ("form", "finished", 2)
        assert all(ReportFile.objects.values_list("viewed_by_sender", flat=True))
        assert report.receipt

    def test_keeps_what_was_typed_when_something_is_wrong(self, company):
        page = self.sent(company, happened_at="yesterday", words="what we know")
        assert page.status_code == 422
        assert "what we know" in page.content.decode()
        ahead = self.sent(company, happened_at="2099-01-01 10:00")
        assert ahead.status_code == 422
        assert not Report.objects.exists()

    def test_is_for_providers(self, cast, client_as):
        assert client_as(cast.officer).get("/partner/reports/new/").status_code == 403
        assert client_as(cast.provider).get("/partner/reports/new/").status_code == 200
