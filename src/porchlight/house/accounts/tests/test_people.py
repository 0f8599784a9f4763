"""What administrators do to accounts, what the calendar does, and that it counts at once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.viewer import Door, house_viewer
from porchlight.house.accounts import jobs, permissions
from porchlight.house.accounts.actions import create_account, prepare_demonstration
from porchlight.house.accounts.actions.people import (
    disable_account,
    enable_account,
    end_role,
    grant_role,
    release_lock,
)
from porchlight.house.accounts.models import Failure, KnownDevice
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.tests.conftest import PASSWORD, SECRET, give_password, sign_in
from porchlight.house.audit.models import Entry

pytestmark = pytest.mark.django_db
HOUSE = house_viewer("test", frozenset({permissions.MANAGE}))


class TestCreating:
    def test_needs_a_known_role_and_a_new_address(self, cast, now):
        with pytest.raises(RuleBroken):
            create_account("a@x.example", "A", "wizard", by=HOUSE, now=now)
        with pytest.raises(RuleBroken):
            create_account(cast.analyst.email, "A", "analyst", by=HOUSE, now=now)
        with pytest.raises(NotAllowed):
            create_account("a@x.example", "A", "analyst", by=house_viewer("x"), now=now)

    def test_makes_no_officer_without_an_agency(self, cast, now):
        with pytest.raises(RuleBroken):
            create_account("a@x.example", "A", "agency_officer", by=HOUSE, now=now)


class TestPreparingADemonstration:
    def test_never_happens_in_production(self, cast, now, settings):
        settings.PRODUCTION = True
        with pytest.raises(NotAllowed):
            prepare_demonstration(cast.analyst.pk, PASSWORD, SECRET, by=HOUSE, now=now)

    def test_needs_who_may_open_accounts(self, cast, now):
        viewer = viewer_for(cast.supervisor)
        with pytest.raises(NotAllowed):
            prepare_demonstration(cast.analyst.pk, PASSWORD, SECRET, by=viewer, now=now)


class TestDisabling:
    def test_ends_every_session_at_once(self, cast, enrolled, client_as):
        account = enrolled(cast.specialist)
        desk, telephone = Client(), Client()
        for client in (desk, telephone):
            account.authenticator_set.all().delete()
            sign_in(client, enrolled(cast.specialist))
        admin = client_as(cast.administrator)
        assert admin.post(f"/staff/accounts/{account.pk}/disable/").status_code == 302
        for client in (desk, telephone):
            assert client.get("/staff/")["Location"].startswith("/sign-in/")
            assert client.post("/still-here/", HTTP_ACCEPT="application/json").status_code == 401
        assert give_password(Client(), account.email).status_code == 422
        assert admin.post(f"/staff/accounts/{account.pk}/enable/").status_code == 302
        assert give_password(Client(), account.email).status_code == 302

    def test_reaches_a_session_that_is_in_no_list(self, cast, client_as, now):
        client = client_as(cast.specialist)
        disable_account(cast.specialist.pk, by=viewer_for(cast.administrator), now=now)
        assert client.get("/staff/").status_code == 302

    def test_is_not_for_oneself_and_not_twice(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(NotAllowed):
            disable_account(cast.administrator.pk, by=viewer, now=now)
        with pytest.raises(Conflict):
            enable_account(cast.analyst.pk, by=viewer, now=now)
        disable_account(cast.analyst.pk, by=viewer, now=now)
        with pytest.raises(Conflict):
            disable_account(cast.analyst.pk, by=viewer, now=now)
        with pytest.raises(NotFound):
            disable_account(0, by=viewer, now=now)

    def test_is_signed(self, cast, now):
        cast.analyst.disabled_at = now
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.analyst.save()


class TestRoles:
    def test_count_from_the_next_click_on(self, cast, client_as, now):
        client, viewer = client_as(cast.analyst), viewer_for(cast.administrator)
        assert client.get("/staff/audit/").status_code == 403
        grant_role(cast.analyst.pk, "supervisor", by=viewer, now=now)
        assert client.get("/staff/audit/").status_code == 200
        end_role(cast.analyst.pk, "supervisor", by=viewer, now=now)
        assert client.get("/staff/audit/").status_code == 403

    def test_of_two_doors_are_not_of_one_account(self, cast, now):
        with pytest.raises(RuleBroken):
            grant_role(cast.analyst.pk, "volunteer", by=viewer_for(cast.administrator), now=now)

    def test_of_an_officer_are_not_given_without_a_verified_agency(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(NotAllowed):
            grant_role(cast.provider.pk, "agency_officer", by=viewer, now=now)

    @pytest.mark.parametrize("role", ["wizard", "analyst"])
    def test_are_known_and_given_once(self, cast, now, role):
        with pytest.raises(RuleBroken):
            grant_role(cast.analyst.pk, role, by=viewer_for(cast.administrator), now=now)

    def test_are_given_by_others(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(NotAllowed):
            grant_role(cast.administrator.pk, "supervisor", by=viewer, now=now)
        with pytest.raises(NotAllowed):
            grant_role(cast.analyst.pk, "supervisor", by=viewer_for(cast.supervisor), now=now)
        with pytest.raises(NotFound):
            end_role(cast.analyst.pk, "supervisor", by=viewer, now=now)

    def test_for_a_time_end_at_the_instant_and_are_closed_by_the_calendar(self, cast, now):
        until = now + timedelta(hours=72)
        viewer = viewer_for(cast.administrator)
        grant_role(cast.analyst.pk, "supervisor", until=until, by=viewer, now=now)
        assert "supervisor" in viewer_for(cast.analyst, now=until - timedelta(seconds=1)).roles
        assert "supervisor" not in viewer_for(cast.analyst, now=until).roles
        jobs.end_expired_roles(now=until)
        jobs.end_expired_roles(now=until)
        assert Entry.objects.filter(kind="accounts.role.expired").count() == 1
        grant_role(cast.analyst.pk, "supervisor", by=viewer, now=until)

    def test_for_a_time_end_the_sessions_when_it_was_the_last(self, cast, enrolled, now):
        client = Client()
        sign_in(client, enrolled(cast.specialist))
        until = timezone.now()
        cast.specialist.grants.update(expires_at=until)
        assert client.get("/staff/").status_code == 302
        jobs.end_expired_roles(now=until)
        assert not cast.specialist.usersession_set.exists()

    def test_do_not_begin_in_the_past(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(RuleBroken):
            grant_role(cast.analyst.pk, "supervisor", until=now, by=viewer, now=now)

    def test_end_unsigned_only_when_they_ran_out(self, cast, now):
        with pytest.raises(IntegrityError), transaction.atomic():
            cast.analyst.grants.update(ended_at=now)

    def test_are_given_on_the_page_to_the_end_of_a_day(self, cast, client_as):
        admin, page = client_as(cast.administrator), f"/staff/accounts/{cast.analyst.pk}/"
        admin.post(f"{page}roles/", {"role": "trainer", "until": "2999-01-31"})
        grant = cast.analyst.grants.get(role="trainer")
        assert grant.expires_at.isoformat() == "2999-02-01T05:00:00+00:00"
        assert admin.get(page).status_code == 200
        admin.post(f"{page}roles/", {"role": "supervisor", "until": "soon"})
        assert not cast.analyst.grants.filter(role="supervisor").exists()
        admin.post(f"{page}roles/trainer/end/")
        grant.refresh_from_db()
        assert grant.ended_by_id == cast.administrator.pk


class TestTheLock:
    def test_is_released_once_and_by_others(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(Conflict):
            release_lock(cast.analyst.pk, by=viewer, now=now)
        with pytest.raises(NotAllowed):
            release_lock(cast.analyst.pk, by=viewer_for(cast.supervisor), now=now)

    def test_is_told_to_administrators_and_its_owner(self, cast, enrolled, run_jobs, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        enrolled(cast.specialist)
        for number in range(5):
            give_password(Client(REMOTE_ADDR=f"192.0.2.{number}"), cast.specialist.email, "x" * 20)
        run_jobs()
        told = {address for letter in mail.outbox for address in letter.to}
        assert told == {cast.administrator.email, cast.specialist.email}


class TestTheCalendar:
    def test_disables_who_was_away_for_ninety_days_and_says_so(self, cast, now):
        cast.analyst.last_seen_at = now + timedelta(days=1)
        cast.analyst.save()
        jobs.disable_idle(now=now + timedelta(days=90))
        cast.analyst.refresh_from_db()
        cast.trainer.refresh_from_db()
        assert cast.analyst.is_active
        assert (cast.trainer.is_active, cast.trainer.disabled_because) == (False, "idle")
        count = Entry.objects.filter(kind="accounts.account.idle").count()
        jobs.disable_idle(now=now + timedelta(days=90))
        assert Entry.objects.filter(kind="accounts.account.idle").count() == count > 0

    def test_leaves_those_in_peace_who_were_enabled_again(self, cast, now):
        later = now + timedelta(days=90)
        jobs.disable_idle(now=later)
        viewer = viewer_for(cast.administrator)
        enable_account(cast.trainer.pk, by=viewer, now=later)
        jobs.disable_idle(now=later + timedelta(days=1))
        cast.trainer.refresh_from_db()
        assert cast.trainer.is_active

    def test_forgets_what_sign_in_need_not_remember(self, cast, now):
        Failure.objects.create(address_digest="x", source="", failed_at=now - timedelta(days=31))
        Failure.objects.create(address_digest="x", source="", failed_at=now - timedelta(days=29))
        for days in (366, 364):
            seen = now - timedelta(days=days)
            KnownDevice.objects.create(
                account=cast.analyst, token_digest=days, first_seen_at=seen, last_seen_at=seen
            )
        jobs.forget(now=now)
        assert Failure.objects.count() == 1
        assert KnownDevice.objects.get().token_digest == "364"


class TestThePages:
    def test_are_shown_to_administrators(self, cast, client_as):
        admin = client_as(cast.administrator)
        assert admin.get("/staff/accounts/?q=dana").status_code == 200
        for account in (cast.specialist, cast.administrator, cast.officer):
            assert admin.get(f"/staff/accounts/{account.pk}/").status_code == 200
        assert admin.get("/staff/accounts/0/").status_code == 404

    def test_say_no_in_words(self, cast, client_as):
        admin = client_as(cast.administrator)
        page = f"/staff/accounts/{cast.administrator.pk}/"
        answer = admin.post(f"{page}disable/", follow=True)
        assert "Another administrator must change your own account." in answer.content.decode()


class TestAViewer:
    def test_without_roles_stands_in_front_of_the_doors(self, cast, now):
        cast.analyst.grants.update(ended_at=now, ended_by=cast.administrator)
        assert viewer_for(cast.analyst).door is Door.PUBLIC
