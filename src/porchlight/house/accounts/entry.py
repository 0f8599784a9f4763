"""What stands between a stranger and a closed door: sign-in, second factor, unlocking."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from porchlight.core.viewer import Door


def due(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    """Return the redirect to what is due first, or None when the person is in."""
    if request.user.is_authenticated:
        return None
    return redirect("/sign-in/?" + urlencode({"next": request.get_full_path()}))
