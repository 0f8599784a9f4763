"""Signing in, as a browser does it, and as an adversary tries it."""

import json
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from porchlight.house.accounts import factors, passwords, sessions
from porchlight.house.accounts.models import Failure
from porchlight.house.accounts.tests.conftest import (
    PASSWORD,
    SECRET,
    code,
    forget_used_codes,
    give_password,
    sign_in,
)
from porchlight.house.audit.models import Entry

pytestmark = pytest.mark.django_db
WRONG = "a wrong passphrase of some length"


def kinds() -> list[str]:
    found = Entry.objects.filter(kind__startswith="accounts.").order_by("id")
    return list(found.values_list("kind", flat=True))


class TestSigningIn:
    def test_takes_password_and_code_and_leads_to_the_first_page(self, client, cast, enrolled):
        enrolled(cast.specialist)
        first = give_password(client, "Dana@Porchlight.Example")
        assert (first.status_code, first["Location"]) == (302, "/sign-in/code/")
        assert client.get("/staff/").status_code == 302
        second = client.post("/sign-in/code/", {"code": code()})
        assert (second.status_code, second["Location"]) == (302, "/staff/")
        assert client.get("/staff/").status_code == 200
        assert kinds()[-1] == "accounts.session.began"

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
        secret = client.get("/sign-in/enrol/").context["secret"].replace(" ", "")
        assert secret != SECRET
        assert client.post("/sign-in/enrol/", {"code": "000000"}).status_code == 422
        assert client.get("/staff/").status_code == 302
        done = client.post("/sign-in/enrol/", {"code": factors.code_at(secret, timezone.now())})
        assert done["Location"] == "/account/recovery-codes/?first"
        page = client.get(done["Location"])
        assert len(page.context["codes"]) == 10
        assert page.context["onward"] == "/staff/"

    def test_takes_a_recovery_code_once(self, client, cast, enrolled):
        account = enrolled(cast.specialist)
        one = factors.recovery_codes(account)[0]
        give_password(client, account.email)
        assert client.post("/sign-in/code/", {"code": f"{one[:4]} {one[4:]}"}).status_code == 302
        give_password(other := Client(), account.email)
        assert other.post("/sign-in/code/", {"code": one}).status_code == 422

    def test_leads_to_the_page_that_was_wanted(self, client, cast, enrolled):
        enrolled(cast.specialist)
        asked = client.get("/staff/ui/")
        assert asked["Location"] == "/sign-in/?next=%2Fstaff%2Fui%2F"
        said = {"email": cast.specialist.email, "password": PASSWORD, "notice": "on"}
        client.post(asked["Location"], said)
        assert client.post("/sign-in/code/", {"code": code()})["Location"] == "/staff/ui/"

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example",
            "javascript:alert(1)",
            "http:///evil.example",
            "\x08//evil.example",
            "https:evil.example",
            "http://testserver@evil.example/",
        ],
    )
    def test_never_leads_to_another_site(self, client, cast, enrolled, elsewhere):
        enrolled(cast.specialist)
        said = {"email": cast.specialist.email, "password": PASSWORD, "notice": "on"}
        client.post("/sign-in/", said, QUERY_STRING=f"next={elsewhere}")
        assert client.post("/sign-in/code/", {"code": code()})["Location"] == "/staff/"

    def test_needs_the_second_step_even_with_the_session_of_the_first(self, client, cast, enrolled):
        enrolled(cast.specialist)
        give_password(client, cast.specialist.email)
        for page in ("/staff/", "/account/", "/staff/emergency/", "/account/recovery-codes/"):
            assert client.get(page)["Location"].startswith("/sign-in/"), page
        assert client.post("/unlock/", {"answer": PASSWORD}).status_code == 401

    def test_begins_a_new_session_at_each_step(self, client, cast, enrolled):
        enrolled(cast.specialist)
        client.get("/sign-in/")
        session = client.session
        session["planted"] = "by somebody else"
        session.save()
        planted = session.session_key
        give_password(client, cast.specialist.email)
        halfway = client.session.session_key
        client.post("/sign-in/code/", {"code": code()})
        assert len({planted, halfway, client.session.session_key}) == 3
        assert "planted" not in client.session
        assert not Session.objects.filter(session_key__in=[planted, halfway]).exists()

    def test_forgets_who_gave_the_password_after_ten_minutes(self, client, cast, enrolled):
        enrolled(cast.specialist)
        give_password(client, cast.specialist.email)
        session = client.session
        session["pending"] = {**session["pending"], "at": timezone.now().timestamp() - 601}
        session.save()
        assert client.post("/sign-in/code/", {"code": code()})["Location"] == "/sign-in/"

    def test_refuses_a_form_of_another_site(self, cast, enrolled):
        enrolled(cast.specialist)
        client = Client(enforce_csrf_checks=True)
        assert give_password(client, cast.specialist.email).status_code == 403

    def test_lets_nobody_in_whose_roles_ended(self, client, cast, enrolled, now):
        account = enrolled(cast.specialist)
        account.grants.update(expires_at=now)
        assert give_password(client, account.email).status_code == 422

    def test_ends_by_signing_out(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        key = client.session.session_key
        assert client.get("/sign-out/").status_code == 405
        assert client.post("/sign-out/")["Location"] == "/sign-in/"
        assert client.get("/staff/").status_code == 302
        assert not Session.objects.filter(session_key=key).exists()
        assert kinds()[-1] == "accounts.session.ended"

    def test_keeps_every_page_out_of_caches(self, client, cast, enrolled):
        for page in ("/sign-in/", "/sign-in/help/"):
            assert "no-store" in client.get(page)["Cache-Control"]
        sign_in(client, enrolled(cast.specialist))
        assert "no-store" in client.get("/account/")["Cache-Control"]


class TestFailing:
    def test_looks_the_same_for_everybody(self, cast, enrolled, now):
        enrolled(cast.specialist)
        disabled, locked = enrolled(cast.analyst), enrolled(cast.trainer)
        disabled.is_active = False
        disabled.save()
        locked.locked_at = now
        locked.save()
        tried = [
            (cast.specialist.email, WRONG),
            ("nobody@porchlight.example", WRONG),
            (disabled.email, PASSWORD),
            (locked.email, PASSWORD),
            (cast.mother.email, PASSWORD),
        ]
        pages = set()
        for address, password in tried:
            client = Client(REMOTE_ADDR="192.0.2.99")
            answer = give_password(client, address, password)
            assert answer.status_code == 422
            text = answer.content.decode().replace(address, "ADDRESS")
            token = answer.context["csrf_token"]
            pages.add(text.replace(str(token), "TOKEN"))
            assert "sessionid" not in answer.cookies
        assert len(pages) == 1

    def test_hashes_as_often_for_everybody(self, cast, enrolled, monkeypatch):
        hashed = []
        enrolled(cast.specialist)
        make, check = passwords.make_password, passwords.check_password
        monkeypatch.setattr(passwords, "make_password", lambda p: hashed.append(1) or make(p))
        monkeypatch.setattr(
            passwords, "check_password", lambda p, e: hashed.append(1) or check(p, e)
        )
        for address in (cast.specialist.email, "nobody@x.example", cast.mother.email):
            hashed.clear()
            give_password(Client(), address, WRONG)
            assert len(hashed) == 1, address

    def test_asks_the_database_the_same_for_everybody(self, cast, enrolled, now, work):
        enrolled(cast.specialist)
        disabled, locked = enrolled(cast.analyst), enrolled(cast.trainer)
        disabled.is_active = False
        disabled.save()
        locked.locked_at = now
        locked.save()
        tried = {
            "wrong": (cast.specialist.email, WRONG),
            "unknown": ("nobody@porchlight.example", PASSWORD),
            "disabled": (disabled.email, PASSWORD),
            "locked": (locked.email, PASSWORD),
        }
        done = {}
        # Six times each: the fifth failure locks whoever has an account.
        for number in range(6):
            for who, (address, password) in tried.items():
                client = Client(REMOTE_ADDR=f"192.0.2.{number}")
                with work() as done[who]:
                    assert give_password(client, address, password).status_code == 422
            assert done["unknown"]
            assert all(each == done["unknown"] for each in done.values()), done

    def test_makes_one_source_wait_after_the_third_and_leaves_others_alone(self, cast, enrolled):
        enrolled(cast.specialist)
        here = Client(REMOTE_ADDR="192.0.2.1")
        for _ in range(3):
            give_password(here, cast.specialist.email, WRONG)
        assert give_password(here, cast.specialist.email).status_code == 422
        assert (
            give_password(Client(REMOTE_ADDR="198.51.100.7"), cast.specialist.email)["Location"]
            == "/sign-in/code/"
        )

    def test_locks_at_the_fifth_until_an_administrator_releases_it(self, cast, enrolled, client_as):
        account = enrolled(cast.specialist)
        for number in range(5):
            give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), account.email, WRONG)
        account.refresh_from_db()
        assert account.locked_at is not None
        assert kinds()[-1] == "accounts.account.locked"
        assert give_password(Client(REMOTE_ADDR="192.0.2.50"), account.email).status_code == 422
        admin = client_as(cast.administrator)
        released = admin.post(f"/staff/accounts/{account.pk}/release/")
        assert released.status_code == 302
        assert give_password(Client(), account.email).status_code == 302
        assert "accounts.account.released" in kinds()

    def test_counts_wrong_codes_with_wrong_passwords(self, cast, enrolled):
        account = enrolled(cast.specialist)
        for number in range(5):
            client = Client(REMOTE_ADDR=f"192.0.2.{number}")
            give_password(client, account.email)
            client.post("/sign-in/code/", {"code": "000000"})
        account.refresh_from_db()
        assert account.locked_at is not None

    def test_does_not_lock_for_five_in_a_longer_time(self, cast, enrolled):
        account = enrolled(cast.specialist)
        for number in range(4):
            give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), account.email, WRONG)
        Failure.objects.update(failed_at=timezone.now() - timedelta(minutes=16))
        give_password(Client(REMOTE_ADDR="192.0.2.80"), account.email, WRONG)
        account.refresh_from_db()
        assert account.locked_at is None

    def test_counts_unknown_addresses_without_keeping_them(self, client, cast):
        give_password(client, "secret-typed-here@x.example", WRONG)
        failure = Failure.objects.get()
        assert failure.account is None
        assert "secret" not in failure.address_digest

    def test_leaves_one_event_each_that_names_the_stage(self, client, cast, enrolled):
        enrolled(cast.specialist)
        before = len(kinds())
        give_password(client, cast.specialist.email, WRONG)
        give_password(client, cast.specialist.email)
        client.post("/sign-in/code/", {"code": "000000"})
        assert kinds()[before:] == ["accounts.session.refused"] * 2
        refused = Entry.objects.filter(kind="accounts.session.refused").order_by("id")
        stages = [json.loads(entry.body)["data"]["stage"] for entry in refused]
        assert stages == ["password", "code"]


