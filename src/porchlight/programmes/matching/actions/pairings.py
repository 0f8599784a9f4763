"""Comparing missing and unidentified persons, and deciding of a pair."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

import numpy as np
from django.db import transaction

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.forensics.actions import (
    identify_person,
    record_exclusion,
    withdraw_exclusion,
)
from porchlight.programmes.forensics.queries import excluded_pairs, exclusions_of
from porchlight.programmes.matching.events import (
    IdentityConfirmed,
    PairingDecided,
    PairingReopened,
    PairingsSearched,
)
from porchlight.programmes.matching.models import Pairing, PairingDecision, Searched
from porchlight.programmes.matching.permissions import may_confirm, may_decide
from porchlight.programmes.matching.queries.pairings import (
    Child,
    Person,
    children,
    factors_of,
    hard_factors,
    people,
    stored,
)
from porchlight.programmes.matching.rules.crossing.columns import numbers, tables
from porchlight.programmes.matching.rules.crossing.cross import top_of
from porchlight.programmes.matching.rules.decisions import check_decision, what_is_new
from porchlight.programmes.matching.rules.evidence.pair import VERSION
from porchlight.programmes.matching.rules.evidence.words import shares

# The best of each side by soft traits are kept, however little that is: they only rank.
LISTED = 10
# Teeth, prints or DNA that speak for a pair by so much keep it whatever soft traits say.
WORTH_LOG10 = 1.0
# So many changed children are compared each with everybody; more: everybody with everybody.
FEW = 50
BATCH = 500

FIGURES = ("news", "soft", "hard", "dna", "factors", "compared_at", "rules")

Progress = Callable[[str, int, int], None]
Sides = tuple[list[Child], list[Person]]


@transaction.atomic
def search(
    *,
    everything: bool = False,
    by: Viewer,
    now: datetime,
    progress: Progress = lambda step, done, total: None,
) -> int:
    """
    Compare what is new or changed on either side with all of the other, and keep the best pairs.

    ``everything`` compares the whole nation anew. Returns how many pairs are new or changed. Run
    twice, the second finds nothing to do. A pair that was decided is looked at again only when a
    side changed; what is new is then said on it.
    """
    found = people()
    # With nobody unidentified there is nothing to compare, and no reason to read every case.
    missing = children() if found else []
    known = {} if everything else dict(Searched.objects.values_list("key", "digest"))
    sides = [(c.side.key, c.digest) for c in missing] + [(p.side.key, p.digest) for p in found]
    changed = [one for one in sides if known.get(one[0]) != one[1]]
    kept = 0
    if missing and found and changed:
        kept = _search((missing, found), {key for key, _ in changed}, now, progress)
    _remember(changed, now)
    persons = sum(key.startswith("person:") for key, _ in changed)
    record(PairingsSearched(len(changed) - persons, persons, kept), by=by, at=now)
    return kept


def _remember(sides: Iterable[tuple[str, str]], now: datetime) -> None:
    rows = [Searched(key=key, digest=digest, searched_at=now) for key, digest in sides]
    Searched.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["digest", "searched_at"],
        batch_size=BATCH,
    )


def _search(sides: Sides, changed: set[str], now: datetime, progress: Progress) -> int:
    missing, found = sides
    common = shares([" ".join((*one.side.marks, one.side.clothing)) for one in missing])
    existing = {(row.child_id, row.person_id): row for row in Pairing.objects.all()}
    pairs = sorted(
        _worth(sides, changed, common, progress) | _kept_before(sides, changed, set(existing))
    )
    hidden = excluded_pairs()
    kept = 0
    for start in range(0, len(pairs), BATCH):
        rows = []
        for m, f in pairs[start : start + BATCH]:
            key = missing[m].id, found[f].id
            if key in existing or key not in hidden:
                rows.append(_compared(missing[m], found[f], existing.get(key), common, now))
        kept += _save([row for row in rows if row is not None])
        progress("Saved", min(start + BATCH, len(pairs)), len(pairs))
    return kept


def _worth(
    sides: Sides, changed: set[str], common: dict[str, float], progress: Progress
) -> set[tuple[int, int]]:
    """The pairs of changed sides that soft traits, teeth, prints or DNA make worth a look."""
    missing, found = sides
    new_children = [m for m, one in enumerate(missing) if one.side.key in changed]
    new_people = [f for f, one in enumerate(found) if one.side.key in changed]
    few = len(new_children) <= FEW
    part = new_people if few else list(range(len(found)))
    all_children = list(range(len(missing)))
    best = _ratios(sides, all_children, part, common, LISTED, progress)
    pairs = {(m, f) for m, f, _ in best}
    if few and new_children:
        pairs |= _best_of_children(sides, new_children, common)
    return pairs | _hard_pairs(sides, changed, progress)


def _best_of_children(
    sides: Sides, who: list[int], common: dict[str, float]
) -> set[tuple[int, int]]:
    """The best unidentified persons of each missing child at ``who``."""
    of: dict[int, list[tuple[float, int]]] = {}
    everybody = list(range(len(sides[1])))
    for m, f, value in _ratios(sides, who, everybody, common, len(who)):
        of.setdefault(m, []).append((-value, f))
    return {(m, f) for m, listed in of.items() for _, f in sorted(listed)[:LISTED]}


def _ratios(  # noqa: PLR0913 who is compared with whom, on what, how many are kept, who is told
    sides: Sides,
    who: list[int],
    part: list[int],
    common: dict[str, float],
    keep: int,
    progress: Progress = lambda step, done, total: None,
) -> Iterator[tuple[int, int, float]]:
    """Yield the ``keep`` best of the missing at ``who`` for each person at ``part``."""
    if not part:
        return
    columns = numbers([sides[0][m].side for m in who], [one.side for one in sides[1]], common)
    worth = tables()
    for start in range(0, len(part), BATCH):
        some = part[start : start + BATCH]
        at, values = top_of(columns, np.array(some), worth, keep=min(keep, len(who)))
        for row, f in enumerate(some):
            for place, m in enumerate(at[row]):
                if m >= 0:
                    yield who[int(m)], f, float(values[row, place])
        progress("Compared", start + len(some), len(part))


def _kept_before(
    sides: Sides, changed: set[str], existing: set[tuple[int, int]]
) -> set[tuple[int, int]]:
    """The pairs on record of which a side changed."""
    children_at = {one.id: m for m, one in enumerate(sides[0])}
    people_at = {one.id: f for f, one in enumerate(sides[1])}
    return {
        (children_at[child], people_at[person])
        for child, person in existing
        if child in children_at
        and person in people_at
        and {f"child:{child}", f"person:{person}"} & changed
    }


def _hard_pairs(sides: Sides, changed: set[str], progress: Progress) -> set[tuple[int, int]]:
    """The pairs of changed sides that teeth, prints or DNA alone make worth a look."""
    missing = [(m, one) for m, one in enumerate(sides[0]) if one.has_hard]
    found = [(f, one) for f, one in enumerate(sides[1]) if one.has_hard]
    pairs = set()
    for done, (m, child) in enumerate(missing, 1):
        for f, person in found:
            if {child.side.key, person.side.key} & changed and _speaks(child, person):
                pairs.add((m, f))
        if done % BATCH == 0 or done == len(missing):
            progress("Teeth, prints, DNA", done, len(missing))
    return pairs


def _speaks(child: Child, person: Person) -> bool:
    return any(one.log10 >= WORTH_LOG10 for one in hard_factors(child, person))


def _compared(
    child: Child, person: Person, row: Pairing | None, common: dict[str, float], now: datetime
) -> Pairing | None:
    """Return a pair as it compares now; None when nothing is new."""
    factors = factors_of(child, person, common)
    kept = [stored(one) for one in factors]
    if row is not None and not what_is_new(row.factors, kept):
        return None
    row = row or Pairing(child_id=child.id, person_id=person.id)
    last = row.decisions.order_by("-decided_at", "-id").first() if row.id else None
    row.news = what_is_new(last.factors, kept) if last else []
    row.soft = sum(one.log10 for one in factors if not one.hard)
    row.hard = sum(one.log10 for one in factors if one.hard and one.trait != "dna")
    row.dna = next((one.log10 for one in factors if one.trait == "dna"), None)
    row.factors, row.compared_at, row.rules = kept, now, VERSION
    return row


def _save(rows: list[Pairing]) -> int:
    again = [row for row in rows if row.id is not None]
    Pairing.objects.bulk_create([row for row in rows if row.id is None])
    if again:
        Pairing.objects.bulk_update(again, FIGURES)
    return len(rows)


@transaction.atomic
def decide(
    pairing_id: int, *, outcome: str, basis: str, words: str, by: Viewer, now: datetime
) -> PairingDecision:
    """
    Record what was decided of a pair, why, and on what was known then. An exclusion is noted on
    the unidentified person as well; an identification waits for a second person.

    :raises NotAllowed: when ``by`` may not, or the pair is identified
    :raises NotFound: when there is no such pair
    :raises RuleBroken: when the decision lacks a reason or basis
    """
    row = _locked(pairing_id)
    may_decide(by, row.state).require()
    check_decision(outcome, basis, words)
    made = PairingDecision.objects.create(
        pairing=row,
        outcome=outcome,
        basis=basis,
        words=words.strip(),
        factors=row.factors,
        decided_at=now,
        decided_by_id=by.id,
    )
    if outcome == "excluded":
        _exclude(row, basis, words, by, now)
    elif row.state == "excluded":
        _withdraw(row, words, by, now)
    row.state, row.news = ("confirming" if outcome == "identified" else outcome), []
    row.save(update_fields=["state", "news"])
    case_id, child_id, person_id = _ids(row)
    record(PairingDecided(case_id, child_id, person_id, outcome, basis), by=by, at=now)
    return made


def _exclude(row: Pairing, basis: str, words: str, by: Viewer, now: datetime) -> None:
    if (row.child_id, row.person_id) not in excluded_pairs():
        record_exclusion(row.person_id, row.child_id, basis=basis, words=words, by=by, now=now)


def _withdraw(row: Pairing, words: str, by: Viewer, now: datetime) -> None:
    for one in exclusions_of(row.person_id).filter(
        child_id=row.child_id, withdrawn_at__isnull=True
    ):
        withdraw_exclusion(one.id, words=words, by=by, now=now)


@transaction.atomic
def confirm_identity(pairing_id: int, *, by: Viewer, now: datetime) -> PairingDecision:
    """
    Confirm as a second person that an authority identified the pair: the record of the
    unidentified person is closed. The case stays its manager's to close.

    :raises NotAllowed: when ``by`` may not, or proposed it
    :raises NotFound: when there is no such pair
    """
    row = _locked(pairing_id)
    last = row.decisions.order_by("-decided_at", "-id").first()
    proposed_by = last.decided_by_id if last else None
    may_confirm(by, row.state, proposed_by).require()
    assert last is not None
    last.confirmed_at, last.confirmed_by_id = now, by.id
    last.save(update_fields=["confirmed_at", "confirmed_by"])
    row.state = "identified"
    row.save(update_fields=["state"])
    identify_person(row.person_id, words=last.words, by=by, now=now)
    record(IdentityConfirmed(*_ids(row)), by=by, at=now)
    return last


def _locked(pairing_id: int) -> Pairing:
    row = (
        Pairing.objects.select_for_update(of=("self",))
        .select_related("child")
        .filter(id=pairing_id)
        .first()
    )
    if row is None:
        raise NotFound(say("There is no such pair."))
    return row


def _ids(row: Pairing) -> tuple[int, int, int]:
    return row.child.case_id, row.child_id, row.person_id


@transaction.atomic
def reopen(child_id: int, person_id: int, *, by: Viewer, now: datetime) -> None:
    """An exclusion was taken back: the pair is shown again, as not decided."""
    rows = Pairing.objects.filter(child_id=child_id, person_id=person_id, state="excluded")
    rows.update(state="open", news=[])
    # A pair that was never kept is compared like any new one.
    keys = (f"child:{child_id}", f"person:{person_id}")
    Searched.objects.filter(key__in=keys).delete()
    record(PairingReopened(child_id, person_id), by=by, at=now)
