"""What every answer carries and every request leaves in the log."""

import time
from collections.abc import Callable
from secrets import token_hex

from django.http import HttpRequest, HttpResponse

from porchlight.config.logs import log

Next = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}


class Headers:
    """Puts the fixed security headers on every answer that does not set its own."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class RequestLog:
    """One line for each request: the route's name, never the address with its ids or words."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        request.log_token = token_hex(8)  # type: ignore[attr-defined]
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "answered",
            extra={
                "request": request.log_token,  # type: ignore[attr-defined]
                "route": match.view_name if match else "-",
                "method": request.method,
                "status": response.status_code,
                "milliseconds": round((time.monotonic() - began) * 1000),
            },
        )
        return response
