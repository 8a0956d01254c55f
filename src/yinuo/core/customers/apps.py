from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CustomersConfig(AppConfig):
    name = "yinuo.core.customers"
    label = "customers"

    def ready(self) -> None:
        from yinuo.core.customers.evidence import register_evidence_wordings
        from yinuo.core.customers.vaulting import register_with_vault
        from yinuo.platform.files.public import register_large_upload
        from yinuo.platform.identity.public import register_scope
        from yinuo.platform.takeovers.public import LARGEST

        register_with_vault()
        register_evidence_wordings()
        register_large_upload("customers:imports", most=LARGEST)
        register_scope(code="customers:read", label=_("Read customers, masked"))
        register_scope(code="customers:write", label=_("Add and change customers"))
