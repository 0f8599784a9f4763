from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "porchlight.house.directory"
    label = "directory"
