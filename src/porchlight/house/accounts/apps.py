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
        house = _("House")
        register("staff", _("Accounts"), "staff-accounts", permissions.MANAGE, 80, group=house)
        register(
            "staff", _("Invitations"), "staff-invitations", permissions.INVITE, 81, group=house
        )
        register("partner", _("Invitations"), "partner-invitations", permissions.INVITE, 80)
        register(
            "staff", _("Open in an emergency"), "glass", permissions.BREAK_GLASS, 90, group=house
        )
        keys = permissions.MANAGE_KEYS
        register("staff", _("Keys for machines"), "machine-keys", keys, 82, group=house)
        review = permissions.REVIEW_GLASS
        register("staff", _("Emergency openings"), "glass-openings", review, 91, group=house)
