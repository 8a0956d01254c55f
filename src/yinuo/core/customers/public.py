"""The door of the customer record."""

from yinuo.core.customers.details import CannotReadDetails, CustomerDetails
from yinuo.core.customers.names import clear_names
from yinuo.core.customers.operations.register_customer import CustomerRegistered, register_customer
from yinuo.core.customers.queries import CustomerCard, cards, name_masks
from yinuo.core.customers.revealing import (
    SealedDetail,
    find_detail,
    register_details,
    sealed_details,
)

__all__ = [
    "CannotReadDetails",
    "CustomerCard",
    "CustomerDetails",
    "CustomerRegistered",
    "SealedDetail",
    "cards",
    "clear_names",
    "find_detail",
    "name_masks",
    "register_customer",
    "register_details",
    "sealed_details",
]
