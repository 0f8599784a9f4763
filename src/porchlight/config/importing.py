"""The words of ``porchlight import-cases``: a line for each row that something is said of."""

from collections.abc import Iterator
from datetime import datetime

from porchlight.core.errors import Problem
from porchlight.core.viewer import house_viewer
from porchlight.programmes.cases import actions
from porchlight.programmes.cases.rules.exchange.incoming import Shape
from porchlight.programmes.cases.rules.exchange.others import read

BY = house_viewer("import")


class Refused(Exception):
    """The file has not the shape; the text says why."""


def run(shape: str, document: bytes, *, dry_run: bool, now: datetime) -> Iterator[str]:
    """
    Yield what became of each row and of the whole.

    :raises Refused: when the file has not the shape
    """
    known = Shape(shape)
    take = actions.try_import if dry_run else actions.import_records
    try:
        batch = read(known, document, now.date())
    except Problem as problem:
        raise Refused(str(problem)) from problem
    report = take(known, batch, by=BY, now=now)
    for each in report.troubles:
        what = "left out" if each.refused else "taken"
        yield f"row {each.row} {each.record} {each.field}: {each.sentence} ({what})"
    counts = ", ".join(f"{count} {each.value}" for each, count in sorted(report.counts.items()))
    done = "Would be taken in" if dry_run else "Taken in"
    yield f"{done}: {counts or 'nothing'}; {report.refused} left out."
