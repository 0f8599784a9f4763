"""Pages of the manual that are made from the code, so that they cannot lie."""

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Protocol, cast

from django.apps import apps

import porchlight.programmes
from porchlight.config.subscriptions import SUBSCRIPTIONS
from porchlight.core.event import KINDS
from porchlight.house.accounts.roles import EVERYBODY
from porchlight.house.doors.routes import Route, routes


class Catalogued(Protocol):
    """A table that says what it holds."""

    OWNER: str
    KEEP: str
    CATALOGUE: Mapping[str, str]


URLCONFS = {"public": "porchlight.config.urls_public", "console": "porchlight.config.urls_console"}


def all_pages() -> dict[str, str]:
    """File name → text of every generated page."""
    return {
        "permissions.md": permissions(),
        "routes.md": addresses(),
        "data-catalogue.md": catalogue(),
        "events.md": events(),
        "states.md": states(),
        "openapi.json": openapi(),
    }


def permissions() -> str:
    """Role × permission: ● held, empty denied."""
    names = sorted({name for role in EVERYBODY for name in role.permissions})
    head = "| Permission | " + " | ".join(str(role.title) for role in EVERYBODY) + " |"
    rule = "| --- |" + " :-: |" * len(EVERYBODY)
    rows = [
        f"| `{name}` | "
        + " | ".join("●" if name in role.permissions else "" for role in EVERYBODY)
        + " |"
        for name in names
    ]
    return _page("Who may do what", "`house/accounts/roles.py`", head, rule, *rows)


def addresses() -> str:
    """Every route with its door, methods, need and the roles that hold it."""
    rows = [
        f"| {process} | `/{_plain(route)}` | {route.door} | {', '.join(route.methods)} "
        f"| {_need(route)} | {_holders(route)} |"
        for process, urlconf in URLCONFS.items()
        for route in routes(urlconf)
    ]
    head = "| Process | Address | Door | Methods | Needs | Roles |"
    return _page("Every address", "the route lists", head, "| --- |" * 1 + " --- |" * 5, *rows)


def _plain(route: Route) -> str:
    return route.pattern.replace("|", "\\|")


def _need(route: Route) -> str:
    if route.changes and route.changes != route.needs:
        return f"`{route.needs}`; to change `{route.changes}`"
    return f"`{route.needs}`" if route.needs else "–"


def _holders(route: Route) -> str:
    if route.door is None or route.needs is None:
        return "anyone at this door"
    return ", ".join(role.name for role in EVERYBODY if route.needs in role.permissions)


def catalogue() -> str:
    """Every column: what kind of data, who owns it, how long it stays."""
    lines = ["| Table | Column | Kind | Owner | Kept |", "| --- | --- | --- | --- | --- |"]
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        if model.__module__.startswith("porchlight."):
            said = cast(Catalogued, model)
            lines += [
                f"| {model._meta.db_table} | {column} | {kind} | {said.OWNER} | {said.KEEP} |"
                for column, kind in said.CATALOGUE.items()
            ]
    return _page("What is stored", "the `CATALOGUE` of each table", *lines)


def events() -> str:
    """Every event, its sentence on the audit screen, and the jobs that follow it."""
    followers = {event.KIND: jobs for event, jobs in SUBSCRIPTIONS.items()}
    lines = ["| Event | Audit sentence | Sets off |", "| --- | --- | --- |"]
    for kind, event in sorted(KINDS.items()):
        if event.__module__.startswith("porchlight.") and ".tests." not in event.__module__:
            jobs = ", ".join(f"`{job.name}`" for job in followers.get(kind, ()))
            lines.append(f"| `{kind}` | {event.SENTENCE.template} | {jobs} |")
    return _page("What can happen", "the programmes' `events.py` and the subscriptions", *lines)


def states() -> str:
    """Every table of moves as a diagram."""
    lines: list[str] = []
    for name, moves in _tables_of_moves():
        lines += [f"## {name}", "", "```mermaid", "stateDiagram-v2"]
        lines += [
            f"    {_value(start)} --> {_value(end)}"
            for start, ends in moves.items()
            for end in sorted(ends, key=_value)
        ]
        lines += ["```", ""]
    return _page("States and moves", "the programmes' `rules/states.py`", *lines)


def _tables_of_moves() -> Iterator[tuple[str, Mapping[object, set[object]]]]:
    for found in pkgutil.walk_packages(porchlight.programmes.__path__, "porchlight.programmes."):
        if found.name.endswith(".rules.states"):
            module = importlib.import_module(found.name)
            for constant, value in sorted(vars(module).items()):
                if constant.endswith("MOVES"):
                    programme = found.name.split(".")[2]
                    name = constant.removesuffix("MOVES").strip("_").lower().replace("_", " ")
                    yield f"{programme} {name}".strip(), value


def _value(state: object) -> str:
    return str(state.value if isinstance(state, Enum) else state)


def openapi() -> str:
    """The API's description, as the server gives it."""
    module = importlib.import_module("porchlight.config.api")
    schema = module.api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=1, sort_keys=True, default=str) + "\n"


def _page(title: str, source: str, *lines: str) -> str:
    head = f"# {title}\n\nMade from {source} by `make pages`; do not edit.\n\n"
    return head + "\n".join(lines).rstrip() + "\n"
