"""Reminding of credentials that end."""

from datetime import datetime, timedelta

from porchlight.core.viewer import house_viewer
from porchlight.house.delivery.actions import tell
from porchlight.house.jobs import every
from porchlight.house.rosters.models import Credential

CALENDAR = house_viewer("rosters")
# A background check takes weeks to renew.
REMIND_DAYS = 45


@every("10 12 * * *", name="rosters.remind")
def remind(*, now: datetime) -> None:
    """Tell each helper once, in time, that a credential of theirs ends."""
    last_day = now.date() + timedelta(days=REMIND_DAYS)
    ending = Credential.objects.filter(
        expires_on__range=(now.date(), last_day),
        revoked_at__isnull=True,
        reminded_for__isnull=True,
        helper__ended_at__isnull=True,
        helper__account__isnull=False,
    ).select_related("helper__account")
    for credential in ending:
        account = credential.helper.account
        if account is None:
            continue
        tell(
            to=[account],
            template="ends_soon",
            path="/staff/",
            key=f"rosters.remind:{credential.id}:{credential.expires_on}",
            by=CALENDAR,
            now=now,
        )
        credential.reminded_for = credential.expires_on
        credential.save(update_fields=["reminded_for"])
