from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "yinuo.features.cases"
    label = "cases"

    def ready(self) -> None:
        from yinuo.core.promises.public import register_subjects
        from yinuo.features.cases.naming import named_cases, named_tasks
        from yinuo.features.cases.retention import cases_kept
        from yinuo.platform.files.public import register_large_upload
        from yinuo.platform.identity.public import register_scope
        from yinuo.platform.takeovers.public import LARGEST
        from yinuo.platform.vault.public import register_retention, register_sealed_column

        register_sealed_column(model="cases.CaseImport", owner="pk")
        register_sealed_column(model="cases.Message", owner="case__customer_id")
        register_sealed_column(model="cases.Proposal", owner="case__customer_id")
        register_sealed_column(model="cases.Rating", owner="case__customer_id")
        register_subjects(kind="case", naming=named_cases)
        register_subjects(kind="task", naming=named_tasks)
        register_retention("cases", cases_kept)
        register_large_upload("cases:imports", most=LARGEST)
        register_scope(code="cases:read", label=_("Read cases"))
        register_scope(code="cases:write", label=_("Open, answer and resolve cases"))
