"""Invariant 1: every route has a door and says what it needs."""

import pytest

from porchlight.core.viewer import Door
from porchlight.house.accounts.roles import EVERYBODY
from porchlight.house.doors.routes import Route, routes

URLCONFS = ("porchlight.config.urls_public", "porchlight.config.urls_console")
ALL = [(urlconf, route) for urlconf in URLCONFS for route in routes(urlconf)]
CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def names(urlconf_and_route: tuple[str, Route]) -> str:
    return urlconf_and_route[1].pattern or "/"


@pytest.mark.parametrize("where", ALL, ids=names)
class TestEveryRoute:
    def test_has_a_door_methods_and_a_name(self, where):
        _, route = where
        assert route.door is not None
        assert route.methods
        assert route.name

    def test_needs_a_permission_that_somebody_holds(self, where):
        _, route = where
        if route.needs is None:
            return
        holders = [role for role in EVERYBODY if route.needs in role.permissions]
        assert holders, f"nobody may use {route.pattern}"
        assert any(role.door == route.door for role in holders)


class TestThePublicProcess:
    def test_has_public_routes_only(self):
        doors = {route.door for route in routes(URLCONFS[0])}
        assert doors <= {Door.PUBLIC, Door.API}
