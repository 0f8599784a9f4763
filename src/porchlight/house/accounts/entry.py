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
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from porchlight.core.errors import Problem
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts import machines, sessions
from porchlight.house.accounts.held import held, hold
from porchlight.house.accounts.limits import fresh_within, session_rule
from porchlight.house.accounts.rules import State, is_fresh
from porchlight.house.doors.decorators import Declared, Decorator, Request, View
from porchlight.house.doors.pages import refusal
from porchlight.house.ui.navigation import groups_for

# Written at most this often, so that reading a page is not always a write.
SEEN_EVERY_SECONDS = 15
LOCKED_STATUS = 423


def due(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    """Return the answer that leads to what is due first, or None when the person is in."""
    if door is Door.API:
        return machines.due(request)
    now = timezone.now()
    state = session_state(request, now=now)
    if state is State.ENDED:
        if request.user.is_authenticated:
            before = request.user.pk
            logout(request)
            hold(request, before, now=now)
        return _elsewhere(request, "sign-in", 401)
    if state is State.LOCKED:
        request.session[sessions.LOCKED] = True
        hold(request, request.user.pk, now=now)
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
        hold(request, me(request), now=timezone.now())
        back = request.get_full_path() if request.method == "GET" else ""
        return redirect(f"{reverse('confirm')}?{urlencode({'next': back})}")

    return cast(View, asked)


def safe_next(request: HttpRequest, wanted: str) -> str:
    """Return ``wanted`` when it is an address of this site, else the person's first page."""
    host = {request.get_host()}
    if wanted and url_has_allowed_host_and_scheme(wanted, host, request.is_secure()):
        return wanted
    return home_of(request.viewer)  # type: ignore[attr-defined]


def onward(request: Request, wanted: str) -> str:
    """Return where to go after a proof: to the form that was held back, or to ``wanted``."""
    waits = held(request, me(request), now=timezone.now())
    return reverse("send-again") if waits else safe_next(request, wanted)


def me(request: Request) -> int:
    """The number of the account that a page behind the doors is shown to."""
    assert request.viewer.id is not None, "a page before the doors asked who is there"
    return request.viewer.id


def home_of(viewer: Viewer) -> str:
    """The first page that the person may open behind their door."""
    if viewer.id is None or viewer.door is Door.PUBLIC:
        return reverse("sign-in")
    listed = groups_for(str(viewer.door), viewer.permissions, "")
    links = (link.address for group in listed for link in group.links)
    pages = (f"/{viewer.door}/", *links)
    return next((page for page in pages if _opens(viewer, page)), reverse("account"))


def _opens(viewer: Viewer, page: str) -> bool:
    try:
        view = resolve(page).func
    except Resolver404:
        return False
    needs: str | None = getattr(view, "needs", None)
    return getattr(view, "door", None) is viewer.door and (needs is None or viewer.may(needs))


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
        declared.door, declared.methods = Door.THRESHOLD, tuple(methods)
        declared.needs = declared.changes = None
        return cast(View, limited)

    return declare
