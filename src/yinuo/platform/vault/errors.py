"""The refusals of the vault; each says what to do, none repeats a value or a key."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotOpen(DomainError):
    """A sealed value does not open: it was altered, moved, or its key is another's or destroyed."""

    code = "vault.cannot_open"


class CannotUseKeys(DomainError):
    """The installation's keys are missing, wrong or out of reach; nothing is sealed or opened without them."""

    code = "vault.cannot_use_keys"


class CannotRotate(DomainError):
    """A key cannot be replaced now; the text says what is in the way."""

    code = "vault.cannot_rotate"


class CannotErase(DomainError):
    """The law or a hold wants the data kept; the text says which, and until when."""

    code = "vault.cannot_erase"


class CannotHold(DomainError):
    """A legal hold cannot be placed or lifted so; the text says why."""

    code = "vault.cannot_hold"
