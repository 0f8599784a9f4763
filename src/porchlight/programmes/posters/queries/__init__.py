"""Reading posters: for the desk, for the family, and what others may know."""

from porchlight.programmes.posters.queries.compose import Composed, composed, has_poster
from porchlight.programmes.posters.queries.desk import (
    case_of_code,
    is_active,
    obstacles_of,
    poster_for,
    posters_for,
    posters_of_case,
    released_of_case,
    run_out,
    standing,
)

__all__ = [
    "Composed",
    "case_of_code",
    "composed",
    "has_poster",
    "is_active",
    "obstacles_of",
    "poster_for",
    "posters_for",
    "posters_of_case",
    "released_of_case",
    "run_out",
    "standing",
]
