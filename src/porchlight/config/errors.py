"""Refusals that happen before a page is reached."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from porchlight.core.errors import NotAllowed
from porchlight.core.text import say
from porchlight.house.accounts.held import hold
from porchlight.house.doors.pages import refusal


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """
    The form was older than the sign-in, or came from another site.

    Only what the browser itself says was sent by a page of ours is shown or kept to be sent again:
    another site must not put words into anybody's mouth.
    """
    if not _ours(request):
        stranger = NotAllowed(say("This form was not sent by a page of Porchlight."))
        return refusal(request, stranger, template="ui/refusal_form.html", typed=[])
    problem = NotAllowed(say("This form was open longer than your sign-in lasted."))
    user = getattr(request, "user", None)
    kept = user is not None and hold(request, user.pk, now=timezone.now())
    return refusal(request, problem, template="ui/refusal_form.html", kept=kept)


def _ours(request: HttpRequest) -> bool:
    origin = request.headers.get("Origin", "")
    here = urlsplit(origin).netloc == request.get_host()
    return here or origin in settings.CSRF_TRUSTED_ORIGINS
