from datetime import timedelta

import pytest

from porchlight.core.errors import Conflict, NotAllowed, RuleBroken
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.delivery.models import Message
from porchlight.house.rosters import actions, queries
from porchlight.house.rosters.actions import HelperEntry
from porchlight.house.rosters.jobs import remind
from porchlight.house.rosters.models import Helper
from porchlight.house.rosters.rules.suitability import Need


@pytest.fixture
def keeper(cast):
    return viewer_for(cast.supervisor)


@pytest.fixture
def helper(cast, keeper, now):
    entry = HelperEntry(
        cast.case_manager.name,
        ("case_management",),
        ("VA",),
        ("en", "es"),
        5,
        account_id=cast.case_manager.id,
    )
    return actions.keep_helper(entry, by=keeper, now=now)


@pytest.fixture
def other(keeper, now):
    return actions.keep_helper(HelperEntry("Ada Moss", ("case_management",)), by=keeper, now=now)


class TestSuitable:
    def test_puts_who_is_on_duty_near_and_speaks_the_language_first(
        self, helper, other, keeper, now
    ):
        actions.add_shift(helper.id, now, now + timedelta(hours=8), by=keeper, now=now)
        need = Need("case_management", state="VA", language="es")
        found = queries.suitable(need, now)
        assert [each.helper for each in found] == [helper, other]
        assert "Is on duty now" in [str(reason.label) for reason in found[0].score.reasons]

    def test_says_why_somebody_cannot_be_asked(self, helper, other, now, cast, monkeypatch):
        monkeypatch.setattr(queries, "_load_of", lambda ids: dict.fromkeys(ids, 5))
        found = queries.suitable(Need("case_management", state="VA"), now)
        assert [each.helper for each in found] == [other, helper]
        assert not found[1].suitable
        assert [str(reason) for reason in found[1].obstacles] == ["Has 5 of at most 5"]


class TestKeepHelper:
    def test_is_for_supervisors(self, cast, now):
        with pytest.raises(NotAllowed):
            actions.keep_helper(HelperEntry("X", ()), by=viewer_for(cast.analyst), now=now)

    def test_refuses_the_same_account_twice(self, helper, keeper, cast, now):
        entry = HelperEntry("Again", ("hotline",), account_id=cast.case_manager.id)
        with pytest.raises(Conflict):
            actions.keep_helper(entry, by=keeper, now=now)

    def test_refuses_what_nobody_can_do(self, keeper, now):
        with pytest.raises(RuleBroken):
            actions.keep_helper(HelperEntry("X", ("juggling",)), by=keeper, now=now)


class TestAddShift:
    def test_refuses_two_at_once(self, helper, keeper, now):
        later = now + timedelta(hours=8)
        actions.add_shift(helper.id, now, later, by=keeper, now=now)
        with pytest.raises(Conflict):
            actions.add_shift(helper.id, now + timedelta(hours=7), later, by=keeper, now=now)


class TestRemind:
    def test_tells_once_before_a_credential_ends(self, helper, keeper, now):
        today = now.date()
        ends = today + timedelta(days=30)
        actions.add_credential(helper.id, "training", today, ends, by=keeper, now=now)
        remind(now=now)
        remind(now=now)
        assert Message.objects.filter(template="ends_soon").count() == 1


class TestPages:
    def test_put_somebody_on_the_roster(self, cast, client_as):
        client = client_as(cast.supervisor)
        sent = {
            "name": "Ada Moss",
            "email": cast.case_manager.email,
            "capabilities": ["case_management"],
            "states": "VA MD",
            "languages": ["en"],
            "max_load": "10",
        }
        assert client.post("/staff/roster/new/", sent).status_code == 302
        helper = Helper.objects.get()
        assert helper.areas == ["VA", "MD"]
        page = f"/staff/roster/{helper.id}/"
        times = {"starts_at": "2020-01-01T08:00", "ends_at": "2099-01-01T16:00"}
        assert client.post(page + "shifts/", times).status_code == 302
        days = {"kind": "training", "issued_on": "2026-01-01", "expires_on": "2026-02-01"}
        assert client.post(page + "credentials/", days).status_code == 302
        assert "Expired" in client.get(page).content.decode()
        assert "until" in client.get("/staff/roster/").content.decode()

    def test_are_not_for_analysts(self, cast, client_as):
        assert client_as(cast.analyst).get("/staff/roster/").status_code == 403
