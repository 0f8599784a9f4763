from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.accounts import permissions
from porchlight.house.ui.navigation import register


class AccountsConfig(AppConfig):
    name = "porchlight.house.accounts"
    label = "accounts"

    def ready(self) -> None:
        # The doors stand below the accounts and are told here who checks sign-in.
        from porchlight.house.accounts.entry import due  # noqa: PLC0415
        from porchlight.house.doors.signin import check_with  # noqa: PLC0415

        check_with(due)
        register("staff", _("Accounts"), "staff-accounts", permissions.MANAGE, 80, group=_("House"))
        register(
            "staff", _("Emergency opening"), "glass", permissions.BREAK_GLASS, 90, group=_("House")
        )
        register(
            "staff",
            _("Emergency openings"),
            "glass-openings",
            permissions.REVIEW_GLASS,
            91,
            group=_("House"),
        )
        register(
            "staff",
            _("Keys for machines"),
            "machine-keys",
            permissions.MANAGE_KEYS,
            81,
            group=_("House"),
        )
