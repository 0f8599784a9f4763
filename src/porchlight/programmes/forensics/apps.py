from django.apps import AppConfig


class ForensicsConfig(AppConfig):
    name = "porchlight.programmes.forensics"
    label = "forensics"
