from django.apps import AppConfig
from django.utils.translation import gettext

from porchlight.core.text import translate_with


class DoorsConfig(AppConfig):
    name = "porchlight.house.doors"
    label = "doors"

    def ready(self) -> None:
        translate_with(gettext)
