from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "porchlight.house.accounts"
    label = "accounts"

    def ready(self) -> None:
        # The doors stand below the accounts and are told here who checks sign-in.
        from porchlight.house.accounts.entry import due  # noqa: PLC0415
        from porchlight.house.doors.signin import check_with  # noqa: PLC0415

        check_with(due)
