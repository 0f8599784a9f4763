from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui import panels
from porchlight.house.ui.navigation import register


class PostersConfig(AppConfig):
    name = "porchlight.programmes.posters"
    label = "posters"

    def ready(self) -> None:
        # Tables can only be named once the apps are there.
        from porchlight.programmes.posters.queries.panel import case_panel, home_panel  # noqa: PLC0415

        register("staff", _("Posters"), "poster-list", "posters:poster:read", 30, group=_("Find"))
        register("family", _("Posters"), "family-posters", "posters:own:approve", 30)
        register("public", _("Missing children"), "public-home", order=10)
        register("public", _("Safety and help"), "public-help", order=90)
        panels.register("case", "posters", case_panel, order=30)
        panels.register("family home", "posters", home_panel, order=10)
