"""Whether this process lives, is ready to serve, and what it measured."""

import shutil
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from porchlight.house.doors import public
from porchlight.house.files import queries as files
from porchlight.house.files.store import answers, store

LEAST_FREE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Report:
    """What was looked at and whether all of it is well."""

    lines: tuple[str, ...]
    ready: bool


def quick() -> dict[str, bool]:
    """The checks that a load balancer asks for every few seconds."""
    return {"database": _database_answers(), "disk": _disk_has_room()}


def full() -> Report:
    """Everything ``porchlight check`` proves."""
    checks = {
        **quick(),
        "migrations": _migrated(),
        "files are written and read": answers(store()),
        "files are whole": _files_whole(),
        "keys of files": _keys_here(),
    }
    lines = tuple(f"{'ok ' if well else 'BAD'} {name}" for name, well in checks.items())
    return Report(lines, all(checks.values()))


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return True
    except DatabaseError:
        return False


def _disk_has_room() -> bool:
    return shutil.disk_usage(settings.HOME).free > LEAST_FREE_BYTES


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _files_whole() -> bool:
    return not files.open_faults()


def _keys_here() -> bool:
    return not files.missing_keys()


@public()
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@public()
def ready(request: HttpRequest) -> HttpResponse:
    """The process can serve: 200, or 503 with what is missing."""
    checks = quick()
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


@public()
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts and times for the operator's own machine; a stranger finds nothing here."""
    local = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
    if not local or "HTTP_X_FORWARDED_FOR" in request.META:
        return HttpResponse(status=404)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


urlpatterns = [
    path("healthz", alive, name="alive"),
    path("readyz", ready, name="ready"),
    path("metrics", metrics, name="metrics"),
]
