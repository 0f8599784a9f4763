"""What a family needs, and who was asked to help."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.permissions import person
from porchlight.house.audit.actions import record
from porchlight.programmes.families.events import NeedAdded, NeedMet, ReferralEnded, ReferralMade
from porchlight.programmes.families.models import Need, Referral
from porchlight.programmes.families.permissions import may_write
from porchlight.programmes.families.queries.support import locked_record
from porchlight.programmes.families.rules.vocabulary import NeedKind, Outcome


@transaction.atomic
def add_need(
    support_id: int,
    kind: NeedKind,
    words: str = "",
    *,
    urgent: bool = False,
    relative_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> Need:
    """
    Write down what the family, or one of it, needs.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when the person is not of this family
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    if relative_id is not None and not row.relatives.filter(id=relative_id).exists():
        raise RuleBroken(say("This person is not of this family."), field="relative")
    need = Need.objects.create(
        support=row,
        relative_id=relative_id,
        kind=kind,
        words=words,
        urgent=urgent,
        added_at=now,
        added_by_id=person(by),
    )
    record(NeedAdded(row.pk, need.pk), by=by, at=now)
    return need


@transaction.atomic
def settle_need(need_id: int, outcome: str, *, by: Viewer, now: datetime) -> None:
    """
    Write down how a need was met, or that it is none any more.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when nothing is said of how
    :raises Conflict: when it is settled already
    """
    need = Need.objects.select_for_update().select_related("support").get(id=need_id)
    may_write(by, need.support.facts()).require()
    if not outcome.strip():
        raise RuleBroken(say("Say how it was met, or why it is no need any more."), field="outcome")
    if need.met_at is not None:
        raise Conflict(say("This is written down already."))
    need.met_at, need.met_by_id, need.outcome = now, by.id, outcome.strip()
    need.save(update_fields=["met_at", "met_by", "outcome"])
    record(NeedMet(need.support_id, need.pk), by=by, at=now)


@transaction.atomic
def make_referral(
    need_id: int, helper: str, words: str = "", *, consent: bool, by: Viewer, now: datetime
) -> Referral:
    """
    Ask somebody to help with a need. The family agreed to it first.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when the family did not agree
    :raises Conflict: when the need is settled
    """
    need = Need.objects.select_for_update().select_related("support").get(id=need_id)
    may_write(by, need.support.facts()).require()
    if not consent:
        raise RuleBroken(
            say("Ask the family first: they decide who learns of them."), field="consent"
        )
    if need.met_at is not None:
        raise Conflict(say("This need is settled."))
    referral = Referral.objects.create(
        need=need, helper=helper, consent=True, words=words, made_at=now, made_by_id=person(by)
    )
    record(ReferralMade(need.support_id, referral.pk), by=by, at=now)
    return referral


@transaction.atomic
def end_referral(
    referral_id: int, outcome: Outcome, words: str = "", *, by: Viewer, now: datetime
) -> None:
    """
    Write down what became of a referral.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises Conflict: when it is written down already
    """
    rows = Referral.objects.select_for_update().select_related("need__support")
    referral = rows.get(id=referral_id)
    may_write(by, referral.need.support.facts()).require()
    if referral.ended_at is not None:
        raise Conflict(say("This is written down already."))
    referral.outcome, referral.outcome_words = outcome, words
    referral.ended_at, referral.ended_by_id = now, by.id
    referral.save(update_fields=["outcome", "outcome_words", "ended_at", "ended_by"])
    record(ReferralEnded(referral.need.support_id, referral.pk), by=by, at=now)
