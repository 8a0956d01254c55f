from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "yinuo.platform.ui"
    label = "ui"
