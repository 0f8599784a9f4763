import pytest

from porchlight.programmes.posters.rules.content import Category, PhotographKind
from porchlight.programmes.posters.rules.wording import FOLDER, LANGUAGES, check, read, wording


class TestWording:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_complete_in_each_language(self, language):
        words = wording(language)
        for category in Category:
            for form in ("f", "m", "ff", "mm"):
                assert words(f"title.{category}.{form}")
        for kind in PhotographKind:
            assert words.knows(f"photograph.{kind}")
            assert words.knows(f"photograph.alt_{kind}")

    def test_has_a_file_for_each_language_and_no_other(self):
        assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(LANGUAGES)

    def test_refuses_a_language_without_words(self):
        with pytest.raises(LookupError):
            wording("xx")

    def test_says_nothing_of_the_codes_for_not_known(self):
        assert not wording("en").knows("hair.XXX")


class TestCheck:
    @pytest.mark.parametrize(
        "change",
        [
            lambda texts: texts.pop("label.hair"),
            lambda texts: texts.update({"label.extra": "Más"}),
            lambda texts: texts.update({"label.hair": ""}),
            lambda texts: texts.update({"call.line": "Llame al {otro}"}),
        ],
    )
    def test_refuses_missing_unknown_empty_and_otherwise_filled_keys(self, change):
        texts = read(FOLDER / "es.toml")
        change(texts)
        with pytest.raises(LookupError, match="es: "):
            check(texts, read(FOLDER / "en.toml"), "es")
