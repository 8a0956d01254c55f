from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "yinuo.platform.identity"
    label = "identity"

    def ready(self) -> None:
        from yinuo.platform.identity.wording import register_evidence_wordings

        register_evidence_wordings()
        # Allauth has no other way to tell what happens to second factors.
        from allauth.mfa import signals

        from yinuo.platform.identity.sign_in import recording

        signals.authenticator_added.connect(recording.on_factor_added)
        signals.authenticator_removed.connect(recording.on_factor_removed)
        signals.authenticator_used.connect(recording.on_factor_used)
        signals.authentication_failed.connect(recording.on_factor_refused)
