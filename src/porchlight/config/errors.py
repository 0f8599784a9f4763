"""Refusals that happen before a page is reached."""

from django.http import HttpRequest, HttpResponse

from porchlight.core.errors import NotAllowed
from porchlight.core.text import say
from porchlight.house.doors.pages import refusal


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was old or came from another site; what was typed is still in the browser."""
    return refusal(
        request,
        NotAllowed(say("This form was open too long. Go back, reload the page and send it again.")),
    )
