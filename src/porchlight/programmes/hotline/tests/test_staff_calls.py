"""The console as the specialist's browser sees it."""

import json

import pytest

from porchlight.core.errors import RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.delivery.models import Message
from porchlight.programmes.cases.queries import case_for
from porchlight.programmes.cybertips.actions import answer_reporter
from porchlight.programmes.cybertips.models import Document, Report, Reporter
from porchlight.programmes.hotline.jobs.calls import file_report
from porchlight.programmes.hotline.models import Call, CallBack, CallSave, Handoff, Outcome

pytestmark = pytest.mark.django_db

TOLD = {
    "call-0-about": "missing",
    "caller-0-name": "Rosa Delgado Vance",
    "caller-0-phones": "512 555 0199",
    "caller-0-relation": "mother",
    "event-0-circumstances": "Left after supper with an older acquaintance in a blue car.",
    "event-0-latest": "2 hours ago",
    "event-0-place": "Austin, TX",
    "event-0-left_by_choice": "yes",
    "child-0-given_names": "Mia Lucía",
    "child-0-family_names": "Delgado Vance",
    "child-0-born": "5/4/2012",
    "child-0-sex": "F",
    "looks-0-height_cm": "5'1\"",
    "looks-0-weight_kg": "?",
    "looks-0-hair": "BRO",
    "looks-0-eyes": "unknown",
    "risk-0-medication": "Inhaler",
    "risk-0-disability": "no",
    "companion-0-name": "Dale Rook",
    "vehicle-0-plate": "KLM4821",
    "vehicle-0-colors": "blue",
    "life-0-living": "parents",
}
COUNTS = {"count-child": "1", "count-companion": "1", "count-vehicle": "1", "count-contact": "0"}


@pytest.fixture
def desk(client_as, cast):
    return client_as(cast.specialist)


@pytest.fixture
def call(desk) -> Call:
    desk.post("/staff/calls/take/", {"channel": "telephone", "key": "k1"})
    return Call.objects.get()


def save(desk, call, fields, **more):
    sent = {**COUNTS, "writer": "w", "sequence": "1", "seen": "0", **fields, **more}
    return desk.post(
        f"/staff/calls/{call.number}/save/", sent, headers={"Accept": "application/json"}
    )


class TestTakingACall:
    def test_begins_one_call_however_often_the_press_is_sent(self, desk):
        for _ in range(3):
            desk.post("/staff/calls/take/", {"channel": "telephone", "key": "k1"})
        assert Call.objects.count() == 1

    def test_draws_every_question(self, desk, call):
        page = desk.get(f"/staff/calls/{call.number}/").content.decode()
        for key in ("caller-0-phones", "child-0-born", "police-0-reported_at", "online-0-words"):
            assert f'name="{key}"' in page

    def test_reads_back_what_was_typed(self, desk, call):
        told = json.loads(save(desk, call, TOLD).content)
        assert told["readings"]["looks-0-height_cm"]["shown"] == "5′1″ (155 cm)"
        assert told["readings"]["caller-0-phones"]["shown"] == "(512) 555-0199"
        assert told["readings"]["looks-0-weight_kg"]["told"] == "unknown"
        assert "May 4, 2012" in told["readings"]["child-0-born"]["shown"]

    def test_says_beside_it_what_is_urgent_and_what_is_missing(self, desk, call):
        save(desk, call, TOLD)
        beside = desk.get(f"/staff/calls/{call.number}/aside/").content.decode()
        assert "Needs medication" in beside
        assert "Endangered runaway" in beside
        assert "Race" in beside

    def test_keeps_what_a_page_without_script_sends(self, desk, call):
        desk.post(f"/staff/calls/{call.number}/", {**COUNTS, **TOLD, "sequence": "1", "seen": "0"})
        page = desk.get(f"/staff/calls/{call.number}/").content.decode()
        assert "Mia Lucía" in page
        assert CallSave.objects.count() == 1


class TestFinishing:
    def test_opens_a_case_with_everything_and_tells_the_agency(self, desk, call, cast):
        save(desk, call, TOLD)
        assert desk.get(f"/staff/calls/{call.number}/finish/").status_code == 200
        answer = desk.post(
            f"/staff/calls/{call.number}/finish/case/",
            {"category": "endangered_runaway", "agencies": [], "manager": ""},
        )
        assert answer.status_code == 302, answer.content.decode()[:4000]
        number = answer["Location"].split("/")[-2]
        case = case_for(viewer_for(cast.specialist), number)
        child = case.children.get()
        assert child.name == "Mia Lucía Delgado Vance"
        assert child.height_cm.lo == 155
        assert set(child.unknown) == {"weight_kg", "eyes"}
        assert case.place.label == "Austin, TX"
        assert case.source == call.number
        assert case.vehicles.get().colors == ["BLU"]
        assert "With parents" in case.notes.get().text
        assert Handoff.objects.get().case_id == case.id
        call.refresh_from_db()
        assert call.state == "ended"
        assert Entry.objects.filter(kind="hotline.call.became_case").count() == 1

    def test_twice_opens_one_case(self, desk, call):
        save(desk, call, TOLD)
        for _ in range(2):
            desk.post(
                f"/staff/calls/{call.number}/finish/case/", {"category": "endangered_runaway"}
            )
        assert Entry.objects.filter(kind="cases.case.opened").count() == 1

    def test_says_what_is_in_the_way(self, desk, call):
        answer = desk.post(
            f"/staff/calls/{call.number}/finish/case/", {"category": "endangered_runaway"}
        )
        assert answer.status_code == 422
        assert "at least one child" in answer.content.decode()


