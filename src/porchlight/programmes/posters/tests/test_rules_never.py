import pytest

from porchlight.programmes.posters.rules.never import KINDS, forbidden_words

SAID = {
    "foster_care": {
        "en": ["Ran from her foster home.", "A ward of the state.", "Lives in a group home."],
        "es": [
            "Huyó de su hogar de acogida.",
            "Vive en una casa hogar.",
            "Bajo tutela del Estado.",
        ],
    },
    "trafficking": {
        "en": ["May be trafficked.", "Possible sex trafficking victim.", "Seen with a pimp."],
        "es": ["Posible víctima de trata de personas.", "Riesgo de explotación sexual."],
    },
    "medical": {
        "en": ["Talia is autistic.", "Needs insulin.", "She is pregnant.", "History of SUICIDE."],
        "es": ["Necesita medicamentos.", "Tiene epilepsia.", "Está embarazada.", "Es diabética."],
    },
    "street_address": {
        "en": ["Last seen at 1420 N. Maple Ave near the park.", "Lives in Apt. 4B."],
        "es": ["Vista en Calle Benito Juárez 45.", "Vive en el apartamento 12."],
    },
    "private_contact": {
        "en": ["Call her mother at 918-555-0123.", "Write to mom@mail.example."],
        "es": ["Llame a su madre al (918) 555-0123."],
    },
}
HARMLESS = {
    "en": [
        "Jodie Foster-Hill was last seen near Foster, Rhode Island.",
        "She may still be in the Tulsa area or may travel to Kansas City.",
        "She wore a gray shirt with the number 12 and was driving a 2014 Honda.",
        "He attends Washington High School and was born with a mark on his arm.",
        "He may be in need of medical attention.",
    ],
    "es": [
        "Fue vista por última vez cerca de la biblioteca, hacia las 4 de la tarde.",
        "Se trata de dos hermanos que pueden viajar con su padre.",
        "Puede seguir en la zona. Tiene un tatuaje en el brazo derecho.",
    ],
}


class TestForbiddenWords:
    @pytest.mark.parametrize("language", ["en", "es"])
    @pytest.mark.parametrize("kind", KINDS)
    def test_finds_what_a_poster_never_says(self, kind, language):
        for text in SAID[kind][language]:
            assert kind in [hit.kind for hit in forbidden_words(text, language)], text

    @pytest.mark.parametrize("language", ["en", "es"])
    def test_lets_names_places_and_looks_pass(self, language):
        for text in HARMLESS[language]:
            assert forbidden_words(text, language) == (), text

    def test_finds_english_in_a_spanish_text(self):
        assert [hit.kind for hit in forbidden_words("Vive en foster care.", "es")] == [
            "foster_care"
        ]

    def test_says_which_words_and_what_to_do(self):
        (hit,) = forbidden_words("She left her foster home on Monday.", "en")
        assert (hit.words, hit.start) == ("foster home", 13)
        assert "«foster home»" in str(hit.sentence)
