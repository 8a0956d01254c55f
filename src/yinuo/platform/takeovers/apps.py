from django.apps import AppConfig


class TakeoversConfig(AppConfig):
    name = "yinuo.platform.takeovers"
    label = "takeovers"
