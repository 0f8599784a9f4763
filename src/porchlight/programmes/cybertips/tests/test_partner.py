import pytest
from django.utils import timezone

from porchlight.house.accounts.models import RoleGrant
from porchlight.house.audit.models import Entry
from porchlight.programmes.cybertips.models import Report
from porchlight.programmes.cybertips.tests.samples import MINIMAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def ivy(cast, chatterbee, client_as):
    """A person of the provider in strict mode, signed in."""
    cast.provider.agency_id = chatterbee.viewer.agency_id
    cast.provider.save()
    return client_as(cast.provider)


class TestTheList:
    def test_shows_half_open_refused_and_advice(self, ivy, chatterbee, pond):
        number, other = chatterbee.opened(), pond.opened()
        chatterbee.submit(MINIMAL.replace(b"<reporter>", b"<surprise/><reporter>"))
        text = ivy.get("/partner/reports/").content.decode()
        assert str(number) in text
        assert str(other) not in text
        assert "Half open" in text
        assert "Not taken" in text
        assert "starting with element &#x27;surprise&#x27;" in text
        assert Entry.objects.filter(kind="cybertips.own.listed").count() == 1

    def test_is_empty_for_somebody_of_no_company(self, cast, client_as, pond):
        pond.opened()
        page = client_as(cast.provider).get("/partner/reports/")
        assert "Nothing was sent yet." in page.content.decode()

    def test_is_empty_at_first(self, ivy):
        assert "Nothing was sent yet." in ivy.get("/partner/reports/").content.decode()


class TestAReport:
    def test_shows_where_it_stands_and_what_would_help(self, ivy, chatterbee):
        number = chatterbee.opened()
        chatterbee.upload(number, b"counted bytes")
        chatterbee.finish(number)
        text = ivy.get(f"/partner/reports/{number}/").content.decode()
        assert "Received" in text
        assert Report.objects.get(id=number).receipt in text
        assert "Send the details of every file." in text
        # What the document says stays where it is: a portal is not a second copy of the report.
        assert "robin@provider.example" not in text
        assert Entry.objects.filter(kind="cybertips.own.viewed").count() == 1

    def test_of_another_provider_is_not_there(self, ivy, pond):
        number = pond.opened()
        assert ivy.get(f"/partner/reports/{number}/").status_code == 404

    def test_is_not_for_other_partners(self, cast, client_as, chatterbee):
        number = chatterbee.opened()
        for person in (cast.officer, cast.volunteer):
            assert client_as(person).get(f"/partner/reports/{number}/").status_code == 403
        cast.provider.agency_id = chatterbee.viewer.agency_id
        cast.provider.save()
        RoleGrant.objects.filter(account=cast.provider).update(
            ended_at=timezone.now(), ended_by=cast.administrator
        )
        assert client_as(cast.provider).get("/partner/reports/").status_code in (302, 403)


class TestTryADocument:
    def test_says_what_would_become_of_it_and_keeps_nothing(self, ivy):
        text = ivy.post("/partner/reports/check/", {"document": MINIMAL.decode()})
        assert "It would be taken" in text.content.decode()
        bad = ivy.post("/partner/reports/check/", {"document": "<report/>"}).content.decode()
        assert "It would be refused" in bad
        assert "Line 1, column" in bad
        assert not Report.objects.exists()

    @pytest.mark.parametrize("document", ["", "\x00", "{", "\ud800".encode("utf-8", "ignore")])
    def test_takes_no_harm_from_nonsense(self, ivy, document):
        assert ivy.post("/partner/reports/check/", {"document": document}).status_code in (200, 422)


class TestVerifyAReceipt:
    def test_tells_ours_from_others(self, ivy, chatterbee):
        number = chatterbee.opened()
        receipt = chatterbee.finish(number).headers["Receipt"]
        said = ivy.post("/partner/reports/receipt/", {"receipt": receipt}).content.decode()
        assert "We signed this receipt" in said
        assert str(number) in said
        other = ivy.post("/partner/reports/receipt/", {"receipt": receipt[:-5] + "AAAAA"})
        assert "not a receipt of ours" in other.content.decode()
