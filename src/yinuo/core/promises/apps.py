from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PromisesConfig(AppConfig):
    name = "yinuo.core.promises"
    label = "promises"

    def ready(self) -> None:
        from yinuo.core.promises.approving import KINDS
        from yinuo.core.promises.defaults import add_default_policies
        from yinuo.platform.approvals.public import register_approval_kind

        for kind in KINDS:
            register_approval_kind(kind)
        post_migrate.connect(add_default_policies, sender=self)
