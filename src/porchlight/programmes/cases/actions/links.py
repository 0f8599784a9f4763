"""Links that open a case for reading: made, opened, ended."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import transaction

from porchlight.core.errors import Conflict, NotAllowed, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import CaseLinkEnded, CaseLinkMade, CaseLinkOpened
from porchlight.programmes.cases.models import CaseLink, LinkView
from porchlight.programmes.cases.models.locking import locked, locked_case
from porchlight.programmes.cases.permissions import may_share
from porchlight.programmes.cases.queries import facts_of

LONGEST = timedelta(days=14)


@transaction.atomic
def make_link(
    case_id: int, given_to: str, purpose: str, *, lasts: timedelta, by: Viewer, now: datetime
) -> tuple[CaseLink, str]:
    """
    Make a link that opens the case for reading to a named person, and return it with its secret,
    which is told here and never again.

    :raises NotAllowed: when ``by`` does not share this case
    :raises RuleBroken: without a person or purpose, or for longer than two weeks
    """
    case = locked_case(case_id)
    may_share(by, facts_of(case)).require()
    if by.id is None:
        raise NotAllowed(say("A person must do this, signed in."))
    if not given_to.strip():
        raise RuleBroken(say("Name the person who is to read it."), field="given_to")
    if not purpose.strip():
        raise RuleBroken(say("Say what it is for."), field="purpose")
    if not timedelta(0) < lasts <= LONGEST:
        raise RuleBroken(say("A link lasts two weeks at most."), field="days")
    secret = secrets.token_urlsafe(24)
    link = CaseLink.objects.create(
        case=case,
        digest=_digest(secret),
        given_to=given_to.strip(),
        purpose=purpose.strip(),
        made_at=now,
        made_by_id=by.id,
        expires_at=now + lasts,
    )
    record(CaseLinkMade(case.id, link.id), by=by, at=now)
    return link, secret


@transaction.atomic
def end_link(link_id: int, *, by: Viewer, now: datetime) -> CaseLink:
    """
    End a link at once.

    :raises NotAllowed: when ``by`` does not share this case
    :raises Conflict: when it was ended already
    """
    link = locked(CaseLink, link_id)
    may_share(by, facts_of(locked_case(link.case_id))).require()
    if link.ended_at is not None:
        raise Conflict(say("This link was ended already."))
    link.ended_at, link.ended_by_id = now, by.id
    link.save(update_fields=["ended_at", "ended_by"])
    record(CaseLinkEnded(link.case_id, link.id), by=by, at=now)
    return link


@transaction.atomic
def open_link(secret: str, *, source: str, by: Viewer, now: datetime) -> CaseLink:
    """
    Open the link of a secret and write down that it was opened, and from where.

    :raises NotFound: in the same words when there is none, it has run out or was ended, or its
        case is closed or restricted by now
    """
    link = (
        CaseLink.objects.select_related("case")
        .filter(digest=_digest(secret), ended_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if link is None or not link.case.is_open or link.case.restricted:
        raise NotFound(say("This link does not open anything, or not any more."))
    LinkView.objects.create(link=link, viewed_at=now, source=source[:60])
    record(CaseLinkOpened(link.case_id, link.id), by=by, at=now)
    return link


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
