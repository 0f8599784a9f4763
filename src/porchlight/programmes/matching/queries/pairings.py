"""Reads for the search and the desk: both sides, pairings, decisions."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.places import Place
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.queries import MissingChild, missing_children, visible_case_ids
from porchlight.programmes.forensics import queries as forensics
from porchlight.programmes.forensics.rules.profiles import Profile
from porchlight.programmes.matching.models import Pairing, PairingDecision
from porchlight.programmes.matching.rules.dna import dna_factor
from porchlight.programmes.matching.rules.evidence.pair import (
    Factor,
    compared,
    prints_factor,
    teeth_factor,
)
from porchlight.programmes.matching.rules.evidence.sides import FoundSide, MissingSide

LISTED = 10
TO_LOOK_AT = Q(state__in=["open", "confirming"]) | ~Q(news=[])


@dataclass(frozen=True)
class Child:
    """A missing child as searched: the side, the own profile, the family."""

    id: int
    side: MissingSide
    own: Profile | None
    kin: tuple[tuple[str, str, str, bool], ...]
    profiles: dict[str, Profile]

    @property
    def has_hard(self) -> bool:
        """Whether there are teeth, prints or DNA to compare."""
        hard = self.side.chart, self.side.fingers, self.own, self.profiles
        return any(bool(one) for one in hard)

    @property
    def digest(self) -> str:
        """A digest of all that is compared."""
        return _digest([repr(self.side), repr(self.own), repr(self.kin), repr(self.profiles)])


@dataclass(frozen=True)
class Person:
    """An unidentified person as searched."""

    id: int
    side: FoundSide
    profile: Profile | None
    degraded: bool

    @property
    def has_hard(self) -> bool:
        """Whether there are teeth, prints or DNA to compare."""
        return any(bool(one) for one in (self.side.chart, self.side.fingers, self.profile))

    @property
    def digest(self) -> str:
        """A digest of all that is compared."""
        return _digest([repr(self.side), repr(self.profile), str(self.degraded)])


def _digest(parts: Sequence[str]) -> str:
    return sha256(json.dumps(parts).encode()).hexdigest()


def children() -> list[Child]:
    """Return every missing child with what is on file."""
    rows = missing_children()
    files = forensics.on_file("child_id", [row.id for row in rows])
    families = forensics.kin_of_all([row.id for row in rows])
    return [_child(row, files[row.id], families.get(row.id, [])) for row in rows]


def _child(row: MissingChild, file: forensics.OnFile, kin: Sequence[forensics.Kin]) -> Child:
    listed = tuple((f"r{k.id}", k.relation, k.name, k.profile is not None) for k in kin)
    profiles = {f"r{k.id}": k.profile for k in kin if k.profile is not None}
    return Child(row.id, side_of(row, file), file.profile, listed, profiles)


def side_of(row: MissingChild, file: forensics.OnFile) -> MissingSide:
    """Return a missing child as compared."""
    looks, place = row.looks, row.place or Place("")
    races = (*looks.races, *(("H",) if looks.ethnicity == "H" else ()))
    return MissingSide(
        f"child:{row.id}",
        row.missing_since,
        row.born,
        row.age_years,
        sex=looks.sex or "U",
        hair=looks.hair,
        eyes=looks.eyes,
        races=tuple(dict.fromkeys(races)),
        height_cm=looks.height_cm,
        measured_on=looks.measured_on,
        latitude=place.lat,
        longitude=place.lon,
        marks=tuple(f"{mark.code} {mark.words}".strip() for mark in looks.marks),
        clothing=row.clothing,
        chart=file.chart,
        fingers=file.fingers,
    )


def people() -> list[Person]:
    """Return every open unidentified person with what is on file."""
    return [
        Person(
            row.id,
            FoundSide(f"person:{row.id}", row.facts, row.on_file.chart, row.on_file.fingers),
            row.on_file.profile,
            row.on_file.degraded,
        )
        for row in forensics.unidentified()
    ]


def factors_of(child: Child, person: Person, common: dict[str, float]) -> list[Factor]:
    """Return everything that speaks for or against a pair."""
    found = list(compared(child.side, person.side, common).factors)
    dna = _dna(child, person)
    return [*found, dna] if dna is not None else found


def hard_factors(child: Child, person: Person) -> list[Factor]:
    """Return what teeth, prints and DNA say of a pair."""
    found = [teeth_factor(child.side, person.side), prints_factor(child.side, person.side)]
    return [one for one in (*found, _dna(child, person)) if one is not None]


def _dna(child: Child, person: Person) -> Factor | None:
    if person.profile is None or not (child.own or child.profiles):
        return None
    sex = child.side.sex
    return dna_factor(
        child.own, child.kin, child.profiles, sex, person.profile, degraded=person.degraded
    )


def stored(factor: Factor) -> dict[str, object]:
    """Return a factor as it is kept: the sentence stays one that can be translated."""
    told = {name: str(value) for name, value in factor.words.params.items()}
    return {
        "trait": factor.trait,
        "log10": round(factor.log10, 4),
        "template": factor.words.template,
        "params": told,
        "hard": factor.hard,
        "flagged": factor.flagged,
    }


def words_of(factor: dict[str, object]) -> Say:
    """Return the sentence of a kept factor."""
    params = factor["params"]
    assert isinstance(params, dict)
    return Say(str(factor["template"]), params)


def pairings_for(viewer: Viewer, *, decided: bool = False) -> QuerySet[Pairing]:
    """
    Return the pairings of cases the viewer sees: those to look at (not decided, with something new
    since, or to be confirmed), or those ``decided`` for now. Both records must be open.
    """
    rows = Pairing.objects.select_related("child", "child__case", "person")
    if decided:
        return _seen(viewer, rows.exclude(TO_LOOK_AT))
    open_now = Q(
        child__status="missing",
        child__case__closed_at__isnull=True,
        person__withdrawn_at__isnull=True,
        person__identified_at__isnull=True,
    )
    return _seen(viewer, rows.filter(open_now & TO_LOOK_AT))


def _seen(viewer: Viewer, rows: QuerySet[Pairing]) -> QuerySet[Pairing]:
    cases = set(rows.values_list("child__case_id", flat=True))
    return rows.filter(child__case_id__in=visible_case_ids(viewer, cases))


def pairings_of(viewer: Viewer, **whose: int) -> list[Pairing]:
    """Return what was decided of a child's case, or of a person, and what is to look at."""
    rows = _seen(viewer, Pairing.objects.filter(**whose)).select_related("child", "person")
    return list(rows.select_related("child__case").order_by("-soft")[:LISTED])


def missing_count() -> int:
    """Return among how many missing children a person is sought: the prior is one in so many."""
    return len(missing_children())


def pairing_for(viewer: Viewer, pairing_id: int) -> Pairing:
    """
    Return a pairing when the viewer may see its case.

    :raises NotFound: when there is none, or not theirs to see
    """
    rows = Pairing.objects.select_related("child", "child__case", "person")
    found = rows.filter(id=pairing_id).first()
    if found is None or not visible_case_ids(viewer, {found.child.case_id}):
        raise NotFound(say("There is no such pair."))
    return found


def decisions_of(pairing: Pairing) -> QuerySet[PairingDecision]:
    """Return what was decided, newest first."""
    return pairing.decisions.select_related("decided_by", "confirmed_by").order_by(
        "-decided_at", "-id"
    )
