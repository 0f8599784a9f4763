from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.audit import permissions
from porchlight.house.ui.navigation import register


class AuditConfig(AppConfig):
    name = "porchlight.house.audit"
    label = "audit"

    def ready(self) -> None:
        register("staff", _("Audit trail"), "audit-trail", permissions.READ, 95, group=_("House"))
