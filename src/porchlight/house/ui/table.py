"""
Tables of the desks: columns over rows, and with them sorting, search, pages and CSV.

    Table(cases, [text("case_number", _("Number")), day("missing_on")], request=request)
"""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import formats
from django.utils.functional import Promise
from django.utils.text import capfirst

from porchlight.house.ui import clocks

Words = str | Promise
Read = Callable[[Any], Any]

PAGE_SIZE = 50
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@dataclass(frozen=True)
class Column:
    """One column: where its value is read, how it is shown, whether it can be sorted by."""

    name: str
    label: Words
    kind: str
    read: Read
    order: str = ""
    url: Callable[[Any], str] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: object) -> dict[str, Any]:
        """Return what the template draws for ``row``."""
        value = self.read(row)
        return {
            "kind": self.kind,
            "label": self.label,
            "value": value,
            "words": self.words(value, row),
            "url": self.url(row) if self.url else "",
            "badge": self.kinds.get(str(value), "plain"),
        }

    def words(self, value: object, row: object) -> str:
        """Return ``value`` as people read it: the label of a choice, a day in their format."""
        if value is None or value == "":
            return ""
        display = getattr(row, f"get_{self.name}_display", None)
        if callable(display):
            return str(display())
        if isinstance(value, datetime):
            return clocks.shown(value, "short")
        if isinstance(value, date):
            return formats.date_format(value, "SHORT_DATE_FORMAT")
        return str(value)


def text(
    name: str, label: Words = "", *, read: Read | None = None, order: str | None = None
) -> Column:
    """Return a column of words or numbers; ``order=""`` when it cannot be sorted by."""
    return Column(
        name, _label(name, label), "text", read or _reader(name), _order(name, read, order)
    )


def number(
    name: str, label: Words = "", *, read: Read | None = None, order: str | None = None
) -> Column:
    """Return a column of figures, aligned."""
    return Column(
        name, _label(name, label), "number", read or _reader(name), _order(name, read, order)
    )


def day(
    name: str, label: Words = "", *, read: Read | None = None, order: str | None = None
) -> Column:
    """Return a column of calendar days (also half-known ones)."""
    return Column(
        name, _label(name, label), "day", read or _reader(name), _order(name, read, order)
    )


def when(
    name: str, label: Words = "", *, read: Read | None = None, order: str | None = None
) -> Column:
    """Return a column of instants."""
    return Column(
        name, _label(name, label), "when", read or _reader(name), _order(name, read, order)
    )


def badge(
    name: str,
    label: Words = "",
    *,
    kinds: Mapping[str, str] | None = None,
    read: Read | None = None,
    order: str | None = None,
) -> Column:
    """Return a column of states; ``kinds`` maps a value to the badge's kind."""
    return Column(
        name,
        _label(name, label),
        "badge",
        read or _reader(name),
        _order(name, read, order),
        kinds=kinds or {},
    )


def link(
    name: str,
    label: Words = "",
    *,
    url: Callable[[Any], str],
    read: Read | None = None,
    order: str | None = None,
) -> Column:
    """Return the column that opens the row: the keys j, k and Enter work on it."""
    return Column(
        name, _label(name, label), "link", read or _reader(name), _order(name, read, order), url=url
    )


