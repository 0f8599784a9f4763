"""Tells Django where the house's templates, tags and static files are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from porchlight.house.ui.navigation import register


class UiConfig(AppConfig):
    """The house's pages and components."""

    name = "porchlight.house.ui"
    label = "ui"

    def ready(self) -> None:
        """Put the pattern page among the links of the desk."""
        register(
            "staff",
            _("Components"),
            "ui-gallery",
            needs="ui:gallery:read",
            order=900,
            group=_("House"),
        )
