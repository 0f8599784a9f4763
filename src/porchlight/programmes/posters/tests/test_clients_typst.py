from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from porchlight.core.errors import RuleBroken
from porchlight.programmes.posters.clients.typst import TEMPLATES, Typesetter, pdf, png
from porchlight.programmes.posters.rules.content import Category, Looks, PosterChild
from porchlight.programmes.posters.rules.layout import Paper, Shape
from porchlight.programmes.posters.tests.samples import (
    BOY,
    CAR,
    FACTS,
    FATHER,
    GIRL,
    PICTURES,
)

LONG = "María Guadalupe Itzayana de los Ángeles Quiñones-Aguirregomezcorta Villaseñor"
FORBIDDEN_ACTIONS = {"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData", "/GoToR"}


def reader(made):
    return PdfReader(BytesIO(made))


def text_of(made):
    return "\n".join(page.extract_text() for page in reader(made).pages)


def dictionaries(made):
    """Every dictionary of the file, whatever it hangs on."""
    file = reader(made)
    for number in file.xref_objStm.keys() | {n for gen in file.xref.values() for n in gen}:
        found = file.get_object(IndirectObject(number, 0, file))
        waiting = [found]
        while waiting:
            one = waiting.pop()
            if isinstance(one, DictionaryObject):
                yield one
                waiting += [value for value in one.values() if isinstance(value, DictionaryObject)]


def assert_harmless(made):
    addresses = set()
    for one in dictionaries(made):
        assert not FORBIDDEN_ACTIONS & set(one) and one.get("/S") not in FORBIDDEN_ACTIONS
        if "/URI" in one:
            addresses.add(str(one["/URI"]))
    assert addresses <= {FACTS.url}


class TestPdf:
    @pytest.mark.parametrize(
        ("paper", "points"), [(Paper.LETTER, (612, 792)), (Paper.A4, (595, 842))]
    )
    def test_has_the_paper_s_size(self, paper, points):
        box = reader(pdf(FACTS, paper, PICTURES)).pages[0].mediabox
        assert (round(box.width), round(box.height)) == points

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_is_tagged_and_says_its_language_and_title(self, language):
        file = reader(pdf(replace(FACTS, language=language), Paper.LETTER, PICTURES))
        root = file.trailer["/Root"]
        assert root["/Lang"] == language
        assert root["/MarkInfo"]["/Marked"]
        assert "Talia Redcloud" in file.metadata.title
        assert "pdfuaid" in root["/Metadata"].get_data().decode()

    def test_describes_every_picture_in_words(self):
        made = pdf(replace(FACTS, companions=(FATHER,)), Paper.LETTER, PICTURES)
        alts = [str(one["/Alt"]) for one in dictionaries(made) if "/Alt" in one]
        assert any("Photograph of Talia Redcloud" in alt for alt in alts)
        assert any("QR code" in alt for alt in alts)

    def test_says_what_the_public_needs(self):
        said = text_of(pdf(FACTS, Paper.LETTER, PICTURES))
        for words in ("ENDANGERED MISSING", "Talia Redcloud", "February 12, 2024", "911",
                      "Tulsa, Oklahoma", "1-800-555-0199", "1-918-555-0142", "PL-2026-004217",
                      "Report a sighting", "5′2″ (157 cm)"):  # fmt: skip
            assert words in said

    @pytest.mark.parametrize("paper", list(Paper))
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    def test_is_one_page_for_up_to_four_children_with_all_beside(self, count, language, paper):
        children = tuple(replace(GIRL, name=f"{LONG} {number}") for number in range(count))
        facts = replace(
            FACTS,
            children=children,
            language=language,
            category=Category.NONFAMILY_ABDUCTION,
            companions=(FATHER, replace(FATHER, photograph=None)),
            vehicle=CAR,
            narrative={language: "Esta es una frase de longitud usual. " * 16},
        )
        made = pdf(facts, paper, PICTURES)
        assert len(reader(made).pages) == 1
        flat = " ".join(text_of(made).replace("-\n", "-").split())
        assert all(f"Villaseñor {number}" in flat for number in range(count))

    def test_gives_five_children_two_pages_each_with_the_call_line(self):
        made = pdf(replace(FACTS, children=(GIRL, BOY, BOY, BOY, BOY)), Paper.LETTER, PICTURES)
        pages = reader(made).pages
        assert len(pages) == 2
        assert all("1-800-555-0199" in page.extract_text() for page in pages)

    def test_is_the_same_for_the_same_facts(self):
        assert pdf(FACTS, Paper.A4, PICTURES) == pdf(FACTS, Paper.A4, PICTURES)

    def test_needs_each_picture(self):
        with pytest.raises(KeyError):
            pdf(FACTS, Paper.LETTER, {})

    def test_keeps_facts_out_of_the_source(self):
        evil = '#read("/etc/passwd") $x$ *b* \\ "]); #panic() @ref <label> //'
        said = text_of(
            pdf(replace(FACTS, children=(replace(GIRL, name=evil),)), Paper.A4, PICTURES)
        )
        assert "#read" in said and "root:" not in said

    any_text = st.text(max_size=120)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        words=st.lists(any_text, min_size=9, max_size=9),
        paper=st.sampled_from(Paper),
        language=st.sampled_from(["en", "es"]),
        count=st.integers(1, 5),
    )
    def test_takes_any_words_in_any_field(self, words, paper, language, count):
        name, nickname, place, marks, clothing, narrative, agency, plate, hotline = words
        child = PosterChild(
            name=name,
            nickname=nickname,
            missing_since=GIRL.missing_since,
            missing_from=place,
            looks=Looks(sex=plate, hair=name, marks={language: marks}),
            clothing={language: clothing},
            photographs=GIRL.photographs[: count % 3],
        )
        facts = replace(
            FACTS,
            children=(child,) * count,
            companions=(replace(FATHER, name=name, relation=plate),),
            vehicle=replace(CAR, description={language: marks}, license_plate=plate),
            narrative={language: narrative},
            agency_name=agency,
            agency_phone=plate,
            hotline=hotline,
            case_number=plate,
            language=language,
        )
        try:
            made = pdf(facts, paper, PICTURES)
        except RuleBroken:
            return
        assert_harmless(made)


