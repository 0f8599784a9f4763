from django.apps import AppConfig


class CybertipsConfig(AppConfig):
    name = "porchlight.programmes.cybertips"
    label = "cybertips"
