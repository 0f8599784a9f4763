from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register


class CybertipsConfig(AppConfig):
    name = "porchlight.programmes.cybertips"
    label = "cybertips"

    def ready(self) -> None:
        register("staff", _("CyberTipline reports"), "tip-queue", "cybertips:report:read", 50)
        register("public", _("Report exploitation"), "public-report", order=30)
        register("partner", _("Your reports"), "own-reports", "cybertips:own:read", 40)
        register("partner", _("Given to you"), "given-reports", "cybertips:referral:read", 38)