class TestCodes:
    @pytest.mark.parametrize("again", ["{}", " {} ", "{:.3} {}", "\u00a0{}", "{}\n"])
    def test_are_good_once_in_whatever_form(self, cast, enrolled, again):
        account = enrolled(cast.specialist)
        used = code()
        give_password(first := Client(), account.email)
        assert first.post("/sign-in/code/", {"code": used}).status_code == 302
        form = f"{used[:3]} {used[3:]}" if ":.3" in again else again.format(used)
        give_password(second := Client(), account.email)
        assert second.post("/sign-in/code/", {"code": form}).status_code == 422

    def test_of_an_earlier_step_are_refused_after_a_later_one(self, cast, enrolled):
        account = enrolled(cast.specialist)
        earlier = code(timezone.now() - timedelta(seconds=30))
        sign_in(Client(), account)
        give_password(client := Client(), account.email)
        assert client.post("/sign-in/code/", {"code": earlier}).status_code == 422

    @pytest.mark.parametrize(
        ("seconds", "good"), [(-30, True), (30, True), (-90, False), (90, False)]
    )
    def test_may_be_half_a_minute_off(self, cast, enrolled, seconds, good):
        account = enrolled(cast.specialist)
        give_password(client := Client(), account.email)
        shown = code(timezone.now() + timedelta(seconds=seconds))
        answer = client.post("/sign-in/code/", {"code": shown})
        assert (answer.status_code == 302) is good

    def test_are_sealed_in_the_database(self, cast, enrolled):
        account = enrolled(cast.specialist)
        assert SECRET not in str(account.authenticator_set.get().data)


