"""Passwords that an attacker would try first."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.platform.identity.models import Node, Staff
from yinuo.platform.identity.names import sort_keys

_LOOKALIKES = str.maketrans("0134578@$!", "oieastbasi")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_ENOUGH = 5  # different characters


class MaximumLengthValidator:
    """Refuse what is longer than a person types: hashing it would cost the server more than the sender."""

    def __init__(self, max_length: int = 128) -> None:
        self.max_length = max_length

    def validate(self, password: str, user: Staff | None = None) -> None:  # noqa: ARG002
        if len(password) > self.max_length:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return ngettext("At most %(count)d character.", "At most %(count)d characters.", self.max_length) % {
            "count": self.max_length
        }


class GuessableValidator:
    """Refuse common passwords in disguise, runs along the keyboard, and few characters over and over."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Staff | None = None) -> None:  # noqa: ARG002
        plain = unicodedata.normalize("NFKC", password).lower()
        core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
        disguised = {plain, core, plain.translate(_LOOKALIKES), core.translate(_LOOKALIKES)}
        disguised |= {_without_repeats(word) for word in tuple(disguised)}
        if (
            len(set(plain)) < _ENOUGH
            or not self.common.isdisjoint(disguised)
            or any(_is_run(word) for word in disguised if word)
        ):
            raise ValidationError(
                _("This password is one of those that are tried first. Use several unrelated words."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        return _("No common password, also not with digits around it.")


class ContextValidator:
    """Refuse passwords built around the institution's name, the product's, or the person's own."""

    def validate(self, password: str, user: Staff | None = None) -> None:
        plain = unicodedata.normalize("NFKC", password).lower()
        rest = plain
        for word in sorted(self._words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        letters = re.sub(r"[\W\d_]+", "", rest)
        if rest != plain and len(letters) < _ENOUGH:
            raise ValidationError(
                _("This password is built around a name that everybody here knows. Use unrelated words."),
                code="password_context",
            )

    def get_help_text(self) -> str:
        return _("Not built around the name of the institution or of a person, or a staff number.")

    def _words(self, user: Any) -> set[str]:
        names = list(Node.objects.filter(parent=None).values_list("name", "code").first() or ())
        words = {"yinuo", "一诺"}
        if user is not None:
            names += [user.name, user.username, user.email.partition("@")[0]]
        for name in names:
            keys = sort_keys(name)
            words |= {name.lower(), keys.full, *(part for part in re.split(r"[\W_]+", name.lower()))}
        return {word for word in words if len(word) > 1}


def _without_repeats(word: str) -> str:
    """``abcabc`` said once: ``abc``."""
    for size in range(1, len(word) // 2 + 1):
        if len(word) % size == 0 and word == word[:size] * (len(word) // size):
            return word[:size]
    return word


def _is_run(word: str) -> bool:
    """Whether all of ``word`` runs along the alphabet, the digits or a row of keys."""
    return any(word in row * 3 or word in row[::-1] * 3 for row in _ROWS)
