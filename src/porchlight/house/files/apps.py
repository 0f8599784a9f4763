from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "porchlight.house.files"
    label = "files"
