"""Tells the library of sign-ins where a request comes from."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from porchlight.house.doors.source import source_of


class SourceAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Tells allauth's list of sessions the same address as everybody else is told."""

    def get_client_ip(self, request: HttpRequest) -> str:
        return source_of(request) or "0.0.0.0"  # noqa: S104 an unknown address, nothing listens
