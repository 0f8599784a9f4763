"""Every route of the house, for the matrix and the tests."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from porchlight.core.viewer import Door


@dataclass(frozen=True)
class Route:
    """One address: its pattern, name, door, need and methods. Door None: it declares nothing."""

    pattern: str
    name: str
    door: Door | None
    needs: str | None
    methods: tuple[str, ...]
    changes: str | None = None


def routes(urlconf: str) -> list[Route]:
    """All routes below ``urlconf``, in order of their pattern."""
    return sorted(_walk(get_resolver(urlconf), ""), key=lambda route: route.pattern)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, pattern)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            yield Route(
                pattern,
                entry.name or "",
                getattr(view, "door", None),
                getattr(view, "needs", None),
                getattr(view, "methods", ()),
                getattr(view, "changes", None),
            )
