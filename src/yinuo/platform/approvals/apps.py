from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "yinuo.platform.approvals"
    label = "approvals"
