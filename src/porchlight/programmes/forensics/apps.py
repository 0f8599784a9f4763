from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui import panels
from porchlight.house.ui.navigation import register


class ForensicsConfig(AppConfig):
    name = "porchlight.programmes.forensics"
    label = "forensics"

    def ready(self) -> None:
        # Tables can only be named once the apps are there.
        from porchlight.programmes.forensics.queries.panels import (  # noqa: PLC0415
            case_panel,
            person_panel,
        )

        panels.register("case", "on file", case_panel, order=35)
        panels.register("unidentified", "on file", person_panel, order=5)
        title = _("Unidentified persons")
        register("staff", title, "unidentified-list", "forensics:person:read", 60, group=_("Find"))
        labs = _("Forensic services")
        register("staff", labs, "forensic-services", "forensics:custody:read", 62, group=_("Find"))
