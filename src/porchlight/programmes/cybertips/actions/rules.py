"""Versions of the rules of triage: drafted, tried on past reports, switched on by another."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.jobs.progress import progress
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.clients.geography import locate
from porchlight.programmes.cybertips.events import (
    RulesDrafted,
    RulesSwitchedOn,
    RulesTried,
    TrialFinished,
)
from porchlight.programmes.cybertips.models import Report, RulePage, Triage, Trial, TrialChange
from porchlight.programmes.cybertips.queries.deciding import current_page, known_of
from porchlight.programmes.cybertips.queries.rules import to_try
from porchlight.programmes.cybertips.rules.triage import (
    RULES,
    Decision,
    Facts,
    Level,
    decided_by,
    rules_of,
)

MOST_POINTS = 200
AT_ONCE = 200


@dataclass(frozen=True)
class Draft:
    """A version as it is typed: only what differs from the page as written."""

    version: str
    because: str
    points: dict[str, int] = field(default_factory=dict)
    least: dict[Level, int] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)


@transaction.atomic
def draft_rules(draft: Draft, *, by: Viewer, now: datetime) -> RulePage:
    """
    Keep a version of the rules. It decides nothing yet.

    :raises NotAllowed: when the role does not include the rules
    :raises RuleBroken: when a rule is unknown, points are out of range, or levels out of order
    :raises Conflict: when the version's name is taken
    """
    permissions.may_draft_rules(by).require()
    _check(draft)
    assert by.id is not None, "a person drafts rules"
    try:
        with transaction.atomic():
            page = RulePage.objects.create(
                version=draft.version,
                points=draft.points,
                least=draft.least,
                words={code: list(words) for code, words in draft.words.items()},
                because=draft.because,
                drafted_at=now,
                drafted_by_id=by.id,
            )
    except IntegrityError as error:
        raise Conflict(say("There is a version of that name."), field="version") from error
    record(RulesDrafted(page.id, page.version), by=by, at=now)
    return page


def _check(draft: Draft) -> None:
    known = {rule.code for rule in RULES}
    if not known >= {*draft.points, *draft.words}:
        raise RuleBroken(say("There is no such rule."))
    if any(abs(points) > MOST_POINTS for points in (*draft.points.values(), *draft.least.values())):
        raise RuleBroken(say("Points are between -200 and 200."))
    least = [draft.least[level] for level in sorted(draft.least)]
    if least != sorted(least, reverse=True) or len(set(least)) != len(least):
        raise RuleBroken(say("A higher level needs more points than a lower one."))


@transaction.atomic
def try_rules(page_id: int, reports: int, *, by: Viewer, now: datetime) -> Trial:
    """
    Have a version tried on the newest ``reports``; the worker does it and shows how far it is.

    :raises NotAllowed: when the role does not include the rules
    :raises NotFound: when there is no such version
    """
    permissions.may_draft_rules(by).require()
    assert by.id is not None, "a person has rules tried"
    page = _page(page_id)
    total = min(reports, to_try().count())
    trial = Trial.objects.create(rule_page=page, asked_at=now, asked_by_id=by.id, total=total)
    record(RulesTried(trial.id, page.version), by=by, at=now)
    return trial


def run_trial(trial_id: int, *, by: Viewer, now: datetime) -> Trial:
    """
    Run a trial to its end, a few reports at a time in flat memory; begun again, it starts anew.

    :raises NotFound: when there is no such trial
    """
    trial = Trial.objects.select_related("rule_page").filter(id=trial_id).first()
    if trial is None:
        raise NotFound(say("There is no such trial."))
    if trial.finished_at is not None:
        return trial
    trial.changes.all().delete()
    trial.done = trial.changed = 0
    now_page, page = current_page(), trial.rule_page.page()
    now_rules, rules = rules_of(now_page), rules_of(page)
    for some in _some_at_a_time(trial.total):
        found = []
        for row in some:
            # Both versions on what is known now: only the rules differ.
            facts = _facts(row)
            old, new = decided_by(facts, now_rules, now_page), decided_by(facts, rules, page)
            if (old.level, old.points) != (new.level, new.points):
                found.append(_change(trial, row.report_id, old, new))
        TrialChange.objects.bulk_create(found)
        trial.done += len(some)
        trial.changed += sum(each.old_level != each.new_level for each in found)
        trial.save(update_fields=["done", "changed"])
        progress(trial.done, trial.total)
    with transaction.atomic():
        trial.finished_at = now
        trial.save(update_fields=["finished_at"])
        event = TrialFinished(trial.id, page.version, trial.done, trial.changed)
        record(event, by=by, at=now)
    return trial


def _some_at_a_time(total: int) -> Iterator[list[Triage]]:
    last, left = None, total
    while left > 0:
        rows = to_try() if last is None else to_try().filter(report_id__lt=last)
        some = list(rows[: min(AT_ONCE, left)])
        if not some:
            return
        yield some
        last, left = some[-1].report_id, left - len(some)


def _facts(row: Triage) -> Facts:
    return known_of(Report.objects.get(id=row.report_id), locate).facts


def _change(trial: Trial, report_id: int, old: Decision, new: Decision) -> TrialChange:
    return TrialChange(
        trial=trial,
        report_id=report_id,
        old_level=old.level,
        new_level=new.level,
        old_points=old.points,
        new_points=new.points,
    )


@transaction.atomic
def switch_rules_on(page_id: int, *, by: Viewer, now: datetime) -> RulePage:
    """
    Have a version decide from now on; earlier decisions keep the name of theirs.

    :raises NotAllowed: when ``by`` is no supervisor, or drafted it
    :raises NotFound: when there is no such version
    :raises RuleBroken: when it was not tried to the end
    :raises Conflict: when it decides already
    """
    page = _page(page_id)
    permissions.may_switch_rules(by, page.drafted_by_id).require()
    if page.current:
        raise Conflict(say("This version decides already."))
    if not page.trials.filter(finished_at__isnull=False).exists():
        raise RuleBroken(say("Try it on past reports first."))
    RulePage.objects.filter(current=True).update(current=False)
    page.switched_at, page.switched_by_id, page.current = now, by.id, True
    page.save(update_fields=["switched_at", "switched_by", "current"])
    record(RulesSwitchedOn(page.id, page.version), by=by, at=now)
    return page


def _page(page_id: int) -> RulePage:
    found = RulePage.objects.select_for_update(of=("self",)).filter(id=page_id).first()
    if found is None:
        raise NotFound(say("There is no such version of the rules."))
    return found
