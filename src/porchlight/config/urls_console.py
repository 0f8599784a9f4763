"""The addresses of staff, partners, families and machines."""

from django.urls import URLPattern, URLResolver, include, path

from porchlight.config.settings import is_there

handler404 = "porchlight.house.doors.pages.page_not_found"
handler500 = "porchlight.house.doors.pages.server_error"


def _open(prefix: str, *modules: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module)) for module in modules if is_there(module)]


urlpatterns = [
    path("", include("porchlight.config.health")),
    *_open("", "porchlight.house.accounts.pages"),
    *_open(
        "staff/",
        "porchlight.house.audit.pages",
        "porchlight.house.jobs.pages",
    ),
]
