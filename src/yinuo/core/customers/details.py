"""What somebody says about themself, brought to one spelling and masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.models import Detail
from yinuo.kernel.canonical_values import (
    UnreadableValue,
    canonical_email,
    canonical_identity,
    canonical_name,
    canonical_phone,
)
from yinuo.kernel.errors import DomainError
from yinuo.kernel.masking import (
    mask_account,
    mask_address,
    mask_email,
    mask_identity,
    mask_name,
    mask_phone,
)

LONGEST = 200  # characters of one value
MASK = 80  # characters of a mask


class CannotReadDetails(DomainError):
    """A phone number or an address cannot be one; the text names the field, never the value."""

    code = "customer.cannot_read_details"


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """
    What is known of somebody at first; every part may be missing.

    Attributes:
        number: the institution's own customer number.
        known_as: the record that a colleague chose for them; None lets the values decide.
    """

    name: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""
    identity: str = ""
    account: str = ""
    address: str = ""
    known_as: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Written:
    """One value in its canonical spelling, with the spelling that is sealed and the mask that is shown."""

    kind: Detail.Kind
    canonical: str
    shown: str
    mask: str


_SPELLINGS: dict[Detail.Kind, tuple[Callable[[str], str], Callable[[str], str]]] = {
    Detail.Kind.NAME: (canonical_name, mask_name),
    Detail.Kind.NUMBER: (canonical_identity, mask_account),
    Detail.Kind.PHONE: (canonical_phone, mask_phone),
    Detail.Kind.EMAIL: (canonical_email, mask_email),
    Detail.Kind.IDENTITY: (canonical_identity, mask_identity),
    Detail.Kind.ACCOUNT: (canonical_identity, mask_account),
    Detail.Kind.ADDRESS: (canonical_name, mask_address),
}


def written(details: CustomerDetails) -> list[Written]:
    """
    The values that were given, each in one spelling.

    Raises:
        CannotReadDetails: a phone number or an address cannot be read.
    """
    given = {
        Detail.Kind.NAME: details.name,
        Detail.Kind.NUMBER: details.number,
        Detail.Kind.PHONE: details.phone,
        Detail.Kind.EMAIL: details.email,
        Detail.Kind.IDENTITY: details.identity,
        Detail.Kind.ACCOUNT: details.account,
        Detail.Kind.ADDRESS: details.address,
    }
    return [write_value(kind, value) for kind, value in given.items() if value.strip()]


def write_value(kind: Detail.Kind, value: str) -> Written:
    """
    One value in its canonical spelling.

    Raises:
        CannotReadDetails: it cannot be what it is said to be.
    """
    to_canonical, mask = _SPELLINGS[kind]
    value, field = value.strip(), kind.value.lower()
    if not value or len(value) > LONGEST:
        raise CannotReadDetails(
            _("A value must have between 1 and %(most)s characters.") % {"most": LONGEST}, field=field
        )
    try:
        canonical = to_canonical(value)
    except UnreadableValue:
        if kind is Detail.Kind.PHONE:
            raise CannotReadDetails(
                _("This phone number cannot be read; write it with its area code, such as 010-62345678."),
                field=field,
            ) from None
        raise CannotReadDetails(
            _("This e-mail address cannot be read; check it for typing errors."), field=field
        ) from None
    if not canonical:
        raise CannotReadDetails(_("This value holds nothing that could be found again."), field=field)
    shown = value if kind in {Detail.Kind.NAME, Detail.Kind.ADDRESS} else canonical
    return Written(kind=kind, canonical=canonical, shown=shown, mask=mask(shown)[:MASK])
