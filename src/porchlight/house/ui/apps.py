"""Tells Django where the house's templates, tags and static files are."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The house's pages and components."""

    name = "porchlight.house.ui"
    label = "ui"
