"""The desk's pages of leads."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from porchlight.house.audit.models import Entry
from porchlight.programmes.hotline.actions import leads_agency, leads_intake, leads_work
from porchlight.programmes.hotline.jobs import leads as jobs
from porchlight.programmes.hotline.models import DroppedTip, Lead, ReleasedReply
from porchlight.programmes.hotline.public.sending import Sending, send
from porchlight.programmes.hotline.rules.lead_words import Aside
from porchlight.programmes.hotline.rules.tips import Tip, Tipster

pytestmark = pytest.mark.django_db


def at(lead, rest=""):
    return f"/staff/leads/{lead.number}/{rest}"


@pytest.fixture
def client(client_as, cast):
    return client_as(cast.specialist)


class TestTheInbox:
    def test_shows_what_is_needed_soonest_first(self, take, good, client):
        calm = take(Tip("Somebody told me something once"), "calm")
        urgent = take(replace(good, danger=True), "urgent")
        page = client.get("/staff/leads/").content.decode()
        assert page.index(urgent.number) < page.index(calm.number)

    def test_shows_reports_of_one_sighting_as_one_row(self, lead, take, good, poster, client):
        other = take(replace(good, words="Girl, green sweater, bus"), "b", poster_code=poster.code)
        page = client.get("/staff/leads/").content.decode()
        assert lead.number in page and other.number not in page
        assert "1 more report the same" in page

    def test_holds_calm_ones_apart_and_never_danger(self, take, good, client):
        calm = take(Tip("Somebody told me something"), "calm", held="unpaid")
        urgent = take(replace(good, danger=True), "urgent", held="unpaid")
        page = client.get("/staff/leads/").content.decode()
        assert urgent.number in page and calm.number not in page
        assert calm.number in client.get("/staff/leads/?part=held").content.decode()

    @pytest.mark.parametrize("part", ["waiting", "held", "out", "aside", "done", "odd"])
    def test_has_its_parts(self, lead, client, part):
        assert client.get(f"/staff/leads/?part={part}&page=99").status_code == 200

    def test_is_one_event_with_the_leads_shown(self, lead, client):
        client.get("/staff/leads/")
        entry = Entry.objects.get(kind="hotline.leads.viewed")
        assert f"lead:{lead.id}" in entry.records

    @pytest.mark.parametrize("who", ["artist", "advocate", "trainer", "administrator"])
    def test_is_closed_to_others(self, lead, client_as, cast, who):
        other = client_as(getattr(cast, who))
        assert other.get("/staff/leads/").status_code == 403
        assert other.get(at(lead)).status_code == 403

    def test_hides_words_of_abuse(self, take, client, desk, now):
        lead = take(Tip("Vile words"))
        leads_work.set_aside(lead.id, Aside.ABUSE, "Insults.", by=desk, now=now)
        assert "Vile words" not in client.get("/staff/leads/?part=aside").content.decode()


class TestOneLead:
    def test_says_what_was_told_and_why_it_matters(self, lead, client, case):
        page = client.get(at(lead)).content.decode()
        for said in (lead.words, "Bus station", case.number, "Nobody has verified this report"):
            assert said in page

    def test_is_opened_by_looking(self, lead, client, cast):
        client.get(at(lead))
        lead.refresh_from_db()
        assert lead.opened_by_id == cast.specialist.id

    def test_escapes_what_strangers_write(self, take, client):
        lead = take(Tip("<script>alert(1)</script>", spot='"><img src=x onerror=alert(1)>'))
        for path in ("/staff/leads/", at(lead)):
            page = client.get(path).content.decode()
            assert "<script>alert" not in page and "<img src=x" not in page

    def test_unknown_is_not_there(self, client):
        assert client.get("/staff/leads/TIP-00000-00000/").status_code == 404

    def test_analysts_read_and_change_nothing(self, lead, client_as, cast):
        analyst = client_as(cast.analyst)
        assert analyst.get(at(lead)).status_code == 200
        for rest in ("close/", "aside/", "agency/", "answer/", "sender/", "own/"):
            assert analyst.post(at(lead, rest)).status_code == 403

    @pytest.mark.parametrize(
        ("rest", "data"),
        [
            ("case/", {"number": "PL-1"}),
            ("same/", {"number": "TIP-1"}),
            ("belief/", {"credibility": "likely"}),
            ("belief/", {"credibility": "surely", "words": "x"}),
            ("check/", {}),
            ("aside/", {"reason": "hoax"}),
            ("agency/", {"agency": "999"}),
            ("answer/", {"ready": "", "words": " "}),
            ("answer/", {"ready": "nothing"}),
            ("note/", {"words": ""}),
            ("close/", {"words": "\x00"}),
        ],
    )
    def test_says_what_is_wrong_where_it_was_typed(self, lead, client, rest, data):
        client.get(at(lead))
        page = client.post(at(lead, rest), data)
        assert page.status_code in (404, 422), page.status_code
        assert "field__error" in page.content.decode() or "summary" in page.content.decode()

    def test_all_that_is_done_with_it(self, lead, client, case, cast):
        client.get(at(lead))
        for rest, data in (
            ("belief/", {"credibility": "likely", "words": "Clear and calm."}),
            ("check/", {"words": "Spoke with the station."}),
            ("note/", {"words": "Seen at the bus station.", "shared": "on"}),
            ("answer/", {"ready": "thanks"}),
            ("answer/", {"words": "Which exit was it?"}),
            ("agency/", {"agency": cast.sheriff.id, "words": "Please look at the cameras."}),
        ):
            page = client.post(at(lead, rest), data)
            assert page.status_code == 302, (rest, page.content.decode())
        assert client.get(at(lead)).status_code == 200
        assert ReleasedReply.objects.count() == 2
        timeline = client.get(f"/staff/cases/{case.number}/timeline/").content.decode()
        assert "Seen at the bus station." in timeline
        assert "Gave lead" in timeline

    def test_case_taken_and_ruled_out(self, take, good, case, client):
        lead = take(good)
        assert client.post(at(lead, "case/"), {"number": case.number}).status_code == 302
        assert client.post(at(lead, f"case/{case.id}/not/")).status_code == 302
        lead.refresh_from_db()
        assert lead.case_id is None

    def test_case_that_one_does_not_see_is_not_there(self, take, case, client, supervisor, now):
        from porchlight.programmes.cases import actions as cases  # noqa: PLC0415

        cases.assign_case(case.id, supervisor.id, by=supervisor, now=now)
        cases.restrict_case(case.id, True, by=supervisor, now=now)
        lead = take(Tip("A girl"))
        assert client.post(at(lead, "case/"), {"number": case.number}).status_code == 422

    def test_taken_back_only_through_its_own_lead(self, routed, take, client):
        other = take(Tip("Another"), "other")
        assert client.post(at(other, f"agency/{routed.id}/end/")).status_code == 404
        assert client.post(at(routed.lead, f"agency/{routed.id}/end/")).status_code == 302

    def test_sender_is_shown_once_for_a_reason(self, take, good, client):
        lead = take(replace(good, tipster=Tipster("Ana Bell", "+15125550111")))
        assert "Ana Bell" not in client.get(at(lead)).content.decode()
        assert client.post(at(lead, "sender/"), {}).status_code == 422
        assert "Ana Bell" in client.post(at(lead, "sender/"), {"why": "call_back"}).content.decode()
        assert "Ana Bell" not in client.get(at(lead)).content.decode()

    def test_set_aside_and_back_closed_and_again(self, take, client):
        lead = take(Tip("ha"))
        for rest, data in (
            ("aside/", {"reason": "test", "words": "Ours."}),
            ("back/", {}),
            ("close/", {"words": "Done."}),
            ("reopen/", {}),
        ):
            assert client.post(at(lead, rest), data).status_code == 302, rest
        assert Lead.objects.get().state == "open"

    def test_speaks_spanish(self, lead, client_as, cast):
        cast.specialist.language = "es"
        cast.specialist.save()
        client = client_as(cast.specialist)
        page = client.get(at(lead), headers={"Accept-Language": "es"}).content.decode()
        assert "Nadie ha verificado este reporte" in page


class TestPictures:
    @pytest.fixture
    def pictured(self, good, now):
        out = BytesIO()
        exif = Image.Exif()
        exif[0x010F] = "SecretCam"
        Image.new("RGB", (64, 48), "green").save(out, "JPEG", exif=exif)
        file = SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")
        send(good, Sending("pic", "", "s", "en"), [file], now=now)
        lead = leads_intake.take_in(str(DroppedTip.objects.get().id), by=jobs.DESK, now=now)
        jobs.open_pictures(lead_id=lead.id, now=timezone.now())
        return lead

    def test_are_shown_without_what_the_camera_wrote(self, pictured, client):
        picture = pictured.pictures.get()
        for size in ("", "?small=1"):
            shown = client.get(at(pictured, f"pictures/{picture.id}/{size}"))
            assert shown.headers["Content-Type"] == "image/jpeg"
            assert b"SecretCam" not in shown.content
            assert Image.open(BytesIO(shown.content)).size == (64, 48)

    def test_each_look_is_an_event(self, pictured, client):
        client.get(at(pictured, f"pictures/{pictured.pictures.get().id}/"))
        assert Entry.objects.filter(kind="files.file.viewed").exists()

    def test_of_another_lead_are_not_there(self, pictured, take, client):
        other = take(Tip("Another"), "other")
        assert client.get(at(other, f"pictures/{pictured.pictures.get().id}/")).status_code == 404


class TestPanels:
    def test_stand_on_the_case_and_on_the_day(self, lead, client, case):
        assert lead.number in client.get(f"/staff/cases/{case.number}/").content.decode()
        assert lead.number in client.get("/staff/").content.decode()


class TestTheOfficersDoor:
    def path(self, referral, rest=""):
        return f"/partner/leads/{referral.code}/{rest}"

    def test_lists_and_opens_with_a_receipt(self, routed, client_as, cast):
        officer = client_as(cast.officer)
        assert routed.code in officer.get("/partner/leads/").content.decode()
        assert routed.code in officer.get("/partner/").content.decode()
        case = officer.get(f"/partner/cases/{routed.case.number}/").content.decode()
        assert routed.code in case
        page = officer.get(self.path(routed)).content.decode()
        assert "Nobody has verified this report" in page
        assert routed.lead.number not in page
        routed.refresh_from_db()
        assert routed.seen_by_id == cast.officer.id

    def test_is_small(self, routed, client_as, cast):
        assert len(client_as(cast.officer).get(self.path(routed)).content) < 20_000

    def test_answers_and_tells(self, routed, lead, client_as, cast):
        officer = client_as(cast.officer)
        assert officer.post(self.path(routed, "answer/"), {"accepted": "no"}).status_code == 422
        assert officer.post(self.path(routed, "answer/"), {"accepted": "yes"}).status_code == 302
        wrong = officer.post(self.path(routed, "outcome/"), {"outcome": "located"})
        assert wrong.status_code == 422
        told = {"outcome": "located", "words": "Found well at the station."}
        assert officer.post(self.path(routed, "outcome/"), told).status_code == 302
        page = officer.get(self.path(routed)).content.decode()
        assert "#recovery" in page
        desk = client_as(cast.specialist).get(at(lead)).content.decode()
        assert "Found well at the station." in desk

    def test_is_closed_to_every_other_agency(self, routed, client_as, cast):
        other = client_as(cast.other_officer)
        assert routed.code not in other.get("/partner/leads/").content.decode()
        for rest in ("", "answer/", "outcome/", "pictures/1/"):
            method = other.get if rest in ("", "pictures/1/") else other.post
            assert method(self.path(routed, rest)).status_code == 404

    def test_sender_only_with_their_yes_and_after_accepting(
        self, take, good, poster, cast, desk, client_as, now
    ):
        for attempt, may in (("a", True), ("b", False)):
            who = Tipster("Ana Bell", "+15125550111", "", may)
            lead = take(replace(good, tipster=who), attempt, poster_code=poster.code)
            one = leads_agency.route_lead(lead.id, cast.sheriff.id, by=desk, now=now)
            officer = client_as(cast.officer)
            assert "Ana Bell" not in officer.get(self.path(one)).content.decode()
            officer.post(self.path(one, "answer/"), {"accepted": "yes"})
            assert ("Ana Bell" in officer.get(self.path(one)).content.decode()) is may