class TestARunningSession:
    def later(self, client, **seconds):
        session = client.session
        for name, ago in seconds.items():
            session[name] = timezone.now().timestamp() - ago
        session.save()

    def test_locks_after_half_an_hour_and_shows_nothing_of_the_case(self, client, cast, enrolled):
        account = enrolled(cast.specialist)
        sign_in(client, account)
        self.later(client, seen_at=1801)
        asked = client.get("/staff/ui/")
        assert asked["Location"] == "/locked/?next=%2Fstaff%2Fui%2F"
        page = client.get(asked["Location"])
        assert page.status_code == 200
        assert "side" not in page.content.decode().split("<main")[0].split('class="')[1:]
        assert client.post(asked["Location"], {"answer": WRONG}).status_code == 422
        assert client.post(asked["Location"], {"answer": PASSWORD})["Location"] == "/staff/ui/"
        assert client.get("/staff/").status_code == 200
        assert "accounts.session.unlocked" in kinds()

    def test_opens_by_code_and_for_the_page_that_locked_itself(self, client, cast, enrolled):
        account = enrolled(cast.specialist)
        sign_in(client, account)
        forget_used_codes(account)
        self.later(client, seen_at=1801)
        assert client.post("/still-here/", HTTP_ACCEPT="application/json").status_code == 423
        assert client.post("/unlock/", {"answer": "1"}).status_code == 403
        assert client.post("/unlock/", {"answer": code()}).status_code == 204
        assert client.post("/still-here/").status_code == 204

    def test_stays_locked_until_unlocked_even_if_the_clock_runs_back(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        self.later(client, seen_at=1801)
        client.get("/staff/")
        self.later(client, seen_at=0)
        assert client.get("/staff/")["Location"].startswith("/locked/")

    def test_is_kept_open_by_somebody_who_types(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        self.later(client, seen_at=1700)
        client.post("/still-here/")
        assert timezone.now().timestamp() - client.session["seen_at"] < 5

    def test_ends_after_twelve_hours(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        self.later(client, began_at=12 * 3600 + 1)
        assert client.get("/staff/")["Location"].startswith("/sign-in/")
        assert "_auth_user_id" not in client.session

    def test_that_guesses_at_the_lock_locks_the_account(self, client, cast, enrolled):
        account = enrolled(cast.specialist)
        sign_in(client, account)
        self.later(client, seen_at=1801)
        for number in range(5):
            client.post("/unlock/", {"answer": WRONG}, REMOTE_ADDR=f"192.0.2.{number}")
        account.refresh_from_db()
        assert account.locked_at is not None
        assert client.post("/unlock/", {"answer": PASSWORD}).status_code == 403

    def test_holds_a_form_sent_to_the_lock_and_offers_it_again(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        self.later(client, seen_at=1801)
        typed = {"record": "case:12", "reason": "a child waits at the bus stop", "code": "1"}
        assert client.post("/staff/emergency/", typed)["Location"] == "/locked/"
        stored = Session.objects.get(session_key=client.session.session_key).session_data
        assert "bus stop" not in str(client.session.items())
        assert "bus stop" not in stored
        opened = client.post("/locked/", {"answer": PASSWORD})
        assert opened["Location"] == "/send-again/"
        page = client.get("/send-again/")
        assert page.context["held"].to == "/staff/emergency/"
        assert dict(page.context["held"].fields) == {k: v for k, v in typed.items() if k != "code"}
        client.post("/send-again/")
        assert client.get("/send-again/").status_code == 302

    def test_gives_a_held_form_to_its_own_person_only(self, cast, enrolled):
        client = Client()
        sign_in(client, enrolled(cast.specialist))
        self.later(client, began_at=12 * 3600 + 1)
        client.post("/staff/emergency/", {"record": "case:12", "reason": "typed by Dana"})
        account = enrolled(cast.supervisor)
        give_password(client, account.email)
        done = client.post("/sign-in/code/", {"code": code()})
        assert done["Location"] == "/staff/"
        assert client.get("/send-again/").status_code == 302

    def test_gives_a_held_form_back_after_signing_in_anew(self, cast, enrolled):
        client = Client()
        account = enrolled(cast.specialist)
        sign_in(client, account)
        forget_used_codes(account)
        self.later(client, began_at=12 * 3600 + 1)
        client.post("/staff/emergency/", {"record": "case:12", "reason": "typed by Dana"})
        give_password(client, account.email)
        done = client.post("/sign-in/code/", {"code": code()})
        assert done["Location"] == "/send-again/"

    def test_asks_again_before_something_that_matters(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.administrator))
        self.later(client, proved_at=3601)
        asked = client.post(f"/staff/accounts/{cast.analyst.pk}/disable/")
        assert asked["Location"].startswith("/confirm/")
        cast.analyst.refresh_from_db()
        assert cast.analyst.is_active
        assert client.post(asked["Location"], {"answer": WRONG}).status_code == 422
        done = client.post(asked["Location"], {"answer": PASSWORD})
        assert done["Location"] == "/send-again/"
        assert client.get("/staff/accounts/").status_code == 200
        assert "accounts.session.proved" in kinds()

    def test_makes_the_browser_known_the_next_time(self, client, cast, enrolled):
        account = enrolled(cast.specialist)
        sign_in(client, account)
        cookie = client.cookies["device"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        assert account.devices.count() == 1
        forget_used_codes(account)
        sign_in(client, account)
        assert account.devices.count() == 1

    def test_is_listed_with_its_browser(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.specialist))
        assert UserSession.objects.filter(user=cast.specialist).count() == 1
        assert client.session[sessions.FACTORS] == 2
