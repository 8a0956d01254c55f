"""A refusal in a form: at the field that it is about, else on top."""

from __future__ import annotations

from django import forms

from yinuo.kernel.errors import DomainError


def add_refusal(form: forms.Form, refusal: DomainError) -> None:
    """Show why an operation refused what was filled in; ``week.mon`` is about the field ``mon``, or else ``week``."""
    named = refusal.field.split(".")
    where = next((one for one in (named[-1], named[0]) if one in form.fields), None)
    form.add_error(where, str(refusal))
