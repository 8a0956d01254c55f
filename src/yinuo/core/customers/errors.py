"""What the operations of this room refuse in common."""

from yinuo.kernel.errors import DomainError


class CustomerNotFound(DomainError):
    """There is no such customer in the part of the institution that the actor sees."""

    code = "customer.not_found"


class CustomerChangedMeanwhile(DomainError):
    """A colleague changed the record after it was shown; nothing was overwritten."""

    code = "customer.changed_meanwhile"


class CannotChangeCustomer(DomainError):
    """A value does not fit, or the record was erased or joined to another."""

    code = "customer.cannot_change"
