from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register


class ForensicsConfig(AppConfig):
    name = "porchlight.programmes.forensics"
    label = "forensics"

    def ready(self) -> None:
        title = _("Unidentified persons")
        register("staff", title, "unidentified-list", "forensics:person:read", 60, group=_("Find"))
