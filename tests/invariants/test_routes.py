"""Invariant 1: every route has a door and says what it needs."""

import re
from collections.abc import Iterable, Iterator

import pytest
from django.http import HttpResponse
from django.test import Client

from porchlight.core.viewer import Door
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.roles import EVERYBODY, ROLES
from porchlight.house.doors.decorators import may_enter
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
        for need in {route.needs, route.changes} - {None}:
            holders = [role for role in EVERYBODY if need in role.permissions]
            assert any(role.door == route.door for role in holders), f"nobody holds {need}"


class TestThePublicProcess:
    def test_has_public_routes_only(self):
        doors = {route.door for route in routes(URLCONFS[0])}
        assert doors <= {Door.PUBLIC, Door.API}


READING = {"read", "view", "search"}
# Before the doors: what a stranger may see. All else of the threshold leads to sign-in.
FOR_STRANGERS = {"sign-in", "sign-in-help"}
NOTHING = {"int": "999999", "str": "none", "slug": "none", "path": "none", "uuid": "0" * 32}
CONSOLE = [route for route in routes(URLCONFS[1]) if route.door is not Door.API]
# What every answer of every route carries (goal G-20).
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}
DOORS = {Door.STAFF, Door.PARTNER, Door.FAMILY}


def address(route: Route) -> str:
    """An address of the route that leads to no record."""

    def nothing(match: re.Match[str]) -> str:
        return NOTHING.get((match[1] or "str:").rstrip(":"), "none")

    return "/" + re.sub(r"<(\w+:)?\w+>", nothing, route.pattern)


def asked(
    client: Client, route: Route, methods: Iterable[str]
) -> Iterator[tuple[str, HttpResponse]]:
    # As a script asks: refusals are then a few bytes and not a page to be drawn.
    for method in methods:
        yield method, client.generic(method, address(route), HTTP_ACCEPT="application/json")


@pytest.mark.django_db
class TestEveryChange:
    def test_is_guarded_by_more_than_the_right_to_read(self):
        weak = {
            route.name
            for _, route in ALL
            if CHANGING & set(route.methods) and (route.changes or "").rpartition(":")[2] in READING
        }
        assert not weak, "a reader may change something"

    def test_behind_a_door_needs_a_right(self):
        free = {
            route.name
            for route in CONSOLE
            if route.door in DOORS and CHANGING & set(route.methods)
            if route.changes is None
        }
        assert not free, "whoever is in may change something"

    def test_is_refused_to_every_form_of_another_site(self, cast, client_as):
        ours = client_as(cast.administrator)
        client = Client(enforce_csrf_checks=True, REMOTE_ADDR="192.0.2.7")
        client.cookies = ours.cookies
        for route in CONSOLE:
            if "POST" in route.methods and route.door is not Door.PUBLIC:
                answer = client.post(address(route), HTTP_ORIGIN="https://evil.example")
                assert answer.status_code == 403, route.name


@pytest.mark.django_db
class TestTheMatrix:
    def test_lets_no_stranger_through_any_door(self):
        client = Client()
        for route in CONSOLE:
            for method, answer in asked(client, route, ("GET", "POST", "PUT", "DELETE")):
                where = f"{method} {route.pattern}: {answer.status_code}"
                assert HEADERS.items() <= dict(answer.headers).items(), where
                assert "'unsafe-" not in answer.headers["Content-Security-Policy"], where
                if method not in route.methods:
                    assert answer.status_code == 405, where
                elif route.door in DOORS:
                    assert answer.status_code == 401, where
                elif route.door is Door.THRESHOLD:
                    assert_threshold(route, answer, where)
                else:
                    assert answer.status_code < 500, where

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_answers_each_role_as_its_page_says(self, role, cast, client_as):
        account = next(a for a in cast.people().values() if viewer_for(a).roles == {role})
        client = client_as(account)
        for route in CONSOLE:
            if route.door not in DOORS:
                continue
            for method, answer in asked(client, route, route.methods):
                where = f"{method} {route.pattern}: {answer.status_code}"
                need = route.changes if method in CHANGING else route.needs
                allowed = may_enter(viewer_for(account), route.door, need)
                if not allowed:
                    assert answer.status_code == 403, where
                    assert answer.json()["detail"] == str(allowed.reason), where
                else:
                    assert answer.status_code < 500, where
                    assert not at_the_door(answer), where

    def test_has_somebody_of_every_role(self, cast):
        assert {role for a in cast.people().values() for role in viewer_for(a).roles} == set(ROLES)


def assert_threshold(route: Route, answer: HttpResponse, where: str) -> None:
    """A stranger sees sign-in and nothing that is anybody's."""
    if route.name in FOR_STRANGERS or (route.name or "").startswith("sign-in"):
        assert answer.status_code in {200, 302, 403, 422}, where
    elif answer.status_code == 302:
        assert answer["Location"].startswith("/sign-in/"), where
    else:
        assert answer.status_code in {401, 404}, where


def at_the_door(answer: HttpResponse) -> bool:
    """Whether the door itself refused, and not a rule about the record."""
    said = answer.content.decode() if answer.status_code == 403 else ""
    return "Your role does not include this" in said or "belongs to another part" in said
