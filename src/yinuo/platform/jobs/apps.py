from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "yinuo.platform.jobs"
    label = "jobs"

    def ready(self) -> None:
        from yinuo.platform.jobs.housekeeping import register

        register()
