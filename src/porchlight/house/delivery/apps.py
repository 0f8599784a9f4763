from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.delivery import permissions
from porchlight.house.ui import navigation, panels


class DeliveryConfig(AppConfig):
    name = "porchlight.house.delivery"
    label = "delivery"

    def ready(self) -> None:
        group = _("House")
        navigation.register(
            "staff", _("Messages"), "message-list", permissions.READ, 60, group=group
        )
        panels.register("case", "told", _told, order=80)


def _told(viewer: Viewer, case_id: int) -> panels.Panel | None:
    """Who was told about this case, on its page: whoever may see the page may see that."""
    from porchlight.house.delivery import queries  # noqa: PLC0415 tables exist after the apps

    messages = queries.told_about(f"case:{case_id}")
    if not messages:
        return None
    return panels.Panel(
        say("Who was told, and when"),
        "delivery/told.html",
        {"messages": messages},
        count=len(messages),
    )
