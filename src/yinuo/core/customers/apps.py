from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "yinuo.core.customers"
    label = "customers"

    def ready(self) -> None:
        from yinuo.platform.vault.public import register_sealed_column

        register_sealed_column(model="customers.Detail", owner="customer_id")
