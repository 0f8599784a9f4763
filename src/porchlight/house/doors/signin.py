"""
Where a stranger at a closed door is sent. The accounts app, which stands above the doors, puts
its check here at start.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from porchlight.core.viewer import Door

Check = Callable[[HttpRequest, Door], HttpResponseBase | None]


def _closed(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    raise RuntimeError("no sign-in was set up")


_check: Check = _closed


def check_with(check: Check) -> None:
    """Use ``check``: it returns the sign-in page's answer, or None when the person is in."""
    global _check
    _check = check


def needed(request: HttpRequest, door: Door) -> HttpResponseBase | None:
    """The answer that leads to sign-in, second factor or unlocking, if one of them is due."""
    return _check(request, door)
