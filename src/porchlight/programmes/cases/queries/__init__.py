"""Reading cases: who sees which, and what other programmes are given."""

from porchlight.programmes.cases.queries.given import (
    PersonFacts,
    PosterChild,
    PosterCompanion,
    PosterPhotograph,
    PosterSource,
    PosterVehicle,
    people,
    poster_source,
)
from porchlight.programmes.cases.queries.seen import (
    case_for,
    case_id_of,
    facts_of,
    shared_cases,
    visible_case_ids,
    visible_cases,
)

__all__ = [
    "PersonFacts",
    "PosterChild",
    "PosterCompanion",
    "PosterPhotograph",
    "PosterSource",
    "PosterVehicle",
    "case_for",
    "case_id_of",
    "facts_of",
    "people",
    "poster_source",
    "shared_cases",
    "visible_case_ids",
    "visible_cases",
]
