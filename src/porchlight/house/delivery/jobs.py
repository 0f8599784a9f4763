"""Sending, later and again."""

from datetime import datetime

from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.models import Account, Invitation
from porchlight.house.accounts.permissions import MANAGE, REVIEW_GLASS
from porchlight.house.accounts.queries import holders_of, viewer_for
from porchlight.house.delivery.actions import send_message, tell
from porchlight.house.delivery.rules.templates import DOORS
from porchlight.house.directory.models import Agency
from porchlight.house.jobs import job

SENDER = house_viewer("delivery")


@job(name="delivery.send")
def send(*, message_id: int, now: datetime) -> None:
    """Hand one message to the mail service; the queue tries again, ever later, when it fails."""
    send_message(message_id, by=SENDER, now=now)


@job(name="delivery.tell_agency")
def tell_agency(*, agency_id: int, case_id: int, event_id: int, now: datetime) -> None:
    """Tell an agency that a case was shared with it: at any hour, its desk is awake."""
    tell(
        to=Agency.objects.filter(id=agency_id),
        template="urgent",
        path="/partner/",
        key=f"shared:{event_id}",
        about=f"case:{case_id}",
        urgent=True,
        by=SENDER,
        now=now,
    )


@job(name="delivery.tell_invited")
def tell_invited(*, invitation_id: int, now: datetime) -> None:
    """Send the link of an invitation, unless it is handed over in person."""
    tell(
        to=Invitation.objects.filter(id=invitation_id, by_mail=True),
        template="invitation",
        path="/staff/",
        key=f"invited:{invitation_id}",
        about=f"invitation:{invitation_id}",
        urgent=True,
        by=SENDER,
        now=now,
    )


@job(name="delivery.tell_supervisors")
def tell_supervisors(*, glass_id: int, now: datetime) -> None:
    """Tell supervisors at once that a record was opened in an emergency."""
    tell(
        to=holders_of(REVIEW_GLASS, now=now),
        template="urgent",
        path="/staff/emergency/review/",
        key=f"glass:{glass_id}",
        about=f"glass:{glass_id}",
        urgent=True,
        by=SENDER,
        now=now,
    )


@job(name="delivery.tell_administrators")
def tell_administrators(*, account_id: int, event_id: int, now: datetime) -> None:
    """Tell administrators that an account locked itself and waits for them."""
    tell(
        to=holders_of(MANAGE, now=now),
        template="task",
        path=f"/staff/accounts/{account_id}/",
        key=f"locked:{event_id}",
        about=f"account:{account_id}",
        urgent=True,
        by=SENDER,
        now=now,
    )


@job(name="delivery.tell_owner")
def tell_owner(*, account_id: int, event_id: int, now: datetime) -> None:
    """Tell somebody that their own sign-in changed: perhaps it was not they who did it."""
    account = Account.objects.get(id=account_id)
    door = viewer_for(account, now=now).door
    if door not in DOORS:
        return
    tell(
        to=[account],
        template="sign_in",
        path=f"/{door}/",
        key=f"sign_in:{event_id}",
        about=f"account:{account_id}",
        by=SENDER,
        now=now,
    )
