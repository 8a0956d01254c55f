from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RestConfig(AppConfig):
    name = "yinuo.platform.rest"
    label = "rest"

    def ready(self) -> None:
        from yinuo.platform.identity.public import register_scope
        from yinuo.platform.jobs.public import register_tick
        from yinuo.platform.rest.housekeeping import forget_old
        from yinuo.platform.rest.idempotency import place_of
        from yinuo.platform.vault.public import register_sealed_column

        register_sealed_column(
            model="rest.KeptAnswer", owner="token_id", place_from=("token_id", "key_digest"), place=place_of
        )

        register_scope(code="organisation:read", label=_("Read the units of the organisation"))
        register_tick("rest", forget_old, at_most=3600)
