"""A case opened by a link: for one person, for a time, each opening written down."""

from datetime import timedelta

import pytest

from porchlight.core.errors import NotAllowed, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.audit.models import Entry
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.models import Case, CaseLink, LinkView

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def by(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def clock(monkeypatch, now):
    at = [now]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    return at


@pytest.fixture
def link(case, by, now):
    return actions.make_link(case.id, "Ana Reyes, Yuma PD", "Search", lasts=DAY, by=by, now=now)


def address(secret: str) -> str:
    return f"/partner/shared/{secret}/"


class TestMakeLink:
    def test_keeps_only_a_digest(self, link):
        row, secret = link
        assert len(secret) >= 32
        assert secret not in str(CaseLink.objects.values())
        assert row.digest != secret

    @pytest.mark.parametrize(
        ("whom", "why", "lasts"),
        [("", "Search", DAY), ("Ana", " ", DAY), ("Ana", "x", 15 * DAY), ("Ana", "x", -DAY)],
    )
    def test_wants_a_person_a_purpose_and_two_weeks_at_most(self, case, by, now, whom, why, lasts):
        with pytest.raises(RuleBroken):
            actions.make_link(case.id, whom, why, lasts=lasts, by=by, now=now)

    def test_is_not_for_those_who_do_not_work_on_the_case(self, case, cast, now):
        for who in (cast.analyst, cast.other_officer, cast.stranger):
            with pytest.raises(NotAllowed):
                actions.make_link(case.id, "A", "b", lasts=DAY, by=viewer_for(who), now=now)


class TestOpening:
    def test_shows_the_case_under_the_persons_name_and_writes_it_down(self, link, client, clock):
        row, secret = link
        answer = client.get(address(secret))
        text = answer.content.decode()
        assert answer.status_code == 200
        assert text.count("Ana Reyes, Yuma PD") > 6
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert LinkView.objects.get().link == row
        assert Entry.objects.filter(kind="cases.link.opened").count() == 1

    def test_says_nothing_sealed_and_no_telephone_of_the_family(self, link, client, clock):
        text = client.get(address(link[1])).content.decode()
        assert "Mia Lucía" in text
        for private in ("Inhaler", "Rosa Delgado", "555-0199", "5550199", "Larkspur"):
            assert private not in text

    @pytest.mark.parametrize("what", ["ended", "run out", "closed", "restricted", "wrong"])
    def test_ends(self, link, case, client, clock, by, now, what):
        row, secret = link
        closed = {"status": "closed", "closed_at": now, "closed_by": by.id}
        if what == "ended":
            actions.end_link(row.id, by=by, now=now)
        elif what == "run out":
            clock[0] = now + DAY
        elif what == "closed":
            Case.objects.update(**closed, closed_reason="unfounded")
        elif what == "restricted":
            actions.restrict_case(case.id, True, by=by, now=now)
        else:
            secret = f"{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}"
        answer = client.get(address(secret))
        assert answer.status_code == 404
        assert "Mia" not in answer.content.decode()
        assert not LinkView.objects.exists()

    def test_makes_those_wait_who_try(self, client, clock, db):
        answers = [client.get(address(f"none{at}")).status_code for at in range(32)]
        assert set(answers) == {404, 429}


class TestThePage:
    def test_shows_the_address_once_and_the_openings_after(self, case, cast, client_as, client):
        desk = client_as(cast.supervisor)
        path = f"/staff/cases/{case.number}/links/"
        made = desk.post(path, {"given_to": "Ana Reyes", "purpose": "Search", "days": "3"})
        shown = made.context["address"]
        assert shown.split("/shared/")[1] not in desk.get(path).content.decode()
        assert client.get("/partner/shared/" + shown.split("/shared/")[1]).status_code == 200
        assert "127.0.0.1" in desk.get(path).content.decode()
        link = CaseLink.objects.get()
        assert desk.post(f"{path}{link.id}/end/").status_code == 302
        assert client.get("/partner/shared/" + shown.split("/shared/")[1]).status_code == 404
        assert desk.post(path, {"given_to": "", "purpose": "x", "days": "3"}).status_code == 422
