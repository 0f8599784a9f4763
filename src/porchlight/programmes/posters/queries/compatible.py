"""Released posters by the parameters of NCMEC's poster interface."""

from dataclasses import dataclass
from datetime import datetime

from porchlight.programmes.posters.models import ReleasedPerson
from porchlight.programmes.posters.queries.feed import items, public_people
from porchlight.programmes.posters.rules.feed import Item


@dataclass(frozen=True)
class Asked:
    """What is asked for; what is empty asks nothing."""

    skip: int = 0
    limit: int = 50
    organisations: tuple[str, ...] = ()
    number: str = ""
    races: tuple[str, ...] = ()
    state: str = ""
    city: str = ""
    first_name: str = ""
    last_name: str = ""
    since: str = ""
    until: str = ""
    newest_first: bool = True


def asked_posters(asked: Asked, now: datetime) -> list[list[Item]]:
    """Return the posters that fit, each as the children on it; all of them, not only who fits."""
    found = public_people(now)
    for organisation in asked.organisations[:1]:
        start = f"{organisation}-{asked.number}"
        exact = {"facts__case_number": start} if asked.number else {}
        found = found.filter(**exact or {"facts__case_number__startswith": start})
    named = {
        "facts__state": asked.state,
        "facts__city__iexact": asked.city,
        "facts__name__istartswith": asked.first_name,
        "facts__name__iendswith": asked.last_name,
        "facts__missing_since__gte": asked.since[:10],
        "facts__missing_since__lte": asked.until[:10],
    }
    found = found.filter(**{name: value for name, value in named.items() if value})
    if asked.races:
        found = found.filter(facts__races__contains=list(asked.races[:1]))
    rows = found.order_by("released_at" if not asked.newest_first else "-released_at", "record")
    codes = list(dict.fromkeys(rows.values_list("code", flat=True)))
    page = codes[asked.skip : asked.skip + asked.limit]
    people: dict[str, list[ReleasedPerson]] = {code: [] for code in page}
    for row in public_people(now).filter(code__in=page).order_by("record"):
        people[row.code].append(row)
    return [items(rows, now) for rows in people.values() if rows]
