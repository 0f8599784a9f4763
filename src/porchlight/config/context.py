"""What every page knows of the clearinghouse that runs it."""

from django.conf import settings
from django.http import HttpRequest


def organisation(request: HttpRequest) -> dict[str, object]:
    """The clearinghouse's name, hotline and addresses."""
    return {
        "organisation": settings.ENV.organisation,
        "hotline_number": settings.ENV.hotline_number,
        "public_url": settings.ENV.public_url,
        "console_url": settings.ENV.console_url,
        "idle_seconds": settings.ENV.idle_minutes * 60,
        "demo": settings.ENV.mode == "demo",
    }
