"""
The links beside every page. A programme registers its own when its app is ready; a viewer sees
the links that their permissions open.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Entry:
    """One programme link: shown when the viewer holds ``needs`` (empty: everybody)."""

    door: str
    label: Words
    url_name: str
    needs: str = ""
    order: int = 100
    group: Words = ""


@dataclass(frozen=True)
class Link:
    """An entry as this request sees it."""

    label: Words
    address: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Links under one heading; the heading is empty for the first, unnamed group."""

    title: Words
    links: tuple[Link, ...]


_entries: dict[tuple[str, str], Entry] = {}


def register(  # noqa: PLR0913 one call per link, read as a line of a table
    door: str,
    label: Words,
    url_name: str,
    needs: str = "",
    order: int = 100,
    *,
    group: Words = "",
) -> None:
    """Add a link to the navigation of ``door``; registering the same page again replaces it."""
    _entries[door, url_name] = Entry(door, label, url_name, needs, order, group)


def groups_for(door: str, permissions: frozenset[str], path: str) -> list[Group]:
    """Return the links of ``door`` that ``permissions`` open, grouped, in their order."""
    entries = [e for e in _entries.values() if e.door == door]
    entries = [e for e in entries if not e.needs or e.needs in permissions]
    addressed = [(e, _address(e.url_name)) for e in sorted(entries, key=lambda e: e.order)]
    current = _current(path, [address for _, address in addressed if address])
    grouped: dict[str, tuple[Words, list[Link]]] = {}
    for entry, address in addressed:
        if address:
            _, links = grouped.setdefault(str(entry.group), (entry.group, []))
            links.append(Link(entry.label, address, address == current))
    return [Group(title, tuple(links)) for title, links in grouped.values()]


def _address(url_name: str) -> str:
    # A link of the console is not an address of the public process; it is left out there.
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _current(path: str, addresses: list[str]) -> str:
    """Return the address nearest above ``path``: /staff/cases/12/ is inside /staff/cases/."""
    return max((a for a in addresses if path.startswith(a)), key=len, default="")


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give every template ``door`` and ``navigation``."""
    viewer = getattr(request, "viewer", None)
    door = str(getattr(viewer, "door", "") or _door_of(request.path))
    permissions = frozenset(getattr(viewer, "permissions", ()))
    return {"door": door, "navigation": groups_for(door, permissions, request.path)}


def _door_of(path: str) -> str:
    first = path.strip("/").split("/", 1)[0]
    return first if first in {"staff", "partner", "family", "api"} else "public"
