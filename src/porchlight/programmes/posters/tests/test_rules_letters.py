import unicodedata

import typst
from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.posters.clients.typst import FAMILIES, FONTS, WEIGHTS
from porchlight.programmes.posters.rules.letters import LONGEST_WORD, RANGES, has_glyph, printable


class TestPrintable:
    @given(st.text(max_size=200))
    def test_leaves_only_letters_that_can_be_set(self, text):
        kept = printable(text)
        assert all(has_glyph(one) for one in kept.replace("\u200b", ""))
        assert all(len(part) <= LONGEST_WORD for part in kept.replace("\u200b", " ").split())

    @given(st.text(max_size=60))
    def test_changes_nothing_when_repeated(self, text):
        once = printable(text).replace("\u200b", "")
        assert printable(once).replace("\u200b", "") == once

    def test_keeps_the_letters_of_many_names(self):
        for name in ("Nguyễn Thị Hạnh", "Łukasz Żółć", "Ōlelo", "Ch’ahádiníní", "Ђорђе Љубић"):
            assert printable(name) == unicodedata.normalize("NFC", name)

    def test_writes_other_scripts_in_latin_letters(self):
        assert printable("王") == "Wang"
        assert printable("سارة").isascii()


class TestRanges:
    def test_are_all_in_the_poster_s_typefaces(self):
        letters = "".join(chr(one) for first, last in RANGES for one in range(first, last + 1))
        known = "".join(one for one in letters if unicodedata.category(one) not in ("Cn", "Cc"))
        source = '#set document(title: "x")\n#set text(font: ("Atkinson Hyperlegible Next", '
        source += '"Noto Sans"))\n#sys.inputs.letters'
        folders = [str(FONTS / family / weight) for family in FAMILIES for weight in WEIGHTS]
        fonts = typst.Fonts(False, False, folders)
        spaced = " ".join(known)
        made = typst.compile(
            source.encode(),
            format="pdf",
            font_paths=fonts,
            pdf_standards=["ua-1"],
            sys_inputs={"letters": spaced},
        )
        assert made.startswith(b"%PDF")
