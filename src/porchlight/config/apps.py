from django.apps import AppConfig, apps
from django.conf import settings
from django.db.models.signals import post_migrate
from django.utils.timezone import now

from porchlight.core.signing import make_first_key


class PorchlightConfig(AppConfig):
    name = "porchlight.config"
    label = "config"

    def ready(self) -> None:
        # The pages of subscriptions and rights name all programmes: known only now.
        from porchlight.config import rights  # noqa: PLC0415
        from porchlight.config.subscriptions import SUBSCRIPTIONS  # noqa: PLC0415
        from porchlight.house.audit.subscriptions import subscribe  # noqa: PLC0415
        from porchlight.house.files import keys  # noqa: PLC0415

        subscribe(SUBSCRIPTIONS)
        # Sent once for every app that has tables, when all migrations are done: one is enough.
        audit = apps.get_app_config("audit")
        post_migrate.connect(lambda **_: rights.apply(), sender=audit, weak=False)
        # The first keys of sealed files are made with the first tables, and never again.
        files = apps.get_app_config("files")
        post_migrate.connect(lambda **_: keys.make_missing(now=now()), sender=files, weak=False)
        signing = settings.SIGNING_KEYS
        post_migrate.connect(lambda **_: make_first_key(signing), sender=files, weak=False)
