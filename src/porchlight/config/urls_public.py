"""The public site's addresses."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from porchlight.config.api import urlpatterns as api_patterns
from porchlight.config.settings import is_there

handler404 = "porchlight.house.doors.pages.page_not_found"
handler500 = "porchlight.house.doors.pages.server_error"


def _open(*modules: str) -> list[URLPattern | URLResolver]:
    return [path("", include(module)) for module in modules if is_there(module)]


urlpatterns = [
    path("", include("porchlight.config.health")),
    path("api/v1/", include((api_patterns, "api"), namespace="api")),
    *i18n_patterns(
        *_open(
            "porchlight.programmes.posters.public.pages",
            "porchlight.programmes.posters.public.feeds",
            "porchlight.programmes.hotline.public.pages",
            "porchlight.programmes.cybertips.public.pages",
        ),
        prefix_default_language=False,
    ),
]
