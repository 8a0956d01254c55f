"""Numbers under which something is filed stand in clear, and outlive an erasure: nothing personal may be in them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CannotChangeCustomer
from yinuo.core.customers.models import Customer
from yinuo.core.customers.names import clear_names
from yinuo.kernel.redaction import find


def refuse_personal(reference: str, *, customer: Customer) -> None:
    """
    Raises:
        CannotChangeCustomer: it holds a phone, an identity number, an account or a name of the customer.
    """
    if reference and find(reference, names=clear_names(customer.pk)):
        raise CannotChangeCustomer(
            _("The reference holds personal data, and it is not sealed. Give the number of the file alone.")
        )
