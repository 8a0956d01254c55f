"""
What may be shown of a sealed value without a reason.

Rules: common practice of Chinese banks and JR/T 0171-2020, appendix A. A mask never grows with the value
beyond what the value shows anyway, and a value too short to mask is hidden whole.
"""

from __future__ import annotations

import re

HIDDEN = "***"
# Up to three divisions, each a short name; a street or a house number is none of them.
_DISTRICT = re.compile(r"(?:[\u4e00-\u9fff]{2,10}?(?:省|自治区|特别行政区|市|自治州|区|县|旗)){1,3}")


def mask_name(name: str) -> str:
    """Keep the first character of a person's name: 张三丰 becomes 张**; the family name of a Western one."""
    name = name.strip()
    if not name:
        return ""
    if name.isascii():
        return name[0] + HIDDEN
    return name[0] + "*" * min(len(name) - 1, 2) if len(name) > 1 else "*"


def mask_phone(phone: str) -> str:
    """Keep the first three and last four digits: 138****5678."""
    digits = phone.removeprefix("+86") if phone.startswith("+86") else phone
    return _ends(digits, first=3, last=4, shortest=9)


def mask_identity(number: str) -> str:
    """Keep the first and last character of an identity number (the strict rule)."""
    return _ends(number, first=1, last=1, shortest=6)


def mask_account(number: str) -> str:
    """Keep the first six and last four digits of a card or account (as PCI DSS allows)."""
    return (
        _ends(number, first=6, last=4, shortest=13)
        if len(number) >= 13
        else _ends(number, last=4, shortest=6)
    )


def mask_email(address: str) -> str:
    """Keep the first character of the mailbox, and the domain."""
    mailbox, at, domain = address.partition("@")
    return f"{mailbox[:1]}{HIDDEN}@{domain}" if at else HIDDEN


def mask_address(address: str) -> str:
    """Keep province, city and district: 北京市海淀区中关村大街1号 becomes 北京市海淀区****."""
    found = _DISTRICT.match(address.strip())
    return f"{found[0]}****" if found else HIDDEN


def _ends(value: str, *, first: int = 0, last: int, shortest: int) -> str:
    if len(value) < shortest:
        return HIDDEN
    return value[:first] + "*" * (len(value) - first - last) + value[-last:]
