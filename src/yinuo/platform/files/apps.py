from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yinuo.platform.files"
    label = "files"
