"""Forms: one field with all that belongs to it, and the summary of what was refused."""

from __future__ import annotations

from django.forms import BaseForm, BoundField
from django.utils.safestring import SafeString

from yinuo.platform.ui.tags.library import register


@register.inclusion_tag("ui/components/field.html")
def field(bound: BoundField, help: str = "", label: str = "") -> dict[str, object]:  # noqa: A002  # the template's own word
    """
    A form field: label, control, help and errors, tied together for screen readers.

    Checkboxes put their label behind; groups of choices become a fieldset with a legend.
    """
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "")
    many = bool(getattr(widget, "use_fieldset", False))
    return {
        "bound": bound,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "errors": bound.errors,
        "required": bound.field.required,
        "hidden": bound.is_hidden,
        "choice": kind == "checkbox" and not many,
        "many": many,
        "control": _control(bound, help=bool(help or bound.help_text)),
    }


def _control(bound: BoundField, *, help: bool) -> SafeString:  # noqa: A002
    described = [f"{bound.auto_id}_help"] * help + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attrs: dict[str, str | bool] = {}
    if described:
        attrs["aria-describedby"] = " ".join(described)
    if bound.errors:
        attrs["aria-invalid"] = "true"
    return bound.as_widget(attrs=attrs)


@register.inclusion_tag("ui/components/errors.html")
def errors(form: BaseForm) -> dict[str, object]:
    """The summary above a refused form, each line leading to its field; nothing while all is well."""
    lines = [
        {"id": form[name].id_for_label or form[name].auto_id, "label": form[name].label, "text": text}
        for name, texts in form.errors.items()
        if name != "__all__"
        for text in texts
    ]
    return {"lines": lines, "general": form.non_field_errors(), "any": form.is_bound and bool(form.errors)}
