from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.jobs import permissions
from porchlight.house.ui.navigation import register


class JobsConfig(AppConfig):
    name = "porchlight.house.jobs"
    label = "jobs"

    def ready(self) -> None:
        register("staff", _("Jobs"), "job-queue", permissions.READ, 96, group=_("House"))
