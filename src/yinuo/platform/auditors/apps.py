from django.apps import AppConfig


class AuditorsConfig(AppConfig):
    name = "yinuo.platform.auditors"
    label = "auditors"
