"""What was typed is not lost: refused forms, forms older than the sign-in, forms of others."""

import pytest
from django.test import Client

from porchlight.house.accounts import factors
from porchlight.house.accounts.tests.conftest import sign_in
from porchlight.house.accounts.tests.test_sign_in import TestARunningSession as Running
from porchlight.house.accounts.tests.test_sign_in import kinds

pytestmark = pytest.mark.django_db

TYPED = {"record": "case:12", "reason": "The child waits at the bus stop."}
OURS, THEIRS = {"Origin": "http://testserver"}, {"Origin": "https://evil.example"}


@pytest.fixture
def strict(cast, enrolled):
    """A browser of the specialist whose forms must prove where they came from."""
    client = Client(enforce_csrf_checks=False)
    sign_in(client, enrolled(cast.specialist))
    client.handler.enforce_csrf_checks = True
    return client


class TestAFormOlderThanTheSignIn:
    def test_is_kept_and_can_be_sent_on_at_once(self, strict):
        answer = strict.post("/staff/emergency/", TYPED, headers=OURS)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "/send-again/" in page
        assert "door-staff" in page
        held = strict.get("/send-again/").context["held"]
        assert (held.to, dict(held.fields)) == ("/staff/emergency/", TYPED)

    def test_of_a_stranger_says_what_to_do_and_shows_what_was_typed(self):
        client = Client(enforce_csrf_checks=True)
        answer = client.post("/sign-in/", {"email": "x y", "password": "a b"}, headers=OURS)
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "door-threshold" in page
        assert "x y" in page
        assert "a b" not in page

    def test_is_a_problem_detail_to_a_script(self, strict):
        answer = strict.post("/staff/emergency/", TYPED, HTTP_ACCEPT="application/json")
        assert answer["Content-Type"] == "application/problem+json"


class TestAFormOfAnotherSite:
    @pytest.mark.parametrize("headers", [THEIRS, {"Origin": "null"}, {}])
    def test_is_neither_kept_nor_shown(self, strict, headers):
        answer = strict.post("/staff/emergency/", TYPED, headers=headers)
        assert answer.status_code == 403
        assert "bus stop" not in answer.content.decode()
        assert strict.get("/send-again/").status_code == 302


class TestARefusal:
    def test_shows_the_texts_that_came_with_the_form(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        sent = {"ending": "silent", "words": "She said that he took the bus.", "code": "9 9 9"}
        page = client.post("/staff/calls/none/end/", sent).content.decode()
        assert "She said that he took the bus." in page
        assert "9 9 9" not in page

    def test_at_no_address_keeps_to_the_door_one_is_at(self, client, cast, enrolled):
        assert "door-threshold" in client.get("/nowhere/").content.decode()
        sign_in(client, enrolled(cast.specialist))
        assert "door-staff" in client.get("/nowhere/").content.decode()


class TestAPasskeyAtTheLock:
    """The signature itself is tried in a browser (tests/journeys/test_sign_in.py)."""

    @pytest.fixture
    def locked(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        Running().later(client, seen_at=1801)
        return client

    def send(self, client, address):
        return client.post(address, {"answer": {}, "next": "/staff/ui/"}, "application/json")

    def test_opens_it(self, locked, monkeypatch):
        monkeypatch.setattr(factors, "passkey_is_right", lambda *a, **k: True)
        answer = self.send(locked, "/unlock/passkey/")
        assert answer.json() == {"next": "/staff/ui/"}
        assert locked.post("/still-here/").status_code == 204
        assert kinds()[-1] == "accounts.session.unlocked"

    def test_that_does_not_fit_leaves_it_closed(self, locked):
        assert self.send(locked, "/unlock/passkey/").status_code == 403
        assert locked.post("/still-here/", HTTP_ACCEPT="application/json").status_code == 423

    def test_is_no_way_for_whoever_has_none(self, locked):
        answer = locked.post("/unlock/passkey/options/", HTTP_ACCEPT="application/json")
        assert answer.status_code == 422
        assert "Use a passkey" not in locked.get("/locked/").content.decode()

    def test_opens_nothing_for_a_stranger(self, client):
        assert client.post("/unlock/passkey/options/").status_code == 401
        assert self.send(client, "/unlock/passkey/").status_code == 401


class TestAFormOfTheAccounts:
    def test_keeps_the_name_that_was_typed(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        answer = client.post("/account/preferences/", {"name": "Dana O.", "language": "xx"})
        assert answer.status_code == 422
        assert 'value="Dana O."' in answer.content.decode()

    def test_keeps_the_day_that_was_typed(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.administrator))
        typed = {"role": "analyst", "until": "the 40th of May"}
        answer = client.post(f"/staff/accounts/{cast.trainer.pk}/roles/", typed)
        assert answer.status_code == 422
        assert "the 40th of May" in answer.content.decode()
