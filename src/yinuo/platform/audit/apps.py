from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "yinuo.platform.audit"
    label = "audit"
