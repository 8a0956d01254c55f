from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "yinuo.features.cases"
    label = "cases"

    def ready(self) -> None:
        from yinuo.platform.identity.public import register_scope

        register_scope(code="cases:read", label=_("Read cases"))
        register_scope(code="cases:write", label=_("Open, answer and resolve cases"))
