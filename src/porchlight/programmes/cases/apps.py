from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register
from porchlight.programmes.cases import permissions


class CasesConfig(AppConfig):
    name = "porchlight.programmes.cases"
    label = "cases"

    def ready(self) -> None:
        find = _("Find")
        register("staff", _("My day"), "staff-home", "cases:case:read", 5, group=find)
        register("staff", _("Cases"), "case-list", "cases:case:search", 20, group=find)
        take = permissions.IMPORT
        register("staff", _("Import"), "case-import", take, 60, group=_("House"))
        register("partner", _("Cases"), "partner-home", "cases:shared:read", 10)
