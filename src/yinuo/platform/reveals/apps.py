from django.apps import AppConfig


class RevealsConfig(AppConfig):
    name = "yinuo.platform.reveals"
    label = "reveals"
