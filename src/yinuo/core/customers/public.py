"""The door of the customer record."""

from yinuo.core.customers.details import CannotReadDetails, CustomerDetails
from yinuo.core.customers.names import clear_names
from yinuo.core.customers.operations.register_customer import CustomerRegistered, register_customer
from yinuo.core.customers.queries import CustomerCard, cards, name_masks

__all__ = [
    "CannotReadDetails",
    "CustomerCard",
    "CustomerDetails",
    "CustomerRegistered",
    "cards",
    "clear_names",
    "name_masks",
    "register_customer",
]
