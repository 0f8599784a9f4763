"""What every route declares: its door, what it needs, its methods."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Protocol, TypeVar, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from porchlight.core.decision import YES, Decision, no
from porchlight.core.errors import Problem
from porchlight.core.text import say
from porchlight.core.viewer import PUBLIC, Door, Viewer
from porchlight.house.doors import signin
from porchlight.house.doors.pages import refusal

# Methods that change nothing (RFC 9110, section 9.2.1).
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Request(HttpRequest):
    """A request that has come through a door: it knows who looks."""

    viewer: Viewer
    door: Door


class Declared(Protocol):
    """A view that says what it is; the permission matrix is made of these attributes."""

    door: Door
    needs: str | None
    # What sending a change to it needs; the same as ``needs`` where nothing else is said.
    changes: str | None
    methods: tuple[str, ...]


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Decorator(Protocol):
    """What a door makes of a view: the same view, guarded."""

    def __call__(self, view: View, /) -> View: ...


def _door(
    door: Door,
    needs: str | None,
    methods: Sequence[str],
    *,
    changes: str | None = None,
    keep: bool = False,
) -> Decorator:
    changes = changes or needs

    def declare(view: View, /) -> View:
        @wraps(view)
        def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            request.door = door
            if door is Door.PUBLIC:
                request.viewer = PUBLIC
            elif (elsewhere := signin.needed(request, door)) is not None:
                return elsewhere
            try:
                asked = needs if request.method in SAFE else changes
                may_enter(request.viewer, door, asked).require()
                return view(request, *args, **kwargs)
            except Problem as problem:
                return refusal(request, problem)

        kept = guarded if keep else cache_control(private=True, no_store=True)(guarded)
        limited = require_http_methods(list(methods))(kept)
        declared = cast(Declared, limited)
        declared.door, declared.methods = door, tuple(methods)
        declared.needs, declared.changes = needs, changes
        return cast(View, limited)

    return declare


def may_enter(viewer: Viewer, door: Door, needs: str | None) -> Decision:
    """Whether the person may use a route of ``door`` that needs a permission."""
    if door is not Door.PUBLIC and viewer.door is not door:
        return no(say("This page belongs to another part of Porchlight."))
    if needs is not None and not viewer.may(needs):
        return no(say("Your role does not include this. Ask a supervisor if you need it."))
    return YES


def public(*, methods: Sequence[str] = ("GET",), keep: bool = False) -> Decorator:
    """A page for anyone. ``keep``: caches may keep it (the view sets for how long)."""
    return _door(Door.PUBLIC, None, methods, keep=keep)


def family(
    *, needs: str | None = None, changes: str | None = None, methods: Sequence[str] = ("GET",)
) -> Decorator:
    """A page for the searching family; ``changes``: what sending its form needs."""
    return _door(Door.FAMILY, needs, methods, changes=changes)


def partner(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator:
    """A page for agencies, providers and volunteers."""
    return _door(Door.PARTNER, needs, methods)


def staff(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator:
    """A page for the people of the clearinghouse."""
    return _door(Door.STAFF, needs, methods)


def api(
    *, needs: str | None = None, changes: str | None = None, methods: Sequence[str] = ("GET",)
) -> Decorator:
    """
    An endpoint for machines. Cookies mean nothing at this door (the key in the header does), so
    there is nothing that another site could make a browser send. ``changes``: where one address
    is read and written, what writing needs.
    """
    guard = _door(Door.API, needs, methods, changes=changes)

    def declare(view: View, /) -> View:
        return csrf_exempt(guard(view))

    return declare
