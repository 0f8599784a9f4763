"""The addresses of staff, partners, families and machines."""

from django.urls import URLPattern, URLResolver, include, path

from porchlight.config.settings import is_there
from porchlight.house.doors.decorators import staff
from porchlight.house.ui import gallery

handler404 = "porchlight.house.doors.pages.page_not_found"
handler500 = "porchlight.house.doors.pages.server_error"


def _open(prefix: str, *modules: str) -> list[URLPattern | URLResolver]:
    return [path(prefix, include(module)) for module in modules if is_there(module)]


urlpatterns = [
    # Components and doors do not know each other, so the pattern page gets its door here.
    path("staff/ui/", staff(needs="ui:gallery:read")(gallery.page), name="ui-gallery"),
    path("", include("porchlight.config.health")),
    *_open(
        "",
        "porchlight.house.accounts.pages",
        "porchlight.house.accounts.screens.keys",
        "porchlight.house.delivery.pages",
        "porchlight.programmes.families.family.paper",
    ),
    *_open(
        "staff/",
        "porchlight.house.audit.pages",
        "porchlight.house.jobs.pages",
        "porchlight.house.directory.pages",
        "porchlight.house.rosters.pages",
        "porchlight.programmes.cases.staff.pages",
        "porchlight.programmes.hashes.staff.pages",
        "porchlight.programmes.posters.staff",
        "porchlight.programmes.families.staff.pages",
        "porchlight.programmes.cybertips.staff.desk",
        "porchlight.programmes.cybertips.staff.rules",
        "porchlight.programmes.cybertips.staff.work",
        "porchlight.programmes.cybertips.staff.preserving",
        "porchlight.programmes.cybertips.staff.looking",
        "porchlight.programmes.cybertips.staff.bundles",
        "porchlight.programmes.cybertips.staff.referring",
        "porchlight.programmes.forensics.staff.pages",
        "porchlight.programmes.matching.staff.pages",
        "porchlight.programmes.hotline.staff.calls",
        "porchlight.programmes.hotline.staff.leads",
    ),
    *_open(
        "partner/",
        "porchlight.house.directory.partner",
        "porchlight.programmes.cases.partner",
        "porchlight.programmes.cybertips.partner.own",
        "porchlight.programmes.cybertips.partner.writing",
        "porchlight.programmes.cybertips.partner.referrals",
        "porchlight.programmes.hotline.partner",
    ),
    *_open("api/v1/cybertips/", "porchlight.programmes.cybertips.api.exchange"),
    *_open("api/v1/referrals/", "porchlight.programmes.cybertips.api.referrals"),
    *_open("ispws/", "porchlight.programmes.cybertips.api.ispws"),
    *_open("partner/", "porchlight.programmes.hashes.partner"),
    *_open("", "porchlight.programmes.hashes.api"),
    *_open("posterapi/", "porchlight.programmes.posters.api.compatible"),
    *_open(
        "family/",
        "porchlight.programmes.families.family.pages",
        "porchlight.programmes.posters.family",
    ),
]
