from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "porchlight.programmes.matching"
    label = "matching"
