import json
import re

import pytest
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import NotAllowed, NotFound, RuleBroken
from porchlight.core.identifiers import receipt_code_of
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.house.doors.proof_of_work import pay
from porchlight.programmes.cybertips.actions import answer_reporter
from porchlight.programmes.cybertips.models import (
    Document,
    DroppedReport,
    ReleasedAnswer,
    Report,
    Reporter,
    Word,
)
from porchlight.programmes.cybertips.public.sending import secret
from porchlight.programmes.cybertips.rules.ispws.json_form import xml_of
from porchlight.programmes.cybertips.rules.ispws.reading import Terms, read_report
from porchlight.programmes.cybertips.rules.told import Told, as_report, checked
from porchlight.programmes.cybertips.tests.samples import NOW, WORDS

TEXT = "Somebody called Shadow asks a girl of twelve for pictures in a game."


@pytest.fixture
def stranger():
    with override_settings(ROOT_URLCONF="porchlight.config.urls_public"):
        yield Client(REMOTE_ADDR="192.0.2.9")


def send(client, at="/report/", **fields):
    page = client.get("/report/")
    token = re.search(r'name="toll" value="([^"]+)"', page.content.decode())[1]
    return client.post(at, {"toll": token, "nonce": pay(token), **fields})


def code_in(answer):
    groups = re.findall(r"<span>([0-9A-Z]{4})</span>", answer.content.decode())
    assert len(groups) == 6
    return "-".join(groups)


@pytest.mark.django_db
class TestAPublicReport:
    def test_gets_a_number_and_a_code(self, stranger, run_jobs):
        answer = send(
            stranger,
            words=TEXT,
            matter="contact",
            danger="on",
            where="https://game.example/room/7 in the evening",
            person_account="Shadow",
            person_contact="shadow@mail.example",
            weapons="on",
            child_age="12",
        )
        assert answer.status_code == 200
        code_in(answer)
        assert DroppedReport.objects.get().held == ""
        run_jobs()
        assert not DroppedReport.objects.exists()
        report = Report.objects.get()
        assert (report.source, report.state, report.escalated) == ("public", "finished", True)
        said = Document.objects.get(id=report.document_id).content
        assert said["personOrUserReported"][0]["screenName"] == "Shadow"
        assert "May have firearms" in said["personOrUserReported"][0]["additionalInfo"]
        assert said["victim"][0]["victimPerson"]["age"] == 12
        kinds = Entry.objects.filter(kind__startswith="cybertips.public").order_by("id")
        assert [each.kind.rpartition(".")[2] for each in kinds] == ["dropped", "taken_in"]

    def test_keeps_who_told_it_apart_and_nothing_of_who_stays_anonymous(self, stranger, run_jobs):
        named = {"name": "Jo Invented", "phone": "703 555 0111", "email": "jo@mail.example"}
        send(stranger, words=TEXT, contact="no", **named)
        send(stranger, words=TEXT + " Again.", contact="yes", **named)
        run_jobs()
        assert sorted(Reporter.objects.values_list("name", flat=True)) == ["", "Jo Invented"]
        for document in Document.objects.all():
            assert b"Jo Invented" not in bytes(document.body)
            assert b"jo@mail.example" not in bytes(document.body)

    def test_sent_twice_is_one(self, stranger, run_jobs):
        page = stranger.get("/report/")
        token = re.search(r'name="toll" value="([^"]+)"', page.content.decode())[1]
        fields = {"toll": token, "nonce": pay(token), "words": TEXT}
        first, again = stranger.post("/report/", fields), stranger.post("/report/", fields)
        assert code_in(first) == code_in(again)
        run_jobs()
        assert Report.objects.count() == 1

    def test_without_the_toll_is_held_and_never_refused(self, stranger, run_jobs):
        for toll in ("", "x.1.2.z"):
            answer = stranger.post("/report/", {"toll": toll, "nonce": "0", "words": TEXT + toll})
            assert answer.status_code == 200
        run_jobs()
        assert {each.held for each in Reporter.objects.all()} == {"forged"}

    def test_must_say_something_and_loses_nothing_typed(self, stranger):
        answer = send(stranger, words="  ", where="A game called Blue")
        assert answer.status_code == 422
        assert "A game called Blue" in answer.content.decode()
        assert not DroppedReport.objects.exists()

    @pytest.mark.parametrize("words", ["a\x00b", "x" * 30_000])
    def test_is_asked_again_for_what_cannot_be_kept(self, stranger, words):
        assert send(stranger, words=words).status_code == 422

    @pytest.mark.parametrize("path", ["/report/", "/es/report/", "/report/answers/"])
    def test_has_pages_in_both_languages_with_the_way_out(self, stranger, path):
        text = stranger.get(path).content.decode()
        assert "data-exit" in text


