"""Values that do not fit, told in words of ours: pydantic's own repeat what was sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from ninja.errors import ValidationErrorContext

from yinuo.platform.rest.problems import Misfit, Problem

# A member's name is repeated only when it looks like one: anything may be sent as a name.
_NAME = re.compile(r"[A-Za-z_][A-Za-z_-]{0,40}")

# By the beginning of pydantic's code; the first that fits tells.
_WORDS: tuple[tuple[str, Callable[[Mapping[str, Any]], str]], ...] = (
    ("missing", lambda _c: _("This value is needed.")),
    ("extra_forbidden", lambda _c: _("There is no member of this name.")),
    ("string_too_long", lambda c: _("At most %(count)s characters.") % {"count": c["max_length"]}),
    ("string_too_short", lambda c: _("At least %(count)s characters.") % {"count": c["min_length"]}),
    ("string_pattern", lambda _c: _("The text has another form; the description shows it.")),
    ("string", lambda _c: _("Send a text.")),
    ("too_long", lambda c: _("At most %(count)s items.") % {"count": c["max_length"]}),
    ("too_short", lambda c: _("At least %(count)s items.") % {"count": c["min_length"]}),
    ("greater_than_equal", lambda c: _("Not less than %(bound)s.") % {"bound": c["ge"]}),
    ("greater_than", lambda c: _("More than %(bound)s.") % {"bound": c["gt"]}),
    ("less_than_equal", lambda c: _("Not more than %(bound)s.") % {"bound": c["le"]}),
    ("less_than", lambda c: _("Less than %(bound)s.") % {"bound": c["lt"]}),
    ("enum", lambda c: _("One of %(values)s.") % {"values": c["expected"]}),
    ("literal", lambda c: _("One of %(values)s.") % {"values": c["expected"]}),
    ("int", lambda _c: _("Send a whole number.")),
    ("float", lambda _c: _("Send a number.")),
    ("decimal", lambda _c: _("Send a decimal number.")),
    ("bool", lambda _c: _("Send true or false.")),
    ("uuid", lambda _c: _("Send a UUID.")),
    ("timezone", lambda _c: _("Send the time with its offset, such as 2026-03-01T09:30:00+08:00.")),
    ("moment_beyond", lambda _c: _("Send a time between 1900 and 2199.")),
    ("datetime", lambda _c: _("Send a time such as 2026-03-01T09:30:00+08:00.")),
    ("date", lambda _c: _("Send a date such as 2026-03-01.")),
    ("list", lambda _c: _("Send a list.")),
    ("model", lambda _c: _("Send an object.")),
    ("dict", lambda _c: _("Send an object.")),
)


def problem_of(contexts: Sequence[ValidationErrorContext[Any]]) -> Problem:
    """All misfits of a request at once, as one problem."""
    return _problem([misfit for context in contexts for misfit in _misfits(context)])


def refuse_nul(value: object, *, within: str) -> None:
    """
    Refuse U+0000 anywhere in what was sent: JSON knows it, the database does not.

    Args:
        value: texts, numbers, lists and mappings within each other, however deep.
        within: where it stands, as in ``Misfit``.

    Raises:
        Problem: 422, with the place of each.
    """
    found: list[Misfit] = []
    left: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while left:
        place, one = left.pop()
        if isinstance(one, str) and "\x00" in one:
            words = _("No text can hold the character U+0000; leave it out.")
            found.append(Misfit(within=within, pointer=_pointer(place), code="nul", detail=words))
        elif isinstance(one, Mapping):
            left += [((*place, name), name) for name in one if "\x00" in name]
            left += [((*place, name), below) for name, below in one.items()]
        elif isinstance(one, list):
            left += [((*place, position), below) for position, below in enumerate(one)]
    if found:
        raise _problem(found)


def _problem(errors: Sequence[Misfit]) -> Problem:
    return Problem(
        422,
        "rest.values_do_not_fit",
        _("Correct the values that are listed and send the request again."),
        errors=errors,
    )


def _misfits(context: ValidationErrorContext[Any]) -> list[Misfit]:
    model = context.model
    within = str(model.__ninja_param_source__)
    # A body that is one value is not a member of anything, though the operation has a name for it.
    is_whole = within == "body" and hasattr(model, "__read_from_single_attr__")
    found = []
    for error in context.pydantic_validation_error.errors(include_url=False, include_input=False):
        # Parameters that an operation takes together are still sent one by one.
        place = model.__ninja_flatten_map_reverse__.get(error["loc"], error["loc"])
        if is_whole or (within != "body" and len(place) > 1):
            place = place[1:]
        kind = error["type"]
        found.append(
            Misfit(
                within=within, pointer=_pointer(place), code=kind, detail=_words(kind, error.get("ctx", {}))
            )
        )
    return found


def _pointer(place: Sequence[str | int]) -> str:
    """The JSON pointer up to the first part that is not plainly a name or a position."""
    parts = []
    for part in place:
        if isinstance(part, str) and not _NAME.fullmatch(part):
            break
        parts.append(f"/{part}")
    return "".join(parts)


def _words(kind: str, context: Mapping[str, Any]) -> str:
    for beginning, words in _WORDS:
        if kind.startswith(beginning):
            return words(context)
    return _("This value does not fit; the description says what does.")