class TestPng:
    @pytest.mark.parametrize(
        ("shape", "size"), [(Shape.WIDE, (1200, 630)), (Shape.SQUARE, (1080, 1080))]
    )
    @pytest.mark.parametrize("children", [(GIRL,), (BOY,), (GIRL, BOY), (GIRL, BOY, BOY, BOY)])
    def test_has_the_size_that_networks_ask_for(self, children, shape, size):
        made = png(replace(FACTS, children=children), shape, PICTURES)
        assert Image.open(BytesIO(made)).size == size

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(name=st.text(max_size=200), place=st.text(max_size=200), shape=st.sampled_from(Shape))
    def test_takes_any_words(self, name, place, shape):
        child = replace(GIRL, name=name, missing_from=place)
        try:
            made = png(replace(FACTS, children=(child,)), shape, PICTURES)
        except RuleBroken:
            return
        assert made.startswith(b"\x89PNG")


class TestTypesetter:
    def test_refuses_to_work_without_its_typefaces(self, tmp_path):
        with pytest.raises(FileNotFoundError, match="make static"):
            Typesetter(tmp_path)

    def test_keeps_no_picture_after_the_page(self):
        setter = Typesetter()
        setter.pdf(FACTS, Paper.LETTER, PICTURES)
        assert list(setter._pictures.iterdir()) == []

    @pytest.mark.parametrize("form", [*Paper, *Shape])
    def test_sets_the_withdrawn_page_without_a_name(self, form):
        made = Typesetter().withdrawn(form, "es")
        assert made.startswith(b"%PDF" if isinstance(form, Paper) else b"\x89PNG")
        if isinstance(form, Paper):
            assert "retirado" in text_of(made)

    def test_previews_the_page(self):
        made = Image.open(BytesIO(Typesetter().preview(FACTS, PICTURES)))
        assert made.size == (1224, 1584)


class TestTemplates:
    def test_never_make_source_of_data(self):
        for template in TEMPLATES.glob("*.typ"):
            source = template.read_text()
            assert "eval(" not in source and "plugin(" not in source
