from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "yinuo.platform.vault"
    label = "vault"
