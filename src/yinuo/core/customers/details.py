"""What somebody says about themself, brought to one spelling and masked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

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
from yinuo.kernel.masking import mask_account, mask_email, mask_identity, mask_name, mask_phone


class CannotReadDetails(DomainError):
    """A phone number or an address cannot be one; the text names the field, never the value."""

    code = "customer.cannot_read_details"


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """
    What is known of somebody at first; every part may be missing.

    Attributes:
        number: the institution's own customer number.
    """

    name: str = ""
    number: str = ""
    phone: str = ""
    email: str = ""
    identity: str = ""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One value in its canonical spelling, with the spelling that is sealed and the mask that is shown."""

    kind: Detail.Kind
    canonical: str
    shown: str
    mask: str


def written(details: CustomerDetails) -> list[Written]:
    """
    The values that were given, each in one spelling.

    Raises:
        CannotReadDetails: a phone number or an address cannot be read.
    """
    given: list[tuple[Detail.Kind, str, Callable[[str], str], Callable[[str], str]]] = [
        (Detail.Kind.NAME, details.name, canonical_name, mask_name),
        (Detail.Kind.NUMBER, details.number, canonical_identity, mask_account),
        (Detail.Kind.PHONE, details.phone, canonical_phone, mask_phone),
        (Detail.Kind.EMAIL, details.email, canonical_email, mask_email),
        (Detail.Kind.IDENTITY, details.identity, canonical_identity, mask_identity),
    ]
    return [
        _write(kind, value.strip(), to_canonical, mask)
        for kind, value, to_canonical, mask in given
        if value.strip()
    ]


def _write(
    kind: Detail.Kind, value: str, to_canonical: Callable[[str], str], mask: Callable[[str], str]
) -> Written:
    try:
        canonical = to_canonical(value)
    except UnreadableValue:
        if kind is Detail.Kind.PHONE:
            raise CannotReadDetails(
                _("This phone number cannot be read; write it with its area code, such as 010-62345678.")
            ) from None
        raise CannotReadDetails(
            _("This e-mail address cannot be read; check it for typing errors.")
        ) from None
    shown = value if kind is Detail.Kind.NAME else canonical
    return Written(kind=kind, canonical=canonical, shown=shown, mask=mask(shown))
