from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register
from porchlight.programmes.hashes import permissions


class HashesConfig(AppConfig):
    name = "porchlight.programmes.hashes"
    label = "hashes"

    def ready(self) -> None:
        group = _("Hashes")
        for label, name, needs, order in (
            (_("Hash lists"), "hash-lists", permissions.READ, 44),
            (_("Look a hash up"), "hash-look-up", permissions.LOOK_UP, 45),
            (_("Series"), "hash-series", permissions.SERIES, 46),
            (_("Sets from agencies"), "hash-sets", permissions.SERIES, 47),
            (_("Notices to victims"), "hash-notices", permissions.NOTICES, 48),
            (_("Members"), "hash-members", permissions.MEMBERS, 49),
        ):
            register("staff", label, name, needs, order, group=group)
        register("partner", _("Hash sets"), "own-hash-sets", permissions.SUBMIT, 30)
        register("partner", _("Hash lists"), "own-hash-lists", permissions.OWN, 31)
