"""Posters as staff and families see them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.posters.models import Poster, ReleasedPoster
from porchlight.programmes.posters.permissions import Standing, may_read
from porchlight.programmes.posters.queries.compose import has_poster
from porchlight.programmes.posters.rules.content import (
    Clearance,
    Obstacle,
    PosterFacts,
    problems,
)
from porchlight.programmes.posters.rules.states import OPEN, State


def case_of_code(code: str) -> int | None:
    """Return the case behind a public address, also when its poster is withdrawn."""
    return Poster.objects.filter(code=code).values_list("case_id", flat=True).first()


def posters_of_case(case_id: int) -> QuerySet[Poster]:
    """Return all versions of a case's poster, newest first; asks nobody."""
    people = ("drafted_by", "family_approved_by", "released_by", "withdrawn_by")
    return Poster.objects.filter(case_id=case_id).select_related(*people).order_by("-version")


def released_of_case(case_id: int) -> Poster | None:
    """Return the version that is public now; asks nobody."""
    return Poster.objects.filter(case_id=case_id, state=State.RELEASED).first()


def is_active(case_id: int) -> bool:
    """Whether the case has a poster: a child is missing and the case is open."""
    return has_poster(cases.poster_source(case_id))


def posters_for(viewer: Viewer) -> QuerySet[Poster]:
    """Return the newest work on posters of the cases that the viewer sees."""
    found = Poster.objects.select_related("drafted_by", "released_by")
    if viewer.door is Door.FAMILY:
        living = found.filter(state__in=[*OPEN, State.RELEASED])
        return living.filter(case_id__in=viewer.case_ids, drafted_at__isnull=False)
    return found.filter(case_id__in=cases.visible_cases(viewer).values("id"))


def poster_for(viewer: Viewer, poster_id: int) -> Poster:
    """
    Return one version when the viewer may see it.

    :raises NotFound: when there is none, or a stranger asks
    """
    people = ("case", "drafted_by", "family_approved_by", "released_by", "withdrawn_by")
    poster = Poster.objects.select_related(*people).filter(id=poster_id).first()
    if poster is None or not may_read(viewer, standing(viewer, poster)):
        raise NotFound(say("There is no such poster."))
    return poster


def standing(
    viewer: Viewer, poster: Poster, obstacles: tuple[Obstacle, ...] | None = None
) -> Standing:
    """Return what decides who may do what with the poster."""
    seen = viewer.door is not Door.STAFF or bool(cases.visible_case_ids(viewer, [poster.case_id]))
    found = obstacles_of(poster) if obstacles is None else obstacles
    return Standing(poster.case_id, State(poster.state), poster.drafted_by_id, found, seen)


def run_out(now: datetime) -> list[Poster]:
    """Return the released versions whose time is over: the public sees them no more."""
    over = ReleasedPoster.objects.filter(expires_at__lte=now).values("code")
    return list(Poster.objects.filter(state=State.RELEASED, code__in=over))


def obstacles_of(poster: Poster) -> tuple[Obstacle, ...]:
    """
    Return what keeps the version from going out, in any of its languages. What must have happened
    on the case is asked of the case as it is now.
    """
    source = cases.poster_source(poster.case_id)
    return obstacles_in(poster, source)


def obstacles_in(poster: Poster, source: cases.PosterSource) -> tuple[Obstacle, ...]:
    """Return the obstacles of the version, each once, with the case's state of today."""
    stored = poster.content()
    from_case = {
        photograph.sha256: photograph.permitted
        for child in source.children
        for photograph in child.photographs
    }
    current = _cleared(stored, source, from_case)
    found: dict[tuple[str, str], Obstacle] = {}
    for language in poster.languages:
        for one in problems(_in(current, language)):
            found.setdefault((one.code, one.place), one)
    return tuple(found.values())


def _in(facts: PosterFacts, language: str) -> PosterFacts:
    return replace(facts, language=language)


def _cleared(
    facts: PosterFacts, source: cases.PosterSource, permitted: Mapping[str, bool]
) -> PosterFacts:
    """The version's words with what is true of consents and agency now."""
    children = tuple(
        replace(
            child,
            photographs=tuple(
                replace(one, permitted=permitted.get(one.sha256, False))
                for one in child.photographs
            ),
        )
        for child in facts.children
    )
    clearance = Clearance(source.in_ncic, source.agency_consulted, source.guardian_consulted)
    return replace(facts, children=children, clearance=clearance)
