from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "yinuo.site"
    label = "site"

    def ready(self) -> None:
        from yinuo.site.wiring import connect

        connect()
