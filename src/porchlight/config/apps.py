from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PorchlightConfig(AppConfig):
    name = "porchlight.config"
    label = "config"

    def ready(self) -> None:
        # The pages of subscriptions and rights name all programmes: known only now.
        from porchlight.config import rights  # noqa: PLC0415
        from porchlight.config.subscriptions import SUBSCRIPTIONS  # noqa: PLC0415
        from porchlight.house.audit.subscriptions import subscribe  # noqa: PLC0415

        subscribe(SUBSCRIPTIONS)
        post_migrate.connect(lambda **_: rights.apply(), sender=self, weak=False)
