"""Sorting, search, pages and the file of a table."""

from datetime import date

import pytest
from django.contrib.contenttypes.models import ContentType
from django.template import engines
from django.test import RequestFactory

from porchlight.house.ui.table import Table, badge, day, link, safe_cell, text

ROWS = [
    {"number": "3", "name": "Linh Okafor", "missing_on": date(2025, 11, 21), "state": "open"},
    {"number": "1", "name": "Amina Castellanos", "missing_on": None, "state": "closed"},
    {"number": "2", "name": "=Teo", "missing_on": date(2026, 3, 9), "state": "open"},
]


def table(query="", **options):
    columns = [
        link("number", "Number", url=lambda row: f"/cases/{row['number']}/"),
        text("name", "Name"),
        day("missing_on", "Missing since"),
        badge("state", "State", kinds={"open": "info"}),
        text("initial", "Initial", read=lambda row: row["name"][0]),
    ]
    request = RequestFactory().get(f"/staff/cases/?{query}")
    return Table(ROWS, columns, request=request, search=["name"], exports=True, **options)


def numbers(shown):
    return [row["number"] for row in shown.page]


class TestTable:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["3", "1", "2"]),
            ("sort=number", ["1", "2", "3"]),
            ("sort=-number", ["3", "2", "1"]),
            ("sort=missing_on", ["3", "2", "1"]),
            ("sort=-missing_on", ["2", "3", "1"]),
            ("sort=initial", ["3", "1", "2"]),
            ("sort=password", ["3", "1", "2"]),
        ],
    )
    def test_sorts_by_known_columns_and_puts_blanks_last(self, query, expected):
        assert numbers(table(query)) == expected

    def test_searches_without_regard_to_case(self):
        assert numbers(table("q=OKAFOR")) == ["3"]

    def test_turns_pages_and_keeps_what_was_asked(self):
        shown = table("sort=number&page=2", page_size=2)
        assert numbers(shown) == ["3"]
        assert shown.previous_address() == "?sort=number&page=1"
        assert shown.next_address() == ""

    def test_shows_the_last_page_when_asked_for_one_beyond(self):
        assert numbers(table("page=99", page_size=2)) == ["2"]

    def test_turns_the_order_of_the_sorted_column(self):
        heads = table("sort=number&page=2").heads()
        assert heads[0]["sort"] == "ascending"
        assert heads[0]["address"] == "?sort=-number"
        assert heads[4]["address"] == ""

    def test_is_drawn_with_sorting_and_links(self):
        page = engines["django"].from_string('{% include "ui/table.html" %}')
        drawn = page.render({"table": table("sort=number")}, RequestFactory().get("/"))
        assert 'aria-sort="ascending"' in drawn
        assert '<a href="/cases/1/">1</a>' in drawn
        assert 'class="badge badge--info"' in drawn

    def test_says_that_nothing_was_found(self):
        page = engines["django"].from_string('{% include "ui/table.html" %}')
        drawn = page.render({"table": table("q=zzz")}, RequestFactory().get("/"))
        assert "Nothing found for «zzz»" in drawn


class TestTableOverAQuery:
    def found(self, query):
        request = RequestFactory().get(f"/?{query}")
        shown = Table(
            ContentType.objects.all(), [text("model")], request=request, search=["app_label"]
        )
        return shown.found.query

    def test_lets_the_database_sort_with_the_key_as_tie_breaker(self):
        assert self.found("sort=-model").order_by == ("-model", "pk")
        assert self.found("").order_by == ("pk",)

    def test_lets_the_database_search(self):
        assert "%abc%" in str(self.found("q=abc"))


class TestCsv:
    def test_holds_all_found_rows_whatever_the_page(self):
        lines = table("page=2&sort=number", page_size=1).csv("cases").content.decode().splitlines()
        assert lines[0] == "\ufeffNumber,Name,Missing since,State,Initial"
        assert lines[1:] == [
            "1,Amina Castellanos,,closed,A",
            "2,'=Teo,2026-03-09,open,'=",
            "3,Linh Okafor,2025-11-21,open,L",
        ]

    def test_is_offered_only_where_the_page_says_so(self):
        assert table("format=csv").wants_csv
        shown = table("format=csv")
        shown.exports = False
        assert not shown.wants_csv


class TestSafeCell:
    @pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
    def test_stops_formulas(self, value):
        assert safe_cell(value) == f"'{value}"

    def test_leaves_words_alone(self):
        assert safe_cell("Muskogee – 12") == "Muskogee – 12"
