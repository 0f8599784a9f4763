from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui import panels
from porchlight.house.ui.navigation import register


class HotlineConfig(AppConfig):
    name = "porchlight.programmes.hotline"
    label = "hotline"

    def ready(self) -> None:
        # Tables can only be named once the apps are there.
        from porchlight.programmes.hotline.queries import calls_panels, leads_panels  # noqa: PLC0415
        from porchlight.programmes.matching.queries import open_sources_with  # noqa: PLC0415

        find = _("Find")
        register("staff", _("Calls"), "call-list", "hotline:call:take", 10, group=find)
        register("staff", _("Leads"), "lead-list", "hotline:lead:read", 30, group=find)
        register("partner", _("Leads"), "partner-lead-list", "hotline:lead:answer", 20)
        register("public", _("Tell us what you saw"), "sighting", order=20)
        register("public", _("Read an answer"), "receipt", order=30)
        open_sources_with("call", calls_panels.calls_seen)
        panels.register("case", "calls", calls_panels.case_panel, order=25)
        panels.register("case", "leads", leads_panels.case_panel, order=20)
        panels.register("day", "leads", leads_panels.day_panel, order=10)
        panels.register("partner case", "leads", leads_panels.officers_panel, order=10)
        panels.register("partner day", "leads", leads_panels.officers_day_panel, order=10)
