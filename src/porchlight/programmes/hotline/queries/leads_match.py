"""What a new lead is compared with: open cases, other leads, whatever came like it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from porchlight.core.score import Score
from porchlight.core.viewer import house_viewer
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.hotline.models import Lead
from porchlight.programmes.hotline.rules.campaigns import Pattern, first_like, warnings
from porchlight.programmes.hotline.rules.description import cues
from porchlight.programmes.hotline.rules.lead_priority import LeadFacts
from porchlight.programmes.hotline.rules.lead_states import State
from porchlight.programmes.hotline.rules.lead_words import Aside, Outcome
from porchlight.programmes.hotline.rules.sightings import (
    SAME_SIGHTING_BITS,
    WORTH_SHOWING_BITS,
    Sought,
    SoughtChild,
    same_sighting,
    score_case,
)
from porchlight.programmes.hotline.rules.tips import Answer
from porchlight.programmes.matching.permissions import SEARCH
from porchlight.programmes.matching.queries import look_alikes
from porchlight.programmes.matching.rules.description import Description

MATCHER = house_viewer("leads", frozenset({SEARCH}))
OFFERED = 8
LATELY = timedelta(days=14)
AROUND = timedelta(days=3)
MOST_LEADS = 400
_NAMES = re.compile(r"\b[A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w'’-]+){1,3}")
MOST_NAMES = 4


def scores(lead: Lead, now: datetime) -> list[tuple[int, Score]]:
    """Return the cases that the lead may be about with the reasons, the best first."""
    sighting = lead.sighting
    sought = cases.sought_cases(
        now, state=lead.area, lat=lead.lat, lon=lead.lon, also=_named(lead.tip.whole_text)
    )
    scored = [(case.case_id, score_case(sighting, _sought(case))) for case in sought]
    worth = [one for one in scored if one[1].bits >= WORTH_SHOWING_BITS]
    worth.sort(key=lambda one: (-one[1].bits, one[0]))
    return worth[:OFFERED]


def _sought(case: cases.SoughtCase) -> Sought:
    return Sought(
        case_id=case.case_id,
        number=case.number,
        children=tuple(
            SoughtChild(one.names, one.sex, one.age_years, one.hair, one.eyes, one.described)
            for one in case.children
        ),
        missing_from=case.missing_from,
        lat=case.lat,
        lon=case.lon,
        state=case.state,
        county_fips=case.county_fips,
        companions=case.companions,
        plates=case.plates,
    )


def _named(text: str) -> list[int]:
    """The cases of persons whose names stand in the text, wherever they went missing."""
    found: list[int] = []
    for name in list(dict.fromkeys(_NAMES.findall(text)))[:MOST_NAMES]:
        for one in look_alikes(MATCHER, Description(names=(name,)), limit=5):
            kind, _, number = one.source.partition(":")
            if kind == "case" and number.isdigit():
                found.append(int(number))
    return found


@dataclass(frozen=True)
class Same:
    """The lead that another hangs below, and why; ``agreeing`` are all that tell the same."""

    head: Lead
    score: Score
    agreeing: tuple[Lead, ...]


def same_as(lead: Lead) -> Same | None:
    """Return the sighting that the lead tells of, when it is one that is known."""
    if lead.alone:
        return None
    sighting = lead.sighting
    scored = [(same_sighting(sighting, other.sighting), other) for other in _around(lead)]
    agree = [(score, other) for score, other in scored if score.bits >= SAME_SIGHTING_BITS]
    if not agree:
        return None
    score, best = max(agree, key=lambda one: (one[0].bits, -one[1].id))
    return Same(best.head or best, score, tuple(other for _, other in agree))


def _around(lead: Lead) -> Iterable[Lead]:
    """Earlier leads of the same case or area, of about the same days."""
    near = Q(area=lead.area) if lead.area else Q(pk__isnull=True)
    if lead.case_id is not None:
        near |= Q(case_id=lead.case_id)
    at = lead.seen_until or lead.received_at
    when = Q(seen_until__range=(at - AROUND, at + AROUND)) | Q(
        seen_until__isnull=True, received_at__range=(at - AROUND, at + AROUND)
    )
    rows = Lead.objects.filter(near, when, alone=False, id__lt=lead.id).select_related("head")
    return rows.order_by("-id")[:MOST_LEADS]


@dataclass(frozen=True)
class Alike:
    """What came like a lead, and the first of it when that is another."""

    pattern: Pattern
    first_id: int | None
    others: frozenset[int] = frozenset()


def alike(lead: Lead) -> Alike:
    """Return the pattern of which the lead is part: copies, one address, one network, a sender."""
    about_then = (lead.received_at - LATELY, lead.received_at + LATELY)
    lately = Lead.objects.filter(received_at__range=about_then).exclude(id=lead.id).order_by("id")
    rows = lately.filter(sketch__overlap=lead.sketch) if lead.sketch else lately.none()
    copies = first_like(lead.sketch, rows.values_list("id", "sketch")[:2000])
    claimed = lately.filter(addresses__overlap=lead.addresses) if lead.addresses else lately.none()
    same_address = list(claimed.values_list("id", flat=True)[:2000])
    before = _before(lead)
    pattern = Pattern(
        copies=len(copies),
        same_address=len(same_address),
        from_source=lately.filter(source=lead.source).count() if lead.source else 0,
        sender_before=len(before),
        sender_false=sum(before),
    )
    first = min([*copies, *same_address], default=lead.id)
    return Alike(pattern, first if first < lead.id else None, frozenset([*copies, *same_address]))


def unmarked(lead: Lead) -> list[int]:
    """Return what came before in the same words, when nobody could know yet that it is many."""
    if lead.copy_of_id is None:
        return []
    rows = Lead.objects.filter(
        id__in=alike(lead).others, id__lt=lead.id, copy_of__isnull=True, alone=False
    )
    return list(rows.exclude(id=lead.copy_of_id).values_list("id", flat=True))


def _before(lead: Lead) -> list[bool]:
    """Of each earlier lead of the same sender, whether it proved false."""
    if not lead.sender:
        return []
    rows = Lead.objects.filter(sender=lead.sender, id__lt=lead.id).order_by("-id")[:50]
    return [
        row.aside_reason == Aside.HOAX
        or row.referrals.filter(outcome=Outcome.FALSE_REPORT).exists()
        for row in rows
    ]


def independent(lead: Lead, others: Iterable[Lead]) -> list[Lead]:
    """Return those of ``others`` that plainly come from somebody else than the lead."""
    return [
        other
        for other in others
        if (not lead.sender or other.sender != lead.sender)
        and (not lead.source or other.source != lead.source)
        and (not lead.lookup or other.lookup != lead.lookup)
    ]


def set_aside_but_agreeing(lead: Lead) -> list[Lead]:
    """Return leads that were set aside and that this one, from somebody else, confirms."""
    same = leads_same(lead)
    return [one for one in independent(lead, same) if one.state == State.ASIDE]


def leads_same(lead: Lead) -> tuple[Lead, ...]:
    """Return the leads that tell the same sighting; copies of one text confirm nothing."""
    if lead.copy_of_id is not None:
        return ()
    same = same_as(lead)
    return same.agreeing if same else ()


def facts_of(
    lead: Lead, now: datetime, pattern: Pattern, agreeing: int = 0, match_bits: float = 0.0
) -> LeadFacts:
    """Return what decides how soon the lead must be opened."""
    about = cases.state_of(lead.case_id, now) if lead.case_id else None
    text = lead.tip.whole_text
    return LeadFacts(
        received_at=lead.received_at,
        danger=lead.danger,
        still_there=Answer(lead.still_there),
        seen_until=lead.seen_until or lead.seen_from,
        has_place=lead.lat is not None or bool(lead.spot),
        pictures=lead.pictures.count() if lead.pk else 0,
        plates=len(cues(text).plates),
        about_case=about is not None,
        case_category=about.category if about else "",
        case_active=bool(about and about.active),
        youngest_years=about.youngest_years if about else None,
        missing_hours=about.missing_hours if about else None,
        match_bits=match_bits,
        agreeing=agreeing,
        held=bool(lead.held),
        warnings=tuple(warnings(pattern, f"{text}\n{lead.spot}")),
    )
