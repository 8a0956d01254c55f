from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "yinuo.platform.notices"
    label = "notices"