@pytest.mark.django_db
class TestTheAnswers:
    @pytest.fixture
    def code(self, stranger, run_jobs):
        code = code_in(send(stranger, words=TEXT))
        run_jobs()
        return code

    def test_are_read_with_the_code_only(self, stranger, code, cast, now):
        report = Report.objects.get()
        by = viewer_for(cast.analyst)
        answer_reporter(report.id, "Which game was it?", by=by, now=now)
        assert "Which game" not in ReleasedAnswer.objects.get().closed
        page = stranger.post("/report/answers/", {"code": code.lower().replace("-", " ")})
        assert "Which game was it?" in page.content.decode()
        other = stranger.post("/report/answers/", {"code": "0" * 24})
        assert other.status_code == 200
        assert "There is no answer under this code yet." in other.content.decode()

    def test_cost_the_same_work_when_nobody_knows_the_code(self, stranger, code, work):
        done = []
        for one in (code, receipt_code_of(secret(), "an attempt that nobody made")):
            with work() as asked:
                assert stranger.post("/report/answers/", {"code": one}).status_code == 200
            done.append(asked)
        assert done[0] == done[1] != []

    def test_may_be_answered(self, stranger, code, run_jobs):
        send(stranger, "/report/answers/write/", code=code, words="The game is called Blue.")
        send(stranger, "/report/answers/write/", code="0" * 24, words="Nobody knows this code.")
        run_jobs()
        assert [each.words for each in Word.objects.all()] == ["The game is called Blue."]

    def test_name_a_wrong_letter(self, stranger, code):
        wrong = ("1" if code[0] != "1" else "2") + code[1:]
        assert stranger.post("/report/answers/", {"code": wrong}).status_code == 422
        sent = stranger.post("/report/answers/write/", {"code": "?", "words": "x"})
        assert sent.status_code == 422

    def test_are_written_by_analysts_to_reporters(self, code, cast, now):
        report = Report.objects.get()
        by = viewer_for(cast.analyst)
        with pytest.raises(RuleBroken):
            answer_reporter(report.id, " ", by=by, now=now)
        with pytest.raises(NotFound):
            answer_reporter(report.id + 1, "Hello", by=by, now=now)
        with pytest.raises(NotAllowed):
            answer_reporter(report.id, "Hello", by=viewer_for(cast.specialist), now=now)


class TestAsReport:
    @given(st.builds(Told, words=WORDS, where=WORDS, when=WORDS, person=WORDS, person_account=WORDS,
                     person_contact=WORDS, relation=WORDS, child=WORDS, child_account=WORDS,
                     child_age=WORDS, danger=st.booleans()))  # fmt: skip
    def test_is_always_a_report(self, told):
        try:
            told = checked(told)
        except RuleBroken:
            return
        body = json.dumps(as_report(told, NOW, "Invented Clearinghouse")).encode()
        reading = read_report(xml_of(body, "report"), Terms(NOW, tolerant=True))
        assert reading.document is not None
        assert told.words in (reading.document.additional_info or "")
