"""
One spelling for one value, so that a keyed hash of it finds it again.

Phones become E.164, identity numbers upper case, names NFKC without blanks, addresses lower case.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_BLANKS = re.compile(r"[\s\-()　]+")


class UnreadableValue(ValueError):
    """The value cannot be what it is said to be; the text names the kind, never the value."""


def canonical_phone(value: str, *, region: str = "CN") -> str:
    """
    The E.164 form of a phone number.

    Raises:
        UnreadableValue: it is not a possible number.
    """
    if region == "CN" and _MOBILE.fullmatch(value):
        return f"+86{value}"  # what nearly every file holds; the library would say the same, slowly
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", value), region)
    except phonenumbers.NumberParseException:
        raise UnreadableValue("phone") from None
    if not phonenumbers.is_possible_number(number):
        raise UnreadableValue("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def canonical_email(value: str) -> str:
    """
    The lower-case form of an address.

    Raises:
        UnreadableValue: it has no mailbox or no domain.
    """
    address = unicodedata.normalize("NFKC", value).strip().lower()
    mailbox, at, domain = address.rpartition("@")
    if not at or not mailbox or "." not in domain or any(part.isspace() for part in address):
        raise UnreadableValue("email")
    return address


def canonical_identity(value: str) -> str:
    """Identity, passport, customer or account number: upper case, without blanks and hyphens."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", value)).upper()


def canonical_name(value: str) -> str:
    """A name without blanks, full-width letters folded, case folded."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value)).casefold()
