"""Links by door and permission."""

import pytest
from django.http import HttpResponse
from django.urls import path

from porchlight.house.ui import navigation


def view(request):
    return HttpResponse()


urlpatterns = [
    path("staff/cases/", view, name="t-cases"),
    path("staff/", view, name="t-home"),
    path("staff/calls/", view, name="t-calls"),
]


@pytest.fixture(autouse=True)
def _only_these(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_entries", {})
    navigation.register("staff", "Calls", "t-calls", "hotline:call:take", 20, group="Find")
    navigation.register("staff", "Cases", "t-cases", "cases:case:read", 10, group="Find")
    navigation.register("staff", "Today", "t-home", order=1)
    navigation.register("staff", "Elsewhere", "t-of-another-process")
    navigation.register("partner", "Yours", "t-home")


class TestGroupsFor:
    def test_shows_what_the_viewers_permissions_open(self):
        groups = navigation.groups_for("staff", frozenset({"cases:case:read"}), "/staff/")
        assert [(g.title, [link.label for link in g.links]) for g in groups] == [
            ("", ["Today"]),
            ("Find", ["Cases"]),
        ]

    def test_keeps_the_order(self):
        both = frozenset({"cases:case:read", "hotline:call:take"})
        groups = navigation.groups_for("staff", both, "/staff/")
        assert [link.label for link in groups[1].links] == ["Cases", "Calls"]

    def test_marks_the_nearest_page_above(self):
        groups = navigation.groups_for("staff", frozenset({"cases:case:read"}), "/staff/cases/12/")
        current = [link.label for g in groups for link in g.links if link.current]
        assert current == ["Cases"]
