"""Finding look-alikes: by shared keys in the database, ranked by score with reasons."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet, Value
from django.urls import reverse

from porchlight.core.score import Reason, Score
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.queries import all_case_ids, visible_case_ids
from porchlight.programmes.matching.models import IndexedPerson
from porchlight.programmes.matching.permissions import may_search
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.keys import asked_keys, packed
from porchlight.programmes.matching.rules.look_alikes import WORTH_SHOWING_BITS, score

# Rows read from the index for one question; the score then decides.
MOST_ROWS = 120
# With fewer than these, commoner keys are asked as well.
ENOUGH_ROWS = 20


@dataclass(frozen=True)
class Candidate:
    """
    A record that may be of the same person. Where the viewer may not open it, ``name``, ``born``
    and ``url`` are empty: they learn that there is one, and its number to ask for.
    """

    source: str
    number: str
    role: str
    name: str
    born: str
    state: str
    open: bool
    bits: float
    reasons: tuple[Reason, ...]
    url: str

    @property
    def may_open(self) -> bool:
        """Whether the viewer may open the record."""
        return bool(self.url)


Seen = Callable[[Viewer, Collection[IndexedPerson]], Mapping[str, str]]

_seen_by_kind: dict[str, Seen] = {}


def open_sources_with(kind: str, seen: Seen) -> None:
    """
    Let ``seen`` say which records of ``kind`` (such as «call») a viewer may open: it is given the
    viewer and rows and returns source → address. The programme whose records they are registers
    it; of records of a kind that nobody registered, only the number is shown.
    """
    _seen_by_kind[kind] = seen


def _cases_seen(viewer: Viewer, rows: Collection[IndexedPerson]) -> dict[str, str]:
    visible = visible_case_ids(viewer, {row.case_id for row in rows if row.case_id is not None})
    return {
        row.source: reverse("case-overview", args=[row.number])
        for row in rows
        if row.case_id in visible
    }


open_sources_with("case", _cases_seen)


def _addresses(viewer: Viewer, rows: Collection[IndexedPerson]) -> dict[str, str]:
    by_kind: dict[str, list[IndexedPerson]] = {}
    for row in rows:
        by_kind.setdefault(row.source.partition(":")[0], []).append(row)
    found: dict[str, str] = {}
    for kind, of_kind in by_kind.items():
        if kind in _seen_by_kind:
            found |= _seen_by_kind[kind](viewer, of_kind)
    return found


def unindexed_case_ids() -> list[int]:
    """Return the cases of which nobody can be found yet, the newest first."""
    indexed = IndexedPerson.objects.filter(case_id__isnull=False).values_list("case_id", flat=True)
    return sorted(all_case_ids() - set(indexed), reverse=True)


def look_alikes(
    viewer: Viewer, question: Description, *, limit: int = 8, without: str = ""
) -> list[Candidate]:
    """
    Return the most alike persons of all records, best first; ``without`` leaves one record out.

    :raises NotAllowed: when the viewer may not search
    """
    may_search(viewer).require()
    rows = [row for row in _rows(question) if row.source != without]
    scored = [(score(question, row.described()), row) for row in rows]
    best = sorted(
        (pair for pair in scored if pair[0].bits >= WORTH_SHOWING_BITS),
        key=lambda pair: (-pair[0].bits, pair[1].number),
    )[:limit]
    addresses = _addresses(viewer, [row for _, row in best])
    return [_candidate(row, points, addresses.get(row.source, "")) for points, row in best]


class _Shared(Func):
    """How many of the wanted keys a row has."""

    template = "(SELECT count(*) FROM unnest(%(expressions)s))"
    arg_joiner = ") AS own(key) WHERE own.key = ANY("
    output_field = IntegerField()


def _rows(question: Description) -> list[IndexedPerson]:
    rare, dated, words = asked_keys(question)
    rows = list(_by_shared(packed(rare))[:MOST_ROWS]) if rare else []
    if len(rows) < ENOUGH_ROWS and dated:
        rows += _others(rows, _by_shared(packed(dated)))
    if not rows and words:
        # Tens of thousands share a word: any of them will do, nothing tells them apart.
        rows += _others(rows, _having(packed([word for word in words if ":n:" in word])))
        rows += _others(rows, _having(packed(words)))
    return rows


def _others(rows: list[IndexedPerson], more: QuerySet[IndexedPerson]) -> list[IndexedPerson]:
    left = MOST_ROWS - len(rows)
    return list(more.exclude(id__in=[row.id for row in rows])[:left]) if left else []


def _having(wanted: list[int]) -> QuerySet[IndexedPerson]:
    return IndexedPerson.objects.filter(keys__overlap=wanted).defer("keys")


def _by_shared(wanted: list[int]) -> QuerySet[IndexedPerson]:
    # Ranked by shared keys first, so that a common name cannot crowd out a true pair.
    asked = Value(wanted, output_field=ArrayField(IntegerField()))
    return _having(wanted).annotate(shared=_Shared(F("keys"), asked)).order_by("-shared", "-id")


def _candidate(row: IndexedPerson, points: Score, url: str) -> Candidate:
    return Candidate(
        source=row.source,
        number=row.number,
        role=row.role,
        name=row.title if url else "",
        born=row.born if url else "",
        state=row.state,
        open=row.open,
        bits=round(points.bits, 1),
        reasons=points.weightiest,
        url=url,
    )
