"""The addresses of the sandbox: the reporting API, and the pages that show what arrived."""

from django.urls import include, path

from porchlight.config import sandbox

handler404 = "porchlight.house.doors.pages.page_not_found"
handler500 = "porchlight.house.doors.pages.server_error"

urlpatterns = [
    path("", sandbox.front, name="sandbox"),
    path("as/<str:name>", sandbox.look_as, name="sandbox-as"),
    path("", include("porchlight.config.health")),
    path("ispws/", include("porchlight.programmes.cybertips.api.ispws")),
    path("api/v1/cybertips/", include("porchlight.programmes.cybertips.api.exchange")),
    path("partner/", include("porchlight.programmes.cybertips.partner.own")),
    path("partner/", include("porchlight.programmes.cybertips.partner.writing")),
]
