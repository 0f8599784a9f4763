"""The pattern page is what the style sheets say it is."""

import pytest
from django.test import RequestFactory

from porchlight.house.ui import gallery


class TestReadHead:
    @pytest.mark.parametrize("sheet", sorted(gallery.SHEETS.glob("*.css")), ids=lambda s: s.stem)
    def test_finds_name_use_and_examples(self, sheet):
        component = gallery.read_head(sheet)
        assert component.name
        assert component.use.endswith(".")
        assert component.examples
        assert all(example.source for example in component.examples)

    def test_refuses_a_sheet_without_a_head(self, tmp_path):
        sheet = tmp_path / "bare.css"
        sheet.write_text(".bare { color: red }")
        with pytest.raises(ValueError, match=r"bare\.css must open with"):
            gallery.read_head(sheet)


class TestPage:
    def test_draws_every_component_with_its_source(self):
        drawn = gallery.page(RequestFactory().get("/staff/ui/")).content.decode()
        for component in gallery.components():
            assert f'id="{component.key}"' in drawn
        assert "&lt;button class=&quot;button button--primary&quot;" in drawn

    def test_can_be_seen_mirrored(self):
        drawn = gallery.page(RequestFactory().get("/staff/ui/?direction=rtl")).content.decode()
        assert 'dir="rtl"' in drawn
