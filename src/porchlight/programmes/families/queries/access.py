"""Family members' accesses: whose page shows what."""

from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.identifiers import normalise_receipt
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.rules import digest
from porchlight.programmes.families.models import FamilyAccess
from porchlight.programmes.families.permissions import may_see
from porchlight.programmes.families.rules.vocabulary import Part


def cases_of(account_id: int) -> frozenset[int]:
    """Return the cases whose poster the account sees and agrees to: ``Viewer.case_ids``."""
    running = FamilyAccess.objects.filter(
        account_id=account_id, ended_at__isnull=True, sees__contains=[Part.POSTER.value]
    )
    return frozenset(running.values_list("support__case_id", flat=True))


def accesses_of(viewer: Viewer) -> QuerySet[FamilyAccess]:
    """Return the running accesses of a family member."""
    people = ("support__advocate", "support__case", "relative")
    mine = FamilyAccess.objects.filter(account_id=viewer.id or 0, ended_at__isnull=True)
    return mine.select_related(*people).order_by("id")


def access_for(viewer: Viewer, access_id: int, part: Part) -> FamilyAccess:
    """
    Return one of one's own accesses that shows ``part``.

    :raises NotFound: when it is not theirs, has ended, or does not show this
    """
    found = accesses_of(viewer).filter(id=access_id).first()
    if found is None or not may_see(viewer, found.facts(), part):
        raise NotFound(say("There is no such page."))
    return found


def by_code(typed: str, *, now: datetime) -> FamilyAccess | None:
    """Return the running access whose letter has this code; None when it works for none."""
    try:
        code = normalise_receipt(typed)
    except RuleBroken:
        return None
    return (
        FamilyAccess.objects.select_related("account")
        .filter(
            code_digest=digest(code),
            code_expires_at__gt=now,
            ended_at__isnull=True,
            account__is_active=True,
            account__locked_at__isnull=True,
        )
        .first()
    )


def code_fits(account_id: int, typed: str, now: datetime) -> bool:
    """Whether ``typed`` is the code of a letter of this account."""
    found = by_code(typed, now=now)
    return found is not None and found.account_id == account_id
