from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register


class CasesConfig(AppConfig):
    name = "porchlight.programmes.cases"
    label = "cases"

    def ready(self) -> None:
        find = _("Find")
        register("staff", _("My day"), "staff-home", "cases:case:read", 5, group=find)
        register("staff", _("Cases"), "case-list", "cases:case:search", 20, group=find)
        register("partner", _("Cases"), "partner-home", "cases:shared:read", 10)
