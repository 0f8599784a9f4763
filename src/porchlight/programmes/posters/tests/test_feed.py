"""The feed for partners: stable ids, expiry, signed withdrawals; the widget that forgets."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from porchlight.core import signing
from porchlight.core.jws import NotGenuine
from porchlight.core.pfif.grammar import faults
from porchlight.core.pfif.reading import read
from porchlight.core.pfif.writing import file, instant
from porchlight.programmes.cases import actions as cases
from porchlight.programmes.cases.rules.intake import CaseIntake
from porchlight.programmes.posters import actions, jobs
from porchlight.programmes.posters.models import Poster, ReleasedPerson, ReleasedPoster
from porchlight.programmes.posters.public.feeds import FORGET_SECONDS
from porchlight.programmes.posters.rules.states import SHOWN_FOR, State
from porchlight.programmes.posters.rules.tombstones import withdrawn
from porchlight.programmes.posters.tests.conftest import CANARY, child, find

pytestmark = [pytest.mark.django_db, pytest.mark.urls("porchlight.config.urls_public")]
FEEDS = ("/feed/posters.json", "/feed/posters.atom", "/feed/posters.pfif")
EVER = {"min_entry_date": "1970-01-01T00:00:00Z"}


@pytest.fixture
def clock(monkeypatch, now):
    """A site whose time the test sets."""
    at = [now]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    return at


@pytest.fixture
def site(clock):
    return Client()


@pytest.fixture
def intake(intake) -> CaseIntake:
    siblings = (child(), child("Teo", aliases=(), sex="M"))
    return CaseIntake(**{**vars(intake), "children": siblings})


def items(site, **asked):
    return site.get(FEEDS[0], asked or EVER).json()["items"]


def bytes_of(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def people(site, **asked):
    return read(bytes_of(site.get(FEEDS[2], asked or EVER))).persons


class TestTheFeed:
    def test_gives_each_child_an_id_that_stays(self, released, second, now, site):
        first = [each["id"] for each in items(site)]
        assert first == [f"127.0.0.1/{released.code}-{number}" for number in (1, 2)]
        find(released.case.children.get(given_names="Mia Lucía"), second, now)
        jobs.withdraw(case_id=released.case_id, now=now)
        after = {each["id"]: each for each in items(site)}
        assert after[first[0]]["status"] == "withdrawn"
        assert (after[first[1]]["status"], after[first[1]]["name"]) == (
            "released",
            "Teo Núñez Vance",
        )

    def test_says_the_same_in_three_forms_and_is_pfif(self, released, site):
        assert [each.full_name for each in people(site)] == [each["name"] for each in items(site)]
        document = bytes_of(site.get(FEEDS[2], EVER))
        assert faults(document) == ()
        again = read(document)
        assert again.remarks == ()
        assert "".join(file(again.persons)).encode() == document
        assert read(bytes_of(site.get(FEEDS[1], EVER))).persons == again.persons

    def test_tells_what_a_partner_needs(self, released, now, site):
        jobs.typeset(poster_id=released.id, now=now)
        one = items(site)[0]
        assert one["expires_at"] == instant(now + SHOWN_FOR).replace("Z", ".000000Z")
        assert (one["sex"], one["hair"], one["city"], one["state"]) == ("F", "BRO", "Austin", "TX")
        assert one["words"]["es"]["band"]
        assert any(name.endswith("poster-a4-es.pdf") for name in one["files"])
        found = people(site)[0]
        assert found.sex == "female"
        assert found.date_of_birth == ""
        assert found.notes[0].last_known_location == "Austin, Texas"

    def test_comes_again_only_when_something_changed(self, released, desk, now, site, clock):
        start = instant(now + timedelta(hours=1))
        later = now + timedelta(days=2)
        clock[0] = later
        jobs.reissue(case_id=released.case_id, now=later)
        assert items(site, min_entry_date=start) == []
        half = now + SHOWN_FOR * 2 / 3
        clock[0] = half
        jobs.reissue(case_id=released.case_id, now=half)
        assert len(items(site, min_entry_date=start)) == 2

    def test_is_read_on_without_losing_a_row(self, released, site):
        got, asked = [], {**EVER, "max_results": 1}
        answer = site.get(FEEDS[0], asked).json()
        while answer["items"]:
            got += [each["id"] for each in answer["items"]]
            answer = site.get(answer["next"].removeprefix("http://127.0.0.1:8000")).json()
        assert got == [each["id"] for each in items(site)]

    def test_gives_one_record_and_no_other_houses(self, released, site):
        mine = f"127.0.0.1/{released.code}-2"
        assert [each["id"] for each in items(site, person_record_id=mine)] == [mine]
        assert items(site, person_record_id=mine.replace("127.0.0.1", "example.org")) == []

    def test_leaves_notes_out_when_asked(self, released, site):
        assert people(site, **EVER, omit_notes="yes")[0].notes == ()

    @pytest.mark.parametrize("path", FEEDS)
    @pytest.mark.parametrize(
        "asked",
        [
            {"max_results": 0},
            {"max_results": 201},
            {"min_entry_date": "yesterday"},
            {"skip": "x"},
            {"version": "0.9"},
            {"person_record_id": "a/\x00"},
        ],
    )
    def test_refuses_with_a_problem(self, site, path, asked):
        answer = site.get(path, asked)
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_makes_those_wait_who_ask_without_end(self, site):
        answers = {site.get(FEEDS[0]).status_code for _ in range(122)}
        assert answers == {200, 429}

    @pytest.mark.parametrize("path", (*FEEDS, "/widget/", "/partners/", "/es/widget/"))
    def test_holds_no_private_word_and_needs_the_public_role_only(
        self, released, site, path, now, as_public
    ):
        jobs.typeset(poster_id=released.id, now=now)
        as_public()
        answer = site.get(path)
        said = bytes_of(answer).decode()
        assert answer.status_code == 200
        assert CANARY not in said
        assert "5550199" not in re.sub(r"\D", "", said)


class TestAWithdrawal:
    @pytest.fixture
    def known(self, released, site):
        """What a partner remembers of the children."""
        return {each["id"]: each["withdrawal_key"] for each in items(site)}

    def test_is_signed_by_the_key_that_came_with_the_child(
        self, known, released, second, now, site
    ):
        actions.withdraw_poster(released.id, reason="desk", by=second, now=now)
        for over in items(site):
            said = withdrawn(over["withdrawal"], signing.public_key(known[over["id"]]))
            assert said["sub"] == over["id"]
            assert set(over) == {
                "id", "entry_date", "status", "withdrawn_at", "withdrawal", "withdrawal_key",
            }  # fmt: skip

    def test_is_believed_from_nobody_else(self, known, released, second, now, site):
        actions.withdraw_poster(released.id, reason="desk", by=second, now=now)
        word = items(site)[0]["withdrawal"]
        stranger = signing.Ed25519PrivateKey.generate().public_key()
        mine = signing.public_key(next(iter(known.values())))
        for wrong, key in ((word, stranger), (word[:-3] + "AAA", mine), ("x", mine), ("", mine)):
            with pytest.raises(NotGenuine):
                withdrawn(wrong, key)

    def test_leaves_a_placeholder_and_not_a_word(self, known, released, second, now, site):
        for each in released.case.children.all():
            find(each, second, now)
            jobs.withdraw(case_id=released.case_id, now=now)
        document = bytes_of(site.get(FEEDS[2], EVER))
        assert faults(document) == ()
        gone = read(document).persons
        assert [each.person_record_id for each in gone] == list(known)
        assert all(each.is_placeholder and each.expired(now) for each in gone)
        assert all(each.source_date == each.entry_date == now for each in gone)
        for path in (*FEEDS, "/widget/", "/es/widget/"):
            said = bytes_of(site.get(path, EVER)).decode()
            assert not re.search("Mia|Teo|N\\S*ez|Vance|Austin", said), path
        for row in ReleasedPerson.objects.values():
            assert row["facts"] == {}
            assert "Vance" not in json.dumps(row, default=str)


class TestExpiry:
    def test_hides_at_once_and_wipes_within_a_day(self, released, now, site, clock):
        over = now + SHOWN_FOR + timedelta(minutes=1)
        clock[0] = over
        assert [each["status"] for each in items(site)] == ["withdrawn", "withdrawn"]
        assert all(each.is_placeholder for each in people(site))
        jobs.keep_current(now=over)
        assert Poster.objects.get(id=released.id).state == State.WITHDRAWN
        assert ReleasedPoster.objects.get().content == {}
        assert all(row.facts == {} for row in ReleasedPerson.objects.all())
        assert all(each["withdrawal"] for each in items(site))

    def test_is_not_undone_by_looking_after_the_case_too_late(self, released, now, site, clock):
        over = now + SHOWN_FOR + timedelta(minutes=1)
        clock[0] = over
        jobs.reissue(case_id=released.case_id, now=over)
        assert all(each["status"] == "withdrawn" for each in items(site))


class TestMissingAgain:
    def test_is_a_new_record(self, released, second, now, site):
        first = {each["id"] for each in items(site)}
        one = released.case.children.first()
        for each in released.case.children.all():
            find(each, second, now)
            jobs.withdraw(case_id=released.case_id, now=now)
        cases.missing_again(released.case_id, one.id, by=second, now=now)
        jobs.draft(case_id=released.case_id, now=now)
        assert not first & {Poster.objects.get(state=State.DRAFT).code}


class TestTheWidget:
    def test_may_be_framed_anywhere_and_asks_again_in_time(self, released, site):
        answer = site.get("/widget/")
        assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in answer.headers
        again = int(answer.headers["Refresh"])
        kept = int(re.search(r"max-age=(\d+)", answer.headers["Cache-Control"])[1])
        assert again + kept == 2 * FORGET_SECONDS < 60
        assert "frame-ancestors 'none'" in site.get("/").headers["Content-Security-Policy"]

    def test_shows_the_state_and_number_asked_for(self, released, site):
        assert "Vance" in site.get("/widget/", {"state": "TX"}).content.decode()
        assert "Vance" not in site.get("/widget/", {"state": "NV"}).content.decode()
        assert site.get("/widget/", {"count": "many", "state": "\x00"}).status_code == 200
