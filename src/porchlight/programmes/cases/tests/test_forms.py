"""What is shown in a form comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.programmes.cases.forms import ChildForm, ContactForm, VehicleForm
from porchlight.programmes.cases.forms.fields import lines
from porchlight.programmes.cases.models import CaseContact, Child, Vehicle
from porchlight.programmes.cases.models.rows import child_columns, contact_columns
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    ChildIntake,
    Episode,
    Mark,
    Social,
    place_of,
)
from porchlight.programmes.cases.rules.vocabulary import Relation


def spans(least, most, figures=0):
    value = st.floats(least, most).map(
        lambda number: round(number, figures) if figures else round(number)
    )
    return st.tuples(value, value).map(lambda pair: Span(min(pair), max(pair)))


def sent(form_class, row):
    """What a browser sends back unchanged."""
    return {name: value for name, value in form_class.of(row).items() if value not in ("", [])}


words = st.text(st.sampled_from("abcdefgñé'"), min_size=1, max_size=8)
days = st.builds(PartialDate, st.integers(1990, 2025), st.none() | st.integers(1, 12))
children = st.builds(
    ChildIntake,
    given_names=words,
    aliases=st.lists(words, max_size=2).map(tuple),
    born=st.none() | days,
    age_years=st.none() | spans(1, 20),
    height_cm=st.none() | spans(40, 200),
    weight_kg=st.none() | spans(3, 150, 1),
    measured_on=st.none() | days,
    hair=st.sampled_from(["", "BRO", "BLN"]),
    sex=st.sampled_from(["", "F", "M"]),
    races=st.sampled_from([(), ("W",), ("A", "B")]),
    glasses=st.none() | st.booleans(),
    marks=st.lists(st.builds(Mark, words, st.sampled_from(["", "SC L EYE"])), max_size=2).map(
        tuple
    ),
    socials=st.lists(st.builds(Social, words, words), max_size=2).map(tuple),
    episodes=st.lists(st.builds(Episode, days, days, words, words), max_size=2).map(tuple),
    phones=st.sampled_from([(), ("+15125550133",), ("+525512345678", "+15125550134")]),
    unknown=st.sets(st.sampled_from(["eyes", "skin", "school", "braces"])).map(frozenset),
)


class TestChildForm:
    @given(children)
    def test_loses_nothing_of_a_child(self, child):
        form = ChildForm({**sent(ChildForm, Child(**child_columns(child))), "version": 1})
        assert form.is_valid(), form.errors
        assert form.intake() == child

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("height_cm", "tall"),
            ("born", "31/31/31"),
            ("phones", "12"),
            ("episodes", "a;b;c;d;e;f"),
        ],
    )
    def test_says_at_the_field_what_cannot_be_read(self, field, typed):
        form = ChildForm({field: typed, "version": 1})
        assert not form.is_valid()
        assert set(form.errors) == {field}


class TestContactForm:
    @given(words, st.none() | st.booleans(), st.sampled_from(Relation))
    def test_loses_nothing_of_a_contact(self, name, custody, relation):
        told = CallerIntake(name, relation, ("+15125550199",), has_custody=custody, is_caller=False)
        row = CaseContact(**contact_columns(told))
        form = ContactForm({**sent(ContactForm, row), "version": 1})
        assert form.is_valid(), form.errors
        assert form.intake() == told


class TestVehicleForm:
    @pytest.mark.parametrize("typed", ["dark blue, Silver", "DBL, SIL", "azul oscuro\nplateado"])
    def test_reads_colors_in_words_and_codes(self, typed):
        form = VehicleForm({"version": 1, "colors": typed})
        assert form.is_valid(), form.errors
        assert form.intake().colors == ("DBL", "SIL")

    def test_shows_them_so_that_they_come_back(self):
        form = VehicleForm({**sent(VehicleForm, Vehicle(colors=["DBL", "MUL/COL"])), "version": 1})
        assert form.is_valid(), form.errors
        assert form.intake().colors == ("DBL", "MUL/COL")


class TestLines:
    @given(st.lists(words))
    def test_are_what_was_typed(self, several):
        assert lines("\n".join(several)) == tuple(several)


class TestStoredPlaces:
    def test_ignore_what_a_later_version_added(self):
        stored = {"label": "Reno, NV", "kind": "city", "elevation": 1}
        assert place_of(stored) == Place("Reno, NV", Kind.CITY)
