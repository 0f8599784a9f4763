"""Finding look-alikes: by shared keys in the database, ranked by score with reasons."""

from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet, TextField, Value

from porchlight.core.score import Reason
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.queries import visible_case_ids
from porchlight.programmes.matching.models import IndexedPerson
from porchlight.programmes.matching.permissions import may_search
from porchlight.programmes.matching.rules.look_alikes import (
    WORTH_SHOWING_BITS,
    Description,
    keys,
    score,
)

# Rows read from the index for one question; the score then decides.
MOST_ROWS = 400


@dataclass(frozen=True)
class Candidate:
    """A record that may be of the same person; ``name`` is empty when it may not be opened."""

    source: str
    number: str
    role: str
    name: str
    born: str
    state: str
    open: bool
    bits: float
    reasons: tuple[Reason, ...]
    may_open: bool


def look_alikes(
    viewer: Viewer, question: Description, *, limit: int = 8, without: str = ""
) -> list[Candidate]:
    """
    Return the most alike persons of all records, best first; ``without`` leaves one record out.

    :raises NotAllowed: when the viewer may not search
    """
    may_search(viewer).require()
    wanted = keys(question)
    if not wanted:
        return []
    rows = list(_sharing(wanted).exclude(source=without)[:MOST_ROWS])
    visible = visible_case_ids(viewer, {row.case_id for row in rows if row.case_id is not None})
    found = []
    for row in rows:
        points = score(question, row.described())
        if points.bits >= WORTH_SHOWING_BITS:
            found.append(_candidate(row, points.bits, points.reasons, visible))
    found.sort(key=lambda one: (-one.bits, one.number))
    return found[:limit]


class _Shared(Func):
    """How many of the wanted keys a row has."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS own(key) WHERE own.key = ANY("
    output_field = IntegerField()


def _sharing(wanted: list[str]) -> QuerySet[IndexedPerson]:
    # Ranked by shared keys first, so that a common first name cannot crowd out a true pair.
    asked = Value(wanted, output_field=ArrayField(TextField()))
    return (
        IndexedPerson.objects.filter(keys__overlap=wanted)
        .annotate(shared=_Shared(F("keys"), asked))
        .order_by("-shared", "-id")
    )


def _candidate(
    row: IndexedPerson, bits: float, reasons: tuple[Reason, ...], visible: frozenset[int]
) -> Candidate:
    may_open = row.case_id is None or row.case_id in visible
    return Candidate(
        source=row.source,
        number=row.number,
        role=row.role,
        name=row.names[0] if may_open and row.names else "",
        born=row.born if may_open else "",
        state=row.state,
        open=row.open,
        bits=round(bits, 1),
        reasons=reasons,
        may_open=may_open,
    )
