import pytest

from porchlight.house.audit.models import Entry
from porchlight.programmes.cybertips.clients.geography import locate
from porchlight.programmes.cybertips.models import Report, Reporter, Triage, Word
from porchlight.programmes.cybertips.tests.samples import MINIMAL

pytestmark = pytest.mark.django_db
ACCOUNT = MINIMAL.replace(
    b"</report>",
    b"<personOrUserReported><espIdentifier>u-7</espIdentifier><screenName>Shadow</screenName>"
    b"<ipCaptureEvent><ipAddress>8.8.8.8</ipAddress><dateTime>2026-10-01T00:00:00Z</dateTime>"
    b"</ipCaptureEvent></personOrUserReported></report>",
)


@pytest.fixture
def filed(chatterbee, run_jobs):
    def made(body=ACCOUNT):
        number = chatterbee.opened(body)
        chatterbee.finish(number)
        run_jobs()
        return number

    return made


class TestTriage:
    def test_follows_every_filing(self, filed):
        first, second = filed(), filed()
        decision = Triage.objects.get(report_id=first)
        assert (decision.country, decision.actionable) == ("US", True)
        assert "trafficking" in decision.reasons
        assert "again" in Triage.objects.get(report_id=second).reasons

    def test_keeps_earlier_decisions(self, filed, cast, client_as):
        number = filed()
        answer = client_as(cast.analyst).post(f"/staff/reports/{number}/triage/")
        assert answer.status_code == 302
        rows = Triage.objects.filter(report_id=number).order_by("id")
        assert [row.current for row in rows] == [False, True]


class TestTheDesk:
    def test_shows_the_queue_with_reasons(self, filed, cast, client_as):
        number = filed()
        text = client_as(cast.analyst).get("/staff/reports/").content.decode()
        assert str(number) in text
        assert "Trafficking of a child" in text
        assert Entry.objects.filter(kind="cybertips.queue.viewed").count() == 1

    def test_shows_a_report_and_what_it_touches(self, filed, cast, client_as):
        first, second = filed(), filed()
        text = client_as(cast.analyst).get(f"/staff/reports/{second}/").content.decode()
        assert "Shadow" in text
        assert f"/staff/reports/{first}/" in text
        assert "Same account" in text
        assert Entry.objects.filter(kind="cybertips.report.viewed").count() == 1

    def test_is_for_analysts_and_supervisors(self, filed, cast, client_as):
        number = filed()
        for person in (cast.specialist, cast.artist, cast.trainer, cast.administrator):
            assert client_as(person).get(f"/staff/reports/{number}/").status_code == 403
        assert client_as(cast.supervisor).get(f"/staff/reports/{number}/").status_code == 200
        assert client_as(cast.analyst).get("/staff/reports/7/").status_code == 404

    def test_answers_a_reporter(self, filed, cast, client_as, now):
        number = filed()
        Reporter.objects.create(
            report_id=number, lookup="ab" * 32, reply_key="A" * 43 + "=", language="en", told_at=now
        )
        desk = client_as(cast.analyst)
        address = f"/staff/reports/{number}/answer/"
        assert desk.post(address, {"words": ""}).status_code == 422
        assert desk.post(address, {"words": "Thank you"}).status_code == 302
        assert Word.objects.get().words == "Thank you"
        assert "Thank you" in desk.get(f"/staff/reports/{number}/").content.decode()

    def test_shows_an_unfinished_report_undecided(self, chatterbee, cast, client_as):
        number = chatterbee.opened()
        assert Report.objects.get(id=number).state == "open"
        text = client_as(cast.analyst).get(f"/staff/reports/{number}/").content.decode()
        assert "It is not decided yet." in text


class TestLocate:
    def test_knows_countries_offline_and_nothing_of_private_addresses(self):
        assert locate("8.8.8.8") == ("US", "")
        for address in ("192.168.0.1", "::1", "nonsense", ""):
            assert locate(address) == ("", "")
