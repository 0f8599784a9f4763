"""Which clock a place keeps, so that «yesterday at six» is read as the people there mean it."""

from collections import Counter, defaultdict
from collections.abc import Callable
from functools import cache
from typing import Any

import zipcodes

from porchlight.core.places import Place, fips_of_county

USUAL = "America/New_York"
# The package says that it has types, but has none.
_all: Callable[[], list[dict[str, Any]]] = zipcodes.list_all


def zone_of(place: Place | None, usual: str = USUAL) -> str:
    """
    Return the IANA zone of a place in the United States; ``usual`` when it does not tell.

    >>> from porchlight.core.places import place_of_zip, place_of_county, place_of_state
    >>> zone_of(place_of_zip("79901")), zone_of(place_of_county("48453"))
    ('America/Denver', 'America/Chicago')
    >>> zone_of(place_of_state("CA")), zone_of(None)
    ('America/Los_Angeles', 'America/New_York')
    """
    if place is None or place.country != "US":
        return usual
    known = _zones()
    return known.get(place.county_fips) or known.get(place.state) or usual


@cache
def _zones() -> dict[str, str]:
    """County (FIPS) and state → the zone of most of its ZIP codes."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    counties: dict[tuple[str, str], str] = {}
    for row in _all():
        pair = (row["state"], row["county"])
        if pair not in counties:
            counties[pair] = fips_of_county(*pair)
        if row["timezone"]:
            seen[row["state"]][row["timezone"]] += 1
            seen[counties[pair]][row["timezone"]] += 1
    seen.pop("", None)
    return {area: zones.most_common(1)[0][0] for area, zones in seen.items()}
