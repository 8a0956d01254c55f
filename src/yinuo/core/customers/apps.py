from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "yinuo.core.customers"
    label = "customers"
