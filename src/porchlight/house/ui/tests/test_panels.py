"""Panels that one programme puts on another's page."""

import pytest

from porchlight.core.text import say
from porchlight.core.viewer import PUBLIC
from porchlight.house.ui import panels
from porchlight.house.ui.panels import Panel, panels_for, register


@pytest.fixture(autouse=True)
def _own_register(monkeypatch):
    monkeypatch.setattr(panels, "_makers", {})


class TestPanelsFor:
    def test_draws_them_in_order_for_the_record(self):
        register("case", "second", lambda viewer, case_id: Panel(say("B"), "b.html"), order=20)
        register(
            "case",
            "first",
            lambda viewer, case_id: Panel(say("A"), "a.html", count=case_id),
            order=10,
        )
        found = panels_for("case", PUBLIC, 7)
        assert [str(panel.title) for panel in found] == ["A", "B"]
        assert found[0].count == 7

    def test_leaves_out_what_is_not_for_this_viewer(self):
        register("case", "none", lambda viewer, case_id: None)
        assert panels_for("case", PUBLIC) == []

    def test_has_none_on_a_page_without(self):
        assert panels_for("nowhere", PUBLIC) == []
