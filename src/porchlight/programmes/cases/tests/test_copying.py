"""Rows copied many at a time are the rows that are saved one by one, whatever they hold."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from porchlight.house.audit.copying import copy_rows
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.rules.vocabulary import Category, ChildStatus

pytestmark = pytest.mark.django_db

WORDS = (
    "",
    "two\nlines\tand a tab",
    'a "quoted" word, {braces} and a comma',
    "back\\slash, \\N and \\.",
    "Nguyễn Thị Zoë 𐍈 عمر",
    "NULL",
)


@pytest.fixture
def case(cast, now):
    def made(number="C-1", **changed):
        told = {"opened_at": now, "opened_by": cast.specialist, **changed}
        return Case(number=number, category=Category.FAMILY_ABDUCTION, **told)

    return made


def child(of, words):
    return Child(
        case=of,
        given_names=words,
        aliases=[words, "second"],
        languages=[],
        socials=[{"service": words, "handle": None}],
        tribal_member=None,
        glasses=True,
        age_min_years=7,
        age_max_years=9,
        status=ChildStatus.MISSING,
        clothing=words,
    )


def held(row):
    """All values of the row as the database gives them, without what numbers it."""
    fresh = type(row).objects.get(pk=row.pk)
    names = [field.attname for field in row._meta.local_concrete_fields]
    return {name: getattr(fresh, name) for name in names if name not in ("id", "number")}


class TestCopyRows:
    @pytest.mark.parametrize("words", WORDS)
    def test_keeps_what_saving_would_keep(self, case, words):
        of = case()
        of.save()
        copied, saved = child(of, words), child(of, words)
        copy_rows([copied])
        saved.save()
        assert held(copied) == held(saved)

    def test_gives_numbers_and_reads_those_of_rows_copied_just_before(self, case):
        cases = [case(f"C-{n}", summary=f"one {n}") for n in range(3)]
        children = [child(one, "Mia") for one in cases]
        copy_rows(cases)
        copy_rows(children)
        assert [Child.objects.get(id=one.id).case.summary for one in children] == [
            "one 0",
            "one 1",
            "one 2",
        ]

    def test_is_held_by_the_constraints_of_the_table(self, case):
        twice = [case(), case()]
        with pytest.raises(IntegrityError), transaction.atomic():
            copy_rows(twice)

    def test_refuses_a_naive_instant(self, case, now):
        naive = (now + timedelta(hours=1)).replace(tzinfo=None)
        with pytest.raises(ValueError, match="aware"), transaction.atomic():
            copy_rows([case(assigned_at=naive)])
