"""The API for machines: routers of the programmes, refusals as problem details (RFC 9457)."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.errors import ValidationError

from porchlight import __version__
from porchlight.config.settings import is_there
from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Door
from porchlight.house.doors.decorators import Declared
from porchlight.house.doors.pages import problem_detail

api = NinjaAPI(
    title="Porchlight",
    version=__version__,
    description="Released posters for partners, and a drop box for sightings.",
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
)

ROUTERS = {
    "/posters": "porchlight.programmes.posters.api.released",
    "/sightings": "porchlight.programmes.hotline.public.api",
}
for prefix, module in ROUTERS.items():
    if is_there(module):
        api.add_router(prefix, import_module(module).router)


@api.exception_handler(Problem)
def refuse(request: HttpRequest, problem: Problem) -> HttpResponse:
    """One of our refusals."""
    return problem_detail(problem)


@api.exception_handler(ValidationError)
def refuse_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent has not the declared shape; the first fault is named."""
    fault = error.errors[0]
    where = ".".join(str(part) for part in fault["loc"])
    return problem_detail(RuleBroken(say("{where}: {fault}", where=where, fault=fault["msg"])))


def _with_doors() -> Iterator[URLPattern]:
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern):
            view = cast(Declared, pattern.callback)
            view.door, view.needs, view.changes = Door.API, None, None
            view.methods = getattr(view, "methods", ("GET", "POST"))
            yield pattern


urlpatterns = list(_with_doors())
