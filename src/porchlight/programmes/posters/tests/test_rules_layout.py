import json
from dataclasses import replace

import pytest

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.programmes.posters.rules.content import Category, Looks
from porchlight.programmes.posters.rules.layout import (
    Paper,
    Shape,
    band,
    document,
    names,
    picture,
    qr_svg,
    withdrawn,
)
from porchlight.programmes.posters.rules.wording import LANGUAGES, wording
from porchlight.programmes.posters.tests.samples import BOY, CAR, CURRENT, FACTS, FATHER, GIRL

EN, ES = wording("en"), wording("es")


def said(facts=FACTS, words=EN):
    return json.loads(document(facts, Paper.LETTER, words).data)


class TestDocument:
    def test_writes_dates_ages_and_measures_as_the_language_does(self):
        (child,) = said(replace(FACTS, language="es"), ES)["pages"][0]
        assert ["Fecha de desaparición", "12 de febrero de 2024"] in child["key"]
        assert ["Edad actual", "14 años"] in child["key"]
        assert ["Edad al desaparecer", "12 años"] in child["key"]
        assert ["Estatura", "5′2″ (157 cm)"] in child["rows"]

    def test_never_prints_the_date_of_birth(self):
        for words in (EN, ES):
            data = document(FACTS, Paper.A4, words).data
            assert "2011" not in data

    def test_says_once_what_all_children_share(self):
        data = said(replace(FACTS, children=(GIRL, BOY)))
        assert data["shared"] == [
            ["Missing since", "February 12, 2024"],
            ["Missing from", "Tulsa, Oklahoma"],
        ]
        assert [child["key"][0][0] for child in data["pages"][0]] == ["Age now", "Age now"]

    def test_puts_at_most_four_children_on_a_page_and_none_alone(self):
        children = tuple(replace(GIRL, name=f"Child {number}") for number in range(5))
        pages = said(replace(FACTS, children=children))["pages"]
        assert [len(page) for page in pages] == [3, 2]
        assert [child["name"] for page in pages for child in page] == [one.name for one in children]

    def test_shows_the_age_progressed_picture_beside_the_original(self):
        (child,) = said()["pages"][0]
        captions = [one["caption"] for one in child["photographs"]]
        assert captions == ["Photograph, 2023", "Age-progressed to 15 years"]

    def test_leaves_out_what_is_not_known(self):
        child = replace(BOY, looks=Looks(sex="U", hair="XXX", eyes="?"), born=None, photographs=())
        (shown,) = said(replace(FACTS, children=(child,)))["pages"][0]
        assert shown["rows"] == [] and shown["photographs"] == []
        assert shown["placeholder"]["alt"].endswith("Jonah Redcloud yet")

    def test_calls_companions_by_the_case_type(self):
        facts = replace(FACTS, companions=(FATHER,), vehicle=CAR)
        assert said(facts)["companions"][0]["label"] == "May be with"
        taken = said(replace(facts, category=Category.FAMILY_ABDUCTION))
        assert taken["companions"][0]["label"] == "Believed to be with"
        assert taken["kicker"] == "Missing"
        assert taken["vehicle"]["plate"] == ["License plate", "LPK 2231 (OK)"]

    def test_takes_no_other_language_s_text(self):
        facts = replace(FACTS, narrative={"en": "Only English."}, language="es")
        assert said(facts, ES)["narrative"] == ""

    def test_names_its_pictures_and_no_others(self):
        assert document(FACTS, Paper.LETTER, EN).images == tuple(
            one.sha256 for one in GIRL.photographs
        )

    @pytest.mark.parametrize(
        "text",
        ["Ran from foster care.", "She is diabetic.", "May be trafficked.", "At 12 Oak Street."],
    )
    def test_refuses_what_a_poster_never_says(self, text):
        for make in (lambda f: document(f, Paper.A4, EN), lambda f: picture(f, Shape.WIDE, EN)):
            with pytest.raises(RuleBroken, match="poster"):
                make(replace(FACTS, narrative={"en": text}))

    def test_refuses_a_poster_without_children(self):
        with pytest.raises(RuleBroken):
            document(replace(FACTS, children=()), Paper.A4, EN)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("category", list(Category))
    def test_has_words_for_every_case_type(self, category, language):
        facts = replace(FACTS, category=category, children=(GIRL, BOY), companions=(FATHER,))
        assert said(facts, wording(language))["band"]


class TestBand:
    @pytest.mark.parametrize(
        ("children", "title"),
        [
            ((GIRL,), "Desaparecida"),
            ((BOY,), "Desaparecido"),
            ((GIRL, GIRL), "Desaparecidas"),
            ((GIRL, BOY), "Desaparecidos"),
        ],
    )
    def test_agrees_with_the_children(self, children, title):
        facts = replace(FACTS, category=Category.MISSING, children=children)
        assert band(facts, ES) == title


class TestNames:
    def test_joins_names_as_the_language_does(self):
        facts = replace(FACTS, children=(GIRL, BOY))
        assert names(facts, EN) == "Talia Redcloud and Jonah Redcloud"
        assert names(facts, ES) == "Talia Redcloud y Jonah Redcloud"


class TestWithdrawn:
    @pytest.mark.parametrize("form", [*Paper, *Shape])
    def test_tells_nothing_of_anybody(self, form):
        page = withdrawn(form, EN)
        assert page.images == ()
        assert set(json.loads(page.data)) <= {
            "language", "title", "text", "thanks", "paper", "shape",
        }  # fmt: skip


class TestQr:
    def test_is_black_on_white_with_a_quiet_zone(self):
        drawn = qr_svg(FACTS.url)
        assert 'fill="#fff"' in drawn and 'stroke="#000"' in drawn
        assert drawn.startswith("<svg xmlns=")

    def test_refuses_an_address_that_no_code_holds(self):
        with pytest.raises(RuleBroken):
            qr_svg("https://porchlight.example/" + "x" * 3000)


class TestAges:
    def test_are_said_once_while_they_are_the_same(self):
        child = replace(GIRL, missing_since=PartialDate(2026, 2, 12))
        (shown,) = said(replace(FACTS, children=(child,)))["pages"][0]
        assert [row[0] for row in shown["key"]] == ["Missing since", "Missing from", "Age now"]

    def test_of_the_picture_by_hash_are_not_letters(self):
        assert CURRENT in document(FACTS, Paper.LETTER, EN).data
