from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui import panels
from porchlight.house.ui.navigation import register


class MatchingConfig(AppConfig):
    name = "porchlight.programmes.matching"
    label = "matching"

    def ready(self) -> None:
        # Tables can only be named once the apps are there.
        from porchlight.programmes.matching.queries.panels import (  # noqa: PLC0415
            case_panel,
            person_panel,
        )

        panels.register("case", "pairings", case_panel, order=40)
        panels.register("unidentified", "pairings", person_panel, order=10)
        register(
            "staff", _("Possible pairs"), "pairings", "matching:pairing:read", 61, group=_("Find")
        )