@dataclass
class Table:
    """
    Rows with columns. A query is sorted and searched by the database, a list in memory.

    ``search`` names the fields that the box above looks into; ``sort`` is the order when the
    reader has chosen none. Several tables on one page need a ``prefix`` each.
    """

    rows: QuerySet[Any] | Sequence[Any]
    columns: Sequence[Column]
    request: HttpRequest | None = None
    search: Sequence[str] = ()
    sort: str = ""
    page_size: int = PAGE_SIZE
    prefix: str = ""
    caption: Words = ""
    empty: Words = ""
    exports: bool = False

    @property
    def asked(self) -> QueryDict:
        """What the reader asked for, in the address."""
        return self.request.GET if self.request else QueryDict()

    @property
    def query(self) -> str:
        """The words in the search box."""
        return self.asked.get(f"{self.prefix}q", "").strip()[:200]

    @property
    def wants_csv(self) -> bool:
        """Whether this request asks for the file; the page records the export before it answers."""
        return self.exports and self.asked.get(f"{self.prefix}format") == "csv"

    @property
    def sorted_by(self) -> str:
        """The column sorted by, with ``-`` for descending; unknown names are ignored."""
        chosen = self.asked.get(f"{self.prefix}sort", "")
        known = {c.name for c in self.columns if c.order}
        return chosen if chosen.removeprefix("-") in known else self.sort

    @cached_property
    def found(self) -> QuerySet[Any] | Sequence[Any]:
        """All rows that match the search, in order."""
        orders = {c.name: c for c in self.columns if c.order}
        column = orders.get(self.sorted_by.removeprefix("-"))
        if isinstance(self.rows, QuerySet):
            return self._from_database(self.rows, column)
        return self._in_memory(list(self.rows), column)

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for; the last one when there are not so many."""
        paginator = Paginator(self.found, self.page_size)
        return paginator.get_page(self.asked.get(f"{self.prefix}page"))

    def heads(self) -> list[dict[str, str]]:
        """Return each column's label, its state of sorting and the address that sorts by it."""
        return [self._head(column) for column in self.columns]

    def body(self) -> list[list[dict[str, Any]]]:
        """Return the cells of this page."""
        return [[column.cell(row) for column in self.columns] for row in self.page]

    def address(self, **changes: str) -> str:
        """Return this page's query string with ``changes``; an empty value takes one away."""
        query = self.asked.copy()
        for name, value in changes.items():
            query.pop(f"{self.prefix}{name}", None)
            if value:
                query[f"{self.prefix}{name}"] = value
        return f"?{query.urlencode()}"

    def previous_address(self) -> str:
        """Return the address of the page before, empty on the first."""
        page = self.page
        return self.address(page=str(page.number - 1)) if page.has_previous() else ""

    def next_address(self) -> str:
        """Return the address of the page after, empty on the last."""
        page = self.page
        return self.address(page=str(page.number + 1)) if page.has_next() else ""

    def csv_address(self) -> str:
        """Return the address of all found rows as a file."""
        return self.address(format="csv", page="")

    def csv(self, name: str) -> HttpResponse:
        """Return all found rows as ``name``.csv (RFC 4180, UTF-8 with mark for spreadsheets)."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow([safe_cell(str(c.label)) for c in self.columns])
        for row in self._all():
            writer.writerow([safe_cell(_plain(c, row)) for c in self.columns])
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response

    def _all(self) -> Iterable[Any]:
        found = self.found
        return found.iterator(chunk_size=2000) if isinstance(found, QuerySet) else found

    def _head(self, column: Column) -> dict[str, str]:
        now = self.sorted_by
        up, down = now == column.name, now == f"-{column.name}"
        return {
            "label": str(column.label),
            "kind": column.kind,
            "sort": "ascending" if up else "descending" if down else "",
            "address": self.address(sort=f"-{column.name}" if up else column.name, page="")
            if column.order
            else "",
        }

    def _from_database(self, rows: QuerySet[Any], column: Column | None) -> QuerySet[Any]:
        if self.query and self.search:
            wanted = Q()
            for name in self.search:
                wanted |= Q(**{f"{name}__icontains": self.query})
            rows = rows.filter(wanted)
        if column is None:
            return rows if rows.ordered else rows.order_by("pk")
        # The key after the column: rows of equal value must not change places between pages.
        sign = "-" if self.sorted_by.startswith("-") else ""
        return rows.order_by(f"{sign}{column.order}", "pk")

    def _in_memory(self, rows: list[Any], column: Column | None) -> list[Any]:
        if self.query and self.search:
            readers = [_reader(name) for name in self.search]
            words = self.query.casefold()
            rows = [r for r in rows if any(words in str(read(r)).casefold() for read in readers)]
        if column is None:
            return rows
        known = [r for r in rows if column.read(r) not in (None, "")]
        blank = [r for r in rows if column.read(r) in (None, "")]
        known.sort(key=column.read, reverse=self.sorted_by.startswith("-"))
        return known + blank


def safe_cell(value: str) -> str:
    """
    Return ``value`` so that no spreadsheet runs it.

    >>> safe_cell("=HYPERLINK(1)")
    "'=HYPERLINK(1)"

    Source: OWASP, CSV Injection.
    """
    return f"'{value}" if value.startswith(FORMULA_STARTS) else value


def _plain(column: Column, row: object) -> str:
    """Write days and instants as ISO 8601: a file is read by machines of any language."""
    value = column.read(row)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return column.words(value, row)


def _reader(name: str) -> Read:
    """Read ``agency__name`` through attributes or keys, empty when a step is missing."""

    def read(row: object) -> object:
        for step in name.split("__"):
            row = row.get(step) if isinstance(row, Mapping) else getattr(row, step, None)
        return row

    return read


def _label(name: str, label: Words) -> Words:
    return label or capfirst(name.removesuffix("_at").removesuffix("_on").replace("_", " "))


def _order(name: str, read: Read | None, order: str | None) -> str:
    # A computed value is not a field, so it cannot be sorted by unless the page names one.
    if order is not None:
        return order
    return "" if read else name
