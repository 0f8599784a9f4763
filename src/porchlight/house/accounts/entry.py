"""
What stands between a stranger and a closed door: sign-in, second factor, unlocking. And the
threshold: pages before the doors, which know for themselves who is there.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import cast

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from porchlight.core.errors import Problem
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts import sessions
from porchlight.house.accounts.limits import fresh_within, session_rule
from porchlight.house.accounts.rules import State, is_fresh
from porchlight.house.doors.decorators import Declared, Decorator, Request, View
from porchlight.house.doors.pages import refusal

# Written at most this often, so that reading a page is not always a write.
SEEN_EVERY_SECONDS = 15
LOCKED_STATUS = 423


def due(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    """Return the answer that leads to what is due first, or None when the person is in."""
    now = timezone.now()
    state = session_state(request, now=now)
    if state is State.ENDED:
        if request.user.is_authenticated:
            logout(request)
        return _elsewhere(request, "sign-in", 401)
    if state is State.LOCKED:
        request.session[sessions.LOCKED] = True
        return _elsewhere(request, "locked", LOCKED_STATUS)
    if now.timestamp() - request.session[sessions.SEEN] >= SEEN_EVERY_SECONDS:
        request.session[sessions.SEEN] = now.timestamp()
    return None


def session_state(request: HttpRequest, *, now: datetime) -> State:
    """What the request's session is good for: two factors, except at the family door."""
    session = request.session
    if not request.user.is_authenticated or sessions.BEGAN not in session:
        return State.ENDED
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if session.get(sessions.FACTORS, 0) < factors_needed(viewer):
        return State.ENDED
    if viewer.door is Door.PUBLIC:  # the last role ended: signed in, but nobody any more
        return State.ENDED
    began, seen = instant(session[sessions.BEGAN]), instant(session[sessions.SEEN])
    state = session_rule().state(began=began, seen=seen, now=now)
    return State.LOCKED if state is State.OPEN and session.get(sessions.LOCKED) else state


def factors_needed(viewer: Viewer) -> int:
    """Two proofs for everybody but family members, who may hold nothing but a paper code."""
    return 1 if viewer.door is Door.FAMILY else 2


def instant(seconds: float) -> datetime:
    """Return the instant that a session keeps as seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def _elsewhere(request: HttpRequest, name: str, status: int) -> HttpResponseBase:
    address = reverse(name)
    if request.headers.get("HX-Request"):
        return HttpResponse(status=status, headers={"HX-Redirect": address})
    # Autosave and other scripts keep what was typed and try again; a page of ours is no help.
    if request.headers.get("X-Autosave") or request.headers.get("Accept") == "application/json":
        return HttpResponse(status=status)
    wanted = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
    return redirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


def fresh(request: HttpRequest, *, now: datetime | None = None) -> bool:
    """Whether the person proved who they are recently enough for a privileged act."""
    proved = instant(request.session.get(sessions.PROVED, 0))
    return is_fresh(proved, now=now or timezone.now(), within=fresh_within())


def needs_fresh(view: View) -> View:
    """Ask for the password or a code again first; stands below the door's decorator."""

    @wraps(view)
    def asked(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        if fresh(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else _came_from(request)
        return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")

    return cast(View, asked)


def _came_from(request: HttpRequest) -> str:
    return safe_next(request, request.headers.get("Referer", ""))


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Return ``wanted`` when it is an address of this site, else the person's first page."""
    host = {request.get_host()}
    if wanted and url_has_allowed_host_and_scheme(wanted, host, request.is_secure()):
        return wanted
    return home_of(request.viewer)  # type: ignore[attr-defined]


def home_of(viewer: Viewer) -> str:
    """The first page behind the person's door."""
    return f"/{viewer.door}/" if viewer.door in {Door.STAFF, Door.PARTNER, Door.FAMILY} else "/"


def threshold(*, methods: Sequence[str] = ("GET",)) -> Decorator:
    """A page before the doors. It asks for itself who is there; caches never keep it."""
    return _before(methods, check=lambda request: None)


def own(*, methods: Sequence[str] = ("GET",)) -> Decorator:
    """A page of one's own account: behind whichever door the person uses."""
    return _before(methods, check=lambda request: due(request, request.viewer.door))


def _before(
    methods: Sequence[str], *, check: Callable[[Request], HttpResponseBase | None]
) -> Decorator:
    def declare(view: View, /) -> View:
        @wraps(view)
        def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
            request.door = request.viewer.door
            if (elsewhere := check(request)) is not None:
                return elsewhere
            try:
                return view(request, *args, **kwargs)
            except Problem as problem:
                return refusal(request, problem)

        kept = cache_control(private=True, no_store=True)(guarded)
        limited = require_http_methods(list(methods))(kept)
        declared = cast(Declared, limited)
        declared.door, declared.needs, declared.methods = Door.THRESHOLD, None, tuple(methods)
        return cast(View, limited)

    return declare
