"""Check digits, and the forms of numbers that have none."""

from __future__ import annotations

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
# The first two digits of the codes of administrative divisions (GB/T 2260); 9 begins permits of residence.
_PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "71",
        "81",
        "82",
        "83",
        "91",
    ]
)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_card_number(value: str) -> bool:
    """Whether the digits pass the Luhn check (ISO/IEC 7812-1)."""
    digits = [int(character) for character in value if character.isdecimal()]
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    return (sum(digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])) % 10 == 0


def is_issued(digits: str) -> bool:
    """Whether a bank or card scheme issues numbers that begin like this, in this length."""
    size, first, two, four = len(digits), digits[:1], digits[:2], int(digits[:4] or 0)
    return (
        (first == "4" and size in {13, 16, 19})
        or (two in {"51", "52", "53", "54", "55"} and size == 16)
        or (2221 <= four <= 2720 and size == 16)
        or (two in {"34", "37"} and size == 15)
        or (two in {"36", "38", "39"} and size in {14, 16})
        or (3528 <= four <= 3589 and size >= 16)
        or (two in {"60", "62", "64", "65", "81", "50", "56", "58", "63", "67", "68", "69"} and size >= 16)
        or (four in {9558, 9559, 9400, 9843, 9896, 9999} and size >= 16)
    )


def is_identity_number(value: str) -> bool:
    """Whether the 18 characters carry the check digit of GB 11643-1999 (ISO 7064 MOD 11-2)."""
    if len(value) != 18 or not (value[:17].isascii() and value[:17].isdecimal()):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:17], _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11] == value[17].upper()


def looks_like_identity(value: str) -> bool:
    """Whether 18 or 15 characters begin with a province and a day of birth, as identity numbers do."""
    if value[:2] not in _PROVINCES or not value[:-1].isdecimal():
        return False
    if len(value) == 18:
        return value[6:8] in {"19", "20"} and _is_day(value[10:14])
    return len(value) == 15 and _is_day(value[8:12])


def is_date(digits: str) -> bool:
    """Whether eight digits are a day of this or the last century."""
    return len(digits) == 8 and digits[:2] in {"19", "20"} and _is_day(digits[4:])


def is_hong_kong_identity(letters: str, digits: str, check: str) -> bool:
    """Whether a Hong Kong identity number such as A123456(3) carries its check digit."""
    values = [ord(letter) - 55 for letter in letters.upper().rjust(2, "[")]  # "[" counts 36, as the rule says
    total = sum(
        value * weight for value, weight in zip([*values, *map(int, digits)], range(9, 1, -1), strict=True)
    )
    return (total + (10 if check.upper() == "A" else int(check))) % 11 == 0


def _is_day(month_day: str) -> bool:
    month, day = int(month_day[:2]), int(month_day[2:])
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]
