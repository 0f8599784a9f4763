from io import BytesIO

import pytest
from PIL import Image

from porchlight.demo.portraits import (
    BOYS,
    EYES,
    GIRLS,
    HAIRLINES,
    HAIRS,
    MARK,
    SKINS,
    portrait,
    sit,
)

USUAL = {"sex": "F", "age": 12, "hair": "BRO", "eyes": "GRN", "skin": "MED"}


def opened(made):
    return Image.open(BytesIO(made))


class TestPortrait:
    def test_is_the_same_for_the_same_seed(self):
        assert portrait(7, **USUAL) == portrait(7, **USUAL)

    def test_differs_from_seed_to_seed(self):
        assert len({portrait(seed, **USUAL, size=(192, 240)) for seed in range(40)}) == 40

    def test_is_a_jpeg_of_the_size_asked_for(self):
        assert opened(portrait(1, **USUAL)).size == (960, 1200)
        small = opened(portrait(1, **USUAL, size=(192, 240)))
        assert (small.format, small.size) == ("JPEG", (192, 240))

    @pytest.mark.parametrize("seed", range(14))
    @pytest.mark.parametrize("sex", ["F", "M", "U"])
    def test_draws_every_style_age_and_colour(self, sex, seed):
        looks = {
            "sex": sex,
            "age": (seed * 5) % 21,
            "hair": list(HAIRS)[seed % len(HAIRS)],
            "eyes": list(EYES)[seed % len(EYES)],
            "skin": list(SKINS)[seed % len(SKINS)],
        }
        assert opened(portrait(seed, **looks, size=(96, 120))).size == (96, 120)

    def test_takes_codes_it_does_not_know(self):
        looks = {"sex": "U", "age": -1, "hair": "XXX", "eyes": "", "skin": "?"}
        assert portrait(3, **looks, size=(96, 120))

    def test_carries_its_mark_in_the_corner(self):
        picture = opened(portrait(2, **USUAL))
        corner = picture.crop((760, 1160, 940, 1190)).convert("L")
        dark, light = corner.getextrema()
        assert dark < 70 and light > 220
        assert MARK == "DRAWN — DEMONSTRATION"


class TestSit:
    def test_gives_the_same_child_another_age_and_not_another_face(self):
        young = sit(5, **{**USUAL, "age": 5})
        older = sit(5, **{**USUAL, "age": 15})
        assert (young.style, young.shirt, young.glasses) == (
            older.style,
            older.shirt,
            older.glasses,
        )
        assert young.eye > older.eye

    def test_knows_a_hairline_for_each_style(self):
        assert set(HAIRLINES) == {*GIRLS, *BOYS}
