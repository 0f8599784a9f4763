"""Signing in, as a browser does it."""

import pytest
from django.test import Client
from django.utils import timezone

from porchlight.house.accounts import factors
from porchlight.house.accounts.tests.conftest import SECRET, code, give_password, sign_in

pytestmark = pytest.mark.django_db


class TestSigningIn:
    def test_takes_password_and_code_and_leads_to_the_first_page(self, client, cast, enrolled):
        enrolled(cast.specialist)
        first = give_password(client, "Dana@Porchlight.Example")
        assert (first.status_code, first["Location"]) == (302, "/sign-in/code/")
        assert client.get("/staff/").status_code == 302
        second = client.post("/sign-in/code/", {"code": code()})
        assert (second.status_code, second["Location"]) == (302, "/staff/")
        assert client.get("/staff/").status_code == 200

    def test_leads_everybody_to_a_page_that_they_may_open(self, cast, enrolled):
        for account in cast.people().values():
            client = Client()
            answer = sign_in(client, enrolled(account))
            assert client.get(answer["Location"]).status_code == 200, account

    def test_asks_to_agree_to_the_notice(self, client, cast, enrolled):
        enrolled(cast.specialist)
        assert give_password(client, cast.specialist.email, notice="").status_code == 422

    def test_enrols_an_app_at_the_first_sign_in_and_shows_recovery_codes(
        self, client, cast, enrolled
    ):
        account = enrolled(cast.specialist)
        account.authenticator_set.all().delete()
        assert give_password(client, account.email)["Location"] == "/sign-in/enrol/"
        page = client.get("/sign-in/enrol/")
        secret = page.context["secret"].replace(" ", "")
        assert secret != SECRET

        done = client.post("/sign-in/enrol/", {"code": factors.code_at(secret, timezone.now())})
        assert done["Location"] == "/account/recovery-codes/?first"
        assert len(client.get(done["Location"]).context["codes"]) == 10


class TestOwnAccount:
    def test_shows_all_its_pages(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        for page in ("", "password/", "app/", "passkey/", "recovery-codes/"):
            assert client.get(f"/account/{page}").status_code == 200, page


class TestPeople:
    def test_are_shown_to_administrators(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.administrator))
        assert client.get("/staff/accounts/").status_code == 200
        assert client.get(f"/staff/accounts/{cast.specialist.pk}/").status_code == 200

    def test_emergency_pages(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.supervisor))
        assert client.get("/staff/emergency/").status_code == 200
        assert client.get("/staff/emergency/review/").status_code == 200
