"""The addresses of staff, partners, families and machines."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

handler404 = "porchlight.house.doors.pages.page_not_found"
handler500 = "porchlight.house.doors.pages.server_error"


def _open(prefix: str, *modules: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module)) for module in modules if find_spec(module)]


urlpatterns = [
    path("", include("porchlight.config.health")),
    *_open("", "porchlight.house.accounts.pages"),
    *_open(
        "staff/",
        "porchlight.house.audit.pages",
        "porchlight.house.jobs.pages",
    ),
]
