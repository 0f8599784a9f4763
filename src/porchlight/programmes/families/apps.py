from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui import panels
from porchlight.house.ui.navigation import register


class FamiliesConfig(AppConfig):
    name = "porchlight.programmes.families"
    label = "families"

    def ready(self) -> None:
        # Tables can only be named once the apps are there.
        from porchlight.house.accounts import paper  # noqa: PLC0415
        from porchlight.house.accounts.queries import family_cases_with  # noqa: PLC0415
        from porchlight.programmes.families.queries import access, panel  # noqa: PLC0415

        family_cases_with(access.cases_of)
        paper.codes_with(access.code_fits)
        register("staff", _("Families"), "family-day", "families:support:read", 25, group=_("Find"))
        register("family", _("Home"), "family-home", "families:own:read", 10)
        panels.register("case", "families", panel.case_panel, order=40)
        panels.register("case summary", "families", panel.case_panel, order=10)
        panels.register("day", "families", panel.day_panel, order=5)
        panels.register("case", "family photographs", panel.photographs_panel, order=41)
