"""What every route declares: its door, what it needs, its methods."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, cast

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from porchlight.core.decision import YES, Decision, no
from porchlight.core.errors import Problem
from porchlight.core.text import say
from porchlight.core.viewer import PUBLIC, Door, Viewer
from porchlight.house.doors import signin
from porchlight.house.doors.pages import refusal

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Declared(Protocol):
    """A view that says what it is; the permission matrix is made of these attributes."""

    door: Door
    needs: str | None
    methods: tuple[str, ...]


Decorator = Callable[[View[P]], View[P]]


def _door(
    door: Door, needs: str | None, methods: Sequence[str], *, keep: bool = False
) -> Decorator[P]:
    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            request.viewer = getattr(request, "viewer", PUBLIC)  # type: ignore[attr-defined]
            request.door = door  # type: ignore[attr-defined]
            if door is Door.PUBLIC:
                request.viewer = PUBLIC  # type: ignore[attr-defined]
            elif (elsewhere := signin.needed(request, door)) is not None:
                return elsewhere
            try:
                may_enter(request.viewer, door, needs).require()  # type: ignore[attr-defined]
                return view(request, *args, **kwargs)
            except Problem as problem:
                return refusal(request, problem)

        kept = guarded if keep else cache_control(private=True, no_store=True)(guarded)
        limited = require_http_methods(list(methods))(kept)
        declared = cast(Declared, limited)
        declared.door, declared.needs, declared.methods = door, needs, tuple(methods)
        return cast(View[P], limited)

    return declare


def may_enter(viewer: Viewer, door: Door, needs: str | None) -> Decision:
    """Whether the person may use a route of ``door`` that needs a permission."""
    if door is not Door.PUBLIC and viewer.door is not door:
        return no(say("This page belongs to another part of Porchlight."))
    if needs is not None and not viewer.may(needs):
        return no(say("Your role does not include this. Ask a supervisor if you need it."))
    return YES


def public(*, methods: Sequence[str] = ("GET",), keep: bool = False) -> Decorator[P]:
    """A page for anyone. ``keep``: caches may keep it (the view sets for how long)."""
    return _door(Door.PUBLIC, None, methods, keep=keep)


def family(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator[P]:
    """A page for the searching family."""
    return _door(Door.FAMILY, needs, methods)


def partner(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator[P]:
    """A page for agencies, providers and volunteers."""
    return _door(Door.PARTNER, needs, methods)


def staff(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator[P]:
    """A page for the people of the clearinghouse."""
    return _door(Door.STAFF, needs, methods)


def api(*, needs: str | None = None, methods: Sequence[str] = ("GET",)) -> Decorator[P]:
    """An endpoint for machines."""
    return _door(Door.API, needs, methods)
