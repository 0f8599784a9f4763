from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "porchlight.house.jobs"
    label = "jobs"
