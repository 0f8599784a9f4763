"""Puts the viewer on the request and the source into the audit trail's context."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from porchlight.core.viewer import PUBLIC
from porchlight.house.accounts.queries import viewer_for
from porchlight.house.accounts.rules import digest
from porchlight.house.doors.context import coming_from
from porchlight.house.doors.source import source_of

Next = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """``request.viewer``: who looks, computed afresh for each request, so rights end at once."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = viewer_for(request.user) if request.user.is_authenticated else PUBLIC  # type: ignore[attr-defined]
        # A short digest: enough to tie rows together, of no use to take the session over.
        session = digest(request.session.session_key or "")[:8]
        with coming_from(source_of(request), session):
            return self.get_response(request)
