"""Pins where they belong, and words for those who see no map."""

import pytest
from django.template import engines

from porchlight.house.ui import maps
from porchlight.house.ui.projection import Conic

TULSA = {"lat": 36.154, "lon": -95.993, "label": "Tulsa"}
ANCHORAGE = {"lat": 61.218, "lon": -149.9, "label": "Anchorage"}
LISBON = {"lat": 38.72, "lon": -9.14, "label": "Lisbon"}

built = pytest.mark.skipif(
    not maps.BUILT.exists(), reason="run tools/build_static.py (make static) first"
)


class TestConic:
    def test_agrees_with_the_manuals_example(self):
        # Snyder, USGS 1395, p. 292: sphere of radius 1, 29.5° and 45.5°, centre 23° N 96° W.
        x, y = Conic(lon0=-96, lat0=23, lat1=29.5, lat2=45.5).place(35, -75)
        assert (x, -y) == (pytest.approx(0.2952720, abs=1e-6), pytest.approx(0.2416774, abs=1e-6))


@built
class TestDraw:
    def test_puts_a_pin_into_its_state(self):
        drawing = maps.draw([TULSA], "OK")
        pin = drawing.pins[0]
        assert drawing.name == "Oklahoma"
        assert len(drawing.areas) == 77
        assert 600 < pin.x < 700
        assert 60 < pin.y < 160

    def test_puts_alaska_into_its_inset(self):
        drawing = maps.draw([ANCHORAGE])
        assert drawing.pins[0].x < 200
        assert drawing.pins[0].y > 400

    def test_leaves_what_lies_outside_to_the_list(self):
        assert maps.draw([LISBON]).pins[0].x is None

    @pytest.mark.parametrize("state", ["../../../../core/law", "ZZ", "<x>"])
    def test_draws_nothing_for_a_name_that_is_no_state(self, state):
        assert maps.draw([TULSA], state).areas == ()

    @pytest.mark.parametrize("postal", maps.FIPS)
    def test_has_a_sheet_for_every_state_and_territory(self, postal):
        drawing = maps.draw([], postal)
        assert drawing.areas
        assert 0 < drawing.width <= 800
        assert 0 < drawing.height <= 640


class TestMap:
    def test_says_in_words_what_it_shows(self):
        source = '{% load ui %}{% map points=points state="OK" label="Sightings" %}'
        drawn = engines["django"].from_string(source).render({"points": [TULSA, LISBON]})
        assert "Tulsa" in drawn
        assert "Lisbon" in drawn
        assert 'aria-label="Sightings"' in drawn or "Sightings" in drawn
