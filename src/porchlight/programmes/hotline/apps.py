from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register


class HotlineConfig(AppConfig):
    name = "porchlight.programmes.hotline"
    label = "hotline"

    def ready(self) -> None:
        find = _("Find")
        register("staff", _("Calls"), "call-list", "hotline:call:take", 10, group=find)
        register("staff", _("Leads"), "lead-list", "hotline:lead:read", 30, group=find)
        register("partner", _("Leads"), "partner-lead-list", "hotline:lead:answer", 20)
