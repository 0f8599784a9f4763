"""Family members' accesses: given, their letters' codes made and used, ended; pages shown."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.identifiers import opaque, receipt_code
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.permissions import person
from porchlight.house.accounts.rows import open_one
from porchlight.house.accounts.rules import digest
from porchlight.house.accounts.sessions import end_sessions
from porchlight.house.audit.actions import record
from porchlight.programmes.families.events import (
    AccessEnded,
    AccessGiven,
    CodeMade,
    CodeRefused,
    CodeUsed,
    PageViewed,
)
from porchlight.programmes.families.models import FamilyAccess, Relative
from porchlight.programmes.families.permissions import may_grant
from porchlight.programmes.families.queries.access import by_code
from porchlight.programmes.families.rules.promises import CODE_FOR
from porchlight.programmes.families.rules.safe_contact import shares_a_name
from porchlight.programmes.families.rules.vocabulary import Part

ROLE = "family_member"


@dataclass(frozen=True)
class Letter:
    """A code as it stands in the letter; it is kept nowhere and cannot be shown again."""

    access: FamilyAccess
    code: str


@transaction.atomic
def give_access(
    relative_id: int, sees: Collection[Part], *, email: str = "", by: Viewer, now: datetime
) -> FamilyAccess:
    """
    Give a family member a page of the case. Without an address they sign in by letter alone.

    An address that belongs to a family account already opens the page to that account, so that
    one person with two cases signs in once.

    :raises NotAllowed: when ``by`` is not the family's advocate
    :raises RuleBroken: when the address belongs to somebody who is no family member, or to one of
        another name
    :raises Conflict: when they have a page of this case already, or the address was another's
    """
    relative = Relative.objects.select_for_update().select_related("support").get(id=relative_id)
    may_grant(by, relative.support.facts()).require()
    account = _account_of(relative, email, by=by, now=now)
    running = relative.support.accesses.filter(ended_at__isnull=True)
    if running.filter(relative=relative).exists():
        raise Conflict(say("This person has a page of this case already."))
    others = FamilyAccess.objects.filter(support=relative.support).exclude(relative=relative)
    if others.filter(account=account).exists():
        # Also when that page has ended: whoever knows its sign-in would open this one.
        raise Conflict(say("This address was given to another of this family."))
    if not shares_a_name(account.name, relative.name):
        raise RuleBroken(
            say("This address belongs to somebody of another name. Check it."), field="email"
        )
    access = FamilyAccess.objects.create(
        support=relative.support,
        relative=relative,
        account=account,
        sees=sorted(part.value for part in sees),
        by_mail=bool(email),
        given_at=now,
        given_by_id=person(by),
    )
    record(AccessGiven(relative.support_id, access.pk), by=by, at=now)
    return access


def _account_of(relative: Relative, email: str, *, by: Viewer, now: datetime) -> Account:
    if email:
        there = Account.objects.filter(email__iexact=email).first()
        if there is not None:
            if not there.grants.filter(role=ROLE, ended_at__isnull=True).exists():
                raise RuleBroken(
                    say("This address belongs to somebody who works here."), field="email"
                )
            return there
    else:
        before = relative.accesses.select_related("account").order_by("-id").first()
        if before is not None:
            return before.account
    # An account needs an address; this one can never be anybody's, and no mail goes there.
    account = open_one(
        email or f"{opaque()}@letter.invalid",
        relative.name,
        ROLE,
        agency_id=None,
        language=relative.language,
        granted_by=by.id,
        now=now,
    )
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account


@transaction.atomic
def make_code(access_id: int, *, by: Viewer, now: datetime) -> Letter:
    """
    Make a code for the letter; the one before works no longer, and whoever sits at a page that it
    opened signs in anew.

    :raises NotAllowed: when ``by`` is not the family's advocate
    :raises Conflict: when the access has ended, or the account can sign in no more
    """
    access = FamilyAccess.objects.select_for_update().select_related("support").get(id=access_id)
    may_grant(by, access.support.facts()).require()
    if access.ended_at is not None:
        raise Conflict(say("This access has ended. Give a new one."))
    if not access.account.is_active:
        raise Conflict(say("This account is disabled. An administrator can enable it."))
    code = receipt_code()
    access.code_digest, access.code_expires_at = digest(code), now + CODE_FOR
    access.code_used_at = None
    access.save(update_fields=["code_digest", "code_expires_at", "code_used_at"])
    end_sessions(access.account_id)
    record(CodeMade(access.support_id, access.pk), by=by, at=now)
    return Letter(access, code)


@transaction.atomic
def end_access(access_id: int, *, by: Viewer, now: datetime) -> None:
    """
    End a family member's access: its code, and every session of the account at once.

    :raises NotAllowed: when ``by`` is not the family's advocate
    :raises Conflict: when it has ended already
    """
    access = FamilyAccess.objects.select_for_update().select_related("support").get(id=access_id)
    may_grant(by, access.support.facts()).require()
    if access.ended_at is not None:
        raise Conflict(say("This access has ended already."))
    access.ended_at, access.ended_by_id = now, by.id
    access.code_digest, access.code_expires_at = "", None
    access.save(update_fields=["ended_at", "ended_by", "code_digest", "code_expires_at"])
    end_sessions(access.account_id)
    record(AccessEnded(access.support_id, access.pk), by=by, at=now)


@transaction.atomic
def use_code(typed: str, *, by: Viewer, now: datetime) -> Account | None:
    """
    Return the account whose letter has this code, or None; every refusal looks alike.

    It answers instead of raising: a refused code must be written down.
    """
    access = by_code(typed, now=now)
    if access is None:
        record(CodeRefused(), by=by, at=now)
        return None
    access.code_used_at = now
    access.save(update_fields=["code_used_at"])
    record(CodeUsed(access.support_id, access.pk), by=by, at=now)
    return access.account


@transaction.atomic
def view_page(access: FamilyAccess, part: str, *, by: Viewer, now: datetime) -> None:
    """Write down that a family member saw their page."""
    record(PageViewed(access.support_id, access.pk, part), by=by, at=now)
