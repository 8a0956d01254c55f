from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CalendarsConfig(AppConfig):
    name = "yinuo.core.calendars"
    label = "calendars"

    def ready(self) -> None:
        from yinuo.core.calendars.approving import KIND
        from yinuo.core.calendars.defaults import add_built_in_calendars
        from yinuo.core.calendars.evidence import register_evidence_wordings
        from yinuo.platform.approvals.public import register_approval_kind

        register_evidence_wordings()
        post_migrate.connect(add_built_in_calendars, sender=self)
        register_approval_kind(KIND)
