from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.rosters import permissions
from porchlight.house.ui.navigation import register


class RostersConfig(AppConfig):
    name = "porchlight.house.rosters"
    label = "rosters"

    def ready(self) -> None:
        register("staff", _("Roster"), "roster", permissions.READ, 50, group=_("House"))
