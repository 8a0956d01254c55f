from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PromisesConfig(AppConfig):
    name = "yinuo.core.promises"
    label = "promises"

    def ready(self) -> None:
        from yinuo.core.calendars.public import register_consequence
        from yinuo.core.promises.approving import KINDS
        from yinuo.core.promises.defaults import add_default_policies
        from yinuo.core.promises.evidence import register_evidence_wordings
        from yinuo.core.promises.previews import foresee_calendar
        from yinuo.core.promises.roles import DRAFT_SCOPE
        from yinuo.platform.approvals.public import register_approval_kind
        from yinuo.platform.identity.public import register_scope

        register_evidence_wordings()
        for kind in KINDS:
            register_approval_kind(kind)
        register_scope(code="promises:read", label=_("Read promises, policies and calendars"))
        register_scope(code=DRAFT_SCOPE, label=_("Draft policies and calendars"))
        register_consequence(foresee_calendar)
        post_migrate.connect(add_default_policies, sender=self)
