from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "porchlight.house.audit"
    label = "audit"
