"""What every page knows of the clearinghouse that runs it."""

from django.conf import settings
from django.http import HttpRequest

from porchlight.core.phones import Phone


def organisation(request: HttpRequest) -> dict[str, object]:
    """The clearinghouse's name, hotline and addresses."""
    return {
        "organisation": settings.ENV.organisation,
        "hotline_number": settings.ENV.hotline_number,
        "hotline_shown": _shown(settings.ENV.hotline_number),
        "public_url": settings.ENV.public_url,
        "console_url": settings.ENV.console_url,
        "idle_seconds": settings.ENV.idle_minutes * 60,
        "demo": settings.ENV.mode == "demo",
    }


def _shown(number: str) -> str:
    """The number as people write it; a short code or a word stays as it is set."""
    return Phone.of(number).shown() if number.startswith("+") else number
