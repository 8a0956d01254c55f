"""What more than one operation of this room refuses."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class UnknownStaff(DomainError):
    """No such member of staff, or none that the asking person may see: the two look alike."""

    code = "identity.unknown_staff"


class UnknownNode(DomainError):
    """No such unit of the organisation, or none that the asking person may see."""

    code = "identity.unknown_node"


class CannotAdminister(DomainError):
    """The actor may not do this to this person."""

    code = "identity.cannot_administer"
