from django.apps import AppConfig
from django.db.models.signals import post_migrate


class VaultConfig(AppConfig):
    name = "yinuo.platform.vault"
    label = "vault"

    def ready(self) -> None:
        from yinuo.platform.vault.index_keys import make_first_index_key
        from yinuo.platform.vault.wording import register_evidence_wordings

        register_evidence_wordings()
        post_migrate.connect(make_first_index_key, sender=self, dispatch_uid="vault.first_index_key")
