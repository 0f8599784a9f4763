"""Inviting and joining: mail alone lets nobody in, and nobody in whom nobody stands behind."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.house.accounts import links
from porchlight.house.accounts.actions.invitations import (
    accept_invitation,
    invite,
    reset_sign_in,
    withdraw_invitation,
)
from porchlight.house.accounts.actions.sign_in import KNOCKING
from porchlight.house.accounts.models import Account, Invitation
from porchlight.house.accounts.queries import invitations, viewer_for
from porchlight.house.accounts.rules import INVITATION_FOR, MOST_INVITATIONS_A_DAY
from porchlight.house.accounts.tests.conftest import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
NEW = "quinn@harlancreek.example"


@pytest.fixture
def asked(cast):
    """``asked(cast.supervisor, "agency_officer", agency_id=…)`` invites Quinn now."""

    def ask(by, role, **more):
        viewer, now = viewer_for(by), timezone.now()
        return invite(NEW, "Quinn Abara", role, **more, by=viewer, now=now)

    return ask


def accept(invited, number=None, password=PASSWORD, now=None):
    return accept_invitation(
        invited.invitation.id,
        number or invited.number,
        "Quinn Abara",
        password,
        by=KNOCKING,
        now=now or timezone.now(),
    )


class TestWhoMayInvite:
    def test_officers_are_invited_by_a_supervisor_or_their_own_coordinator(self, cast, asked):
        for by in (cast.supervisor, cast.coordinator):
            assert asked(by, "agency_officer", agency_id=cast.sheriff.id).number

    @pytest.mark.parametrize(
        ("by", "role", "agency"),
        [
            ("coordinator", "agency_officer", "tribal_police"),
            ("coordinator", "agency_coordinator", "sheriff"),
            ("supervisor", "agency_officer", None),
            ("supervisor", "hotline_specialist", None),
            ("administrator", "agency_officer", "sheriff"),
            ("officer", "agency_officer", "sheriff"),
            ("specialist", "family_member", None),
            ("supervisor", "family_member", None),
            ("advocate", "agency_officer", "sheriff"),
            ("advocate", "administrator", None),
            ("mother", "family_member", None),
        ],
    )
    def test_nobody_else(self, cast, asked, by, role, agency):
        agency_id = getattr(cast, agency).id if agency else None
        with pytest.raises(NotAllowed):
            asked(getattr(cast, by), role, agency_id=agency_id)

    def test_not_for_an_agency_that_nobody_called_back(self, cast, asked):
        cast.sheriff.verified_at = cast.sheriff.verified_by = None
        cast.sheriff.save()
        with pytest.raises(NotAllowed):
            asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)

    def test_families_are_invited_by_an_advocate(self, cast, asked):
        assert asked(cast.advocate, "family_member", by_mail=False).link

    def test_nobody_who_has_an_account(self, cast):
        with pytest.raises(RuleBroken):
            invite(
                cast.analyst.email.upper(),
                "Lena",
                "analyst",
                by=viewer_for(cast.administrator),
                now=timezone.now(),
            )

    def test_not_without_measure(self, cast):
        viewer, now = viewer_for(cast.advocate), timezone.now()
        for number in range(MOST_INVITATIONS_A_DAY):
            invite(f"{number}@x.example", "X", "family_member", by=viewer, now=now)
        with pytest.raises(RuleBroken):
            invite("one@more.example", "X", "family_member", by=viewer, now=now)


class TestTheLink:
    def test_goes_by_mail_in_the_persons_language_and_without_anybodys_data(
        self, cast, asked, run_jobs, settings
    ):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id, language="es")
        run_jobs()
        letter = mail.outbox[-1]
        assert letter.to == [NEW]
        assert invited.link in letter.body
        assert "invitación" in letter.body
        for never in ("Quinn", "Harlan", "Marcus", invited.number):
            assert never not in letter.body + letter.subject

    def test_of_a_family_is_handed_over_and_not_sent(self, cast, asked, run_jobs, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        asked(cast.advocate, "family_member", by_mail=False)
        run_jobs()
        assert not mail.outbox

    def test_is_kept_nowhere(self, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        row = str(Invitation.objects.filter(id=invited.invitation.id).values().get())
        assert invited.number not in row
        assert invited.link.split("/")[-2] not in row

    @pytest.mark.parametrize("token", ["1", "1.forged", "1.", ".x", "x" * 300, "9.AAAA"])
    def test_of_a_forger_is_nothing(self, client, cast, asked, token):
        asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        assert links.invitation_of(token) is None
        assert client.get(f"/join/{token}/").status_code == 404


class TestJoining:
    def test_takes_link_and_number_and_goes_on_to_the_second_factor(self, client, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        path = re.sub(r"^https?://[^/]+", "", invited.link)
        assert client.get(path).status_code == 200
        said = {
            "number": f"{invited.number[:4]} {invited.number[4:]}",
            "name": "Quinn Abara",
            "password": PASSWORD,
            "notice": "on",
        }
        assert client.post(path, said)["Location"] == "/sign-in/enrol/"
        assert client.get("/partner/")["Location"].startswith("/sign-in/")
        account = Account.objects.get(email=NEW)
        assert account.agency_id == cast.sheriff.id
        assert account.grants.get().granted_by_id == cast.supervisor.id
        assert client.get(path).status_code == 404

    def test_shows_wrong_number_and_weak_password_in_the_form(self, client, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        path = re.sub(r"^https?://[^/]+", "", invited.link)
        said = {"number": "00000000", "name": "Quinn", "password": PASSWORD, "notice": "on"}
        assert "number" in client.post(path, said).context["form"].errors
        said |= {"number": invited.number, "password": "short"}
        assert "password" in client.post(path, said).context["form"].errors
        assert not Account.objects.filter(email=NEW).exists()

    def test_is_over_after_five_wrong_numbers(self, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        for _ in range(5):
            assert accept(invited, "12345678" if invited.number != "12345678" else "1") is None
        with pytest.raises(NotFound):
            accept(invited)

    def test_is_over_after_three_days(self, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        with pytest.raises(NotFound):
            accept(invited, now=timezone.now() + INVITATION_FOR)

    @pytest.mark.parametrize("gone", ["sponsor", "agency"])
    def test_is_over_when_nobody_stands_behind_it(self, cast, asked, gone):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        if gone == "sponsor":
            cast.supervisor.is_active = False
            cast.supervisor.save()
        else:
            cast.sheriff.verified_at = cast.sheriff.verified_by = None
            cast.sheriff.save()
        with pytest.raises(NotFound):
            accept(invited)

    def test_works_once(self, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        accept(invited)
        with pytest.raises(NotFound):
            accept(invited)

    def test_of_an_older_link_is_over_when_there_is_a_newer(self, cast, asked):
        older = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        newer = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        with pytest.raises(NotFound):
            accept(older)
        assert accept(newer)

    def test_is_over_when_it_was_withdrawn(self, cast, asked):
        invited = asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        number, viewer, now = invited.invitation.id, viewer_for(cast.supervisor), timezone.now()
        withdraw_invitation(number, by=viewer, now=now)
        with pytest.raises(NotFound):
            accept(invited)
        with pytest.raises(Conflict):
            withdraw_invitation(number, by=viewer, now=now)


class TestThePages:
    def test_show_the_number_once(self, client, cast, enrolled):
        sign_in(client, enrolled(cast.supervisor))
        said = {
            "name": "Quinn Abara",
            "email": NEW,
            "role": "agency_officer",
            "agency": cast.sheriff.id,
            "language": "en",
            "by_mail": "yes",
        }
        assert client.get("/staff/invitations/new/").status_code == 200
        made = client.post("/staff/invitations/new/", said)
        assert made.status_code == 302, made.context["form"].errors
        assert re.fullmatch(r"\d{4} \d{4}", client.get(made["Location"]).context["number"])
        again = client.get(made["Location"])
        assert "number" not in again.context
        assert client.get("/staff/invitations/").status_code == 200
        client.post(f"{made['Location']}withdraw/")
        assert Invitation.objects.get().withdrawn_by_id == cast.supervisor.id

    def test_let_a_coordinator_invite_colleagues_and_see_no_other_agency(
        self, client, cast, enrolled, asked
    ):
        other = asked(cast.supervisor, "agency_officer", agency_id=cast.tribal_police.id)
        sign_in(client, enrolled(cast.coordinator))
        page = client.get("/partner/invitations/new/")
        assert [name for name, _ in page.context["form"].fields["role"].choices] == [
            "agency_officer"
        ]
        assert client.get("/partner/invitations/").status_code == 200
        number = other.invitation.id
        assert client.get(f"/partner/invitations/{number}/").status_code == 404
        assert client.post(f"/partner/invitations/{number}/withdraw/").status_code == 404

    def test_are_of_nobody_else(self, client_as, cast):
        for part in ("specialist", "officer", "mother", "trainer"):
            door = viewer_for(getattr(cast, part)).door
            page = f"/{door}/invitations/" if door != "family" else "/staff/invitations/"
            assert client_as(getattr(cast, part)).get(page).status_code == 403

    def test_show_advocates_families_only(self, cast, asked):
        asked(cast.supervisor, "agency_officer", agency_id=cast.sheriff.id)
        assert not invitations(viewer_for(cast.advocate)).exists()


class TestResetting:
    def test_ends_everything_old_and_begins_anew_by_link_and_number(
        self, client, cast, enrolled, client_as
    ):
        account = enrolled(cast.specialist)
        sign_in(client, account)
        admin = client_as(cast.administrator)
        made = admin.post(f"/staff/accounts/{account.pk}/reset/")
        number = admin.get(made["Location"]).context["number"]
        assert client.get("/staff/")["Location"].startswith("/sign-in/")
        account.refresh_from_db()
        assert not account.has_usable_password()
        assert not account.authenticator_set.exists()
        invitation = Invitation.objects.get(account=account)
        path = re.sub(r"^https?://[^/]+", "", links.join_address(invitation.id))
        said = {"number": number, "password": "another lantern in an orchard", "notice": "on"}
        fresh = Client()
        assert fresh.post(path, said)["Location"] == "/sign-in/enrol/"
        assert account.grants.count() == 1

    def test_is_not_for_oneself_or_a_disabled_account(self, cast, now):
        viewer = viewer_for(cast.administrator)
        with pytest.raises(NotAllowed):
            reset_sign_in(cast.administrator.pk, by=viewer, now=now)
        cast.analyst.is_active = False
        cast.analyst.save()
        with pytest.raises(Conflict):
            reset_sign_in(cast.analyst.pk, by=viewer, now=now)