class TestAFormThatCannotBeTaken:
    """What was typed stands there again, at the page it was typed on, and says what to do."""

    def again(self, answer, *typed):
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Please look at this again" in page
        for words in typed:
            assert words in page
        return page

    def test_keeps_a_promise_with_a_wrong_number(self, desk):
        sent = {"phone": "12", "who": "Rosa", "within": "60", "words": "About the blue car"}
        page = self.again(desk.post("/staff/calls/back/", sent), "Rosa", "About the blue car")
        assert '<option value="60" selected>' in page
        assert "<details open>" in page

    def test_keeps_it_on_the_console_that_it_was_typed_on(self, desk, call):
        save(desk, call, TOLD)
        here = f"/staff/calls/{call.number}/"
        sent = {"phone": "12", "who": "Aunt Pilar", "within": "60", "words": "", "next": here}
        page = self.again(
            desk.post("/staff/calls/back/", {**sent, "call": call.number}), "Aunt Pilar"
        )
        assert TOLD["event-0-circumstances"] in page

    def test_keeps_a_note_about_a_number(self, desk, call):
        sent = {"phone": "12", "kind": "distress", "words": "Speak slowly", "days": "30"}
        self.again(desk.post("/staff/calls/flags/", sent), "Speak slowly")
        here = f"/staff/calls/{call.number}/"
        self.again(desk.post("/staff/calls/flags/", {**sent, "next": here}), "Speak slowly")

    def test_keeps_a_note_for_which_the_call_has_ended(self, desk, call):
        here = f"/staff/calls/{call.number}/"
        desk.post(f"{here}end/", {"ending": "silent"})
        sent = {"phone": "12", "kind": "distress", "words": "Speak slowly", "days": "30"}
        self.again(desk.post("/staff/calls/flags/", {**sent, "next": here}), "Speak slowly")

    def test_keeps_a_line_of_the_log(self, desk):
        words = "Line two is down. " * 60
        self.again(desk.post("/staff/calls/log/", {"words": words, "keep": "12"}), words.strip())

    def test_keeps_what_was_said_on_a_call_back_that_a_colleague_made_meanwhile(self, desk):
        sent = {"phone": "512 555 0199", "who": "Rosa", "within": "60", "words": ""}
        desk.post("/staff/calls/back/", sent)
        row = CallBack.objects.get()
        said = {"result": "reached", "words": "She is on her way"}
        assert desk.post(f"/staff/calls/back/{row.id}/", said).status_code == 302
        self.again(desk.post(f"/staff/calls/back/{row.id}/", said), "She is on her way")

    def test_keeps_why_a_case_was_declined(self, desk):
        answer = desk.post("/staff/calls/hand-off/999/decline/", {"words": "On leave until May"})
        self.again(answer, "On leave until May")

    def test_goes_to_no_other_site(self, desk):
        sent = {"words": "Quiet night", "keep": "0", "next": "https://evil.example/staff/calls/"}
        assert desk.post("/staff/calls/log/", sent)["Location"] == "/staff/calls/"


EXPLOITED = {
    "call-0-about": "exploitation",
    "caller-0-name": "Rosa Delgado Vance",
    "caller-0-phones": "512 555 0199",
    "online-0-kind": "extortion",
    "online-0-words": "Somebody called Shadow wants money from my daughter.",
    "online-0-service": "Chatterbee",
    "online-0-victim_age": "13",
    "online-0-now": "yes",
}


class TestACallHandedToTheCyberTipline:
    def test_becomes_one_report_with_who_told_it_apart(self, desk, call, run_jobs):
        save(desk, call, EXPLOITED)
        for _ in range(2):
            desk.post(f"/staff/calls/{call.number}/finish/report/")
        run_jobs()
        file_report(call_id=call.id, now=call.began_at)
        report = Report.objects.get()
        assert (report.source, report.state) == ("hotline", "finished")
        teller = Reporter.objects.get(report_id=report.id)
        assert (teller.name, teller.phone) == ("Rosa Delgado Vance", "+15125550199")
        assert "Rosa" not in str(Document.objects.get(id=report.document_id).content)

    def test_cannot_be_answered_under_a_code_that_nobody_has(self, desk, call, run_jobs, cast):
        save(desk, call, EXPLOITED)
        desk.post(f"/staff/calls/{call.number}/finish/report/")
        run_jobs()
        report = Report.objects.get()
        with pytest.raises(RuleBroken, match="telephone"):
            answer_reporter(
                report.id, "Which game?", by=viewer_for(cast.analyst), now=call.began_at
            )


class TestAFamilyWhoAskedToBeCalled:
    def test_stands_on_the_day_of_the_advocates_and_of_nobody_else(
        self, desk, call, run_jobs, client_as, cast
    ):
        asked = {
            "call-0-about": "support",
            "caller-0-name": "Rosa Delgado Vance",
            "caller-0-phones": "512 555 0199",
            "support-0-words": "I cannot sleep.",
            "support-0-agrees": "yes",
        }
        save(desk, call, asked)
        desk.post(f"/staff/calls/{call.number}/finish/support/")
        run_jobs()
        assert Message.objects.filter(key__startswith="families-request:").count() == 1
        advocate, manager = client_as(cast.advocate), client_as(cast.case_manager)
        assert "I cannot sleep." in advocate.get("/staff/families/").content.decode()
        assert "/staff/families/" in advocate.get("/staff/").content.decode()
        assert manager.get("/staff/families/").status_code == 403


class TestConsentWithoutAName:
    def test_is_asked_for_again_on_the_case(self, desk, call):
        save(desk, call, {**TOLD, "consent-0-publicity": "yes"})
        desk.post(f"/staff/calls/{call.number}/finish/case/", {"category": "endangered_runaway"})
        page = desk.get(f"/staff/cases/{Outcome.objects.get().case.number}/").content.decode()
        assert "Consent to publicity" in page
        assert page.count("<h3>For a poster") == 1
