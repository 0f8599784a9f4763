from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.directory import permissions
from porchlight.house.ui.navigation import register


class DirectoryConfig(AppConfig):
    name = "porchlight.house.directory"
    label = "directory"

    def ready(self) -> None:
        find = _("Find")
        register("staff", _("Agencies"), "agency-list", permissions.READ, 40, group=find)
        register("partner", _("Your listing"), "own-agency", permissions.OWN, 60)
