"""What the administration pages and the profile ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.errors import UnknownNode, UnknownStaff
from yinuo.platform.identity.models import Node
from yinuo.platform.identity.queries import NodeView, StaffRow, nodes, staff_list
from yinuo.platform.identity.roles import Role

T = TypeVar("T")
INDENT = "\u2003"  # a wide blank shows depth where a select shows text alone
MANY = 500


def attempt(form: forms.Form, write: Callable[[], T]) -> T | None:
    """
    Run one operation for a valid form; a refusal becomes the form's error.

    Raises:
        Http404: what it is about does not exist within reach.
    """
    try:
        return write()
    except (UnknownStaff, UnknownNode):
        raise Http404 from None
    except DomainError as refused:
        form.add_error(None, str(refused))
        return None


class NodeField(forms.TypedChoiceField):
    """One unit within the actor's reach, shown as a tree."""

    def __init__(self, *, label: Any, units: Iterable[NodeView]) -> None:
        choices = [(str(unit.id), f"{INDENT * unit.depth}{unit.name}") for unit in units]
        super().__init__(label=label, choices=choices, coerce=UUID)


class UnitForm(forms.Form):
    """A new unit."""

    name = forms.CharField(label=_("Unit name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[choice for choice in Node.Kind.choices if choice[0] != Node.Kind.HEAD_OFFICE],
    )
    code = forms.CharField(
        label=_("Unit code"),
        max_length=32,
        help_text=_("Capital letters, digits and hyphens, such as BJ-01."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = NodeField(label=_("Below"), units=nodes(actor=actor))
        self.order_fields(["name", "kind", "parent", "code"])


class UnitChangeForm(forms.Form):
    """Another name or place for a unit; the head office has no place to choose."""

    name = forms.CharField(label=_("Unit name"), max_length=120)

    def __init__(self, *args: Any, actor: Actor, unit: NodeView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit.parent_id is not None:
            elsewhere = [other for other in nodes(actor=actor) if not other.path.startswith(unit.path)]
            self.fields["parent"] = NodeField(label=_("Below"), units=elsewhere)


class PersonForm(forms.Form):
    """What is known about a member of staff; ``is_new`` asks for number and roles too."""

    number = forms.CharField(
        label=_("Staff number"), max_length=32, help_text=_("Signs in with it. It cannot be changed later.")
    )
    name = forms.CharField(label=_("Full name"), max_length=64)
    email = forms.EmailField(
        label=_("E-mail"), required=False, help_text=_("Hears of it when the way into the account changes.")
    )
    skills = forms.CharField(
        label=_("Skills"),
        required=False,
        help_text=_("Products, languages, channels; with commas between them."),
    )
    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, actor: Actor, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"] = NodeField(label=_("Unit"), units=nodes(actor=actor))
        self.order_fields(["number", "name", "node", "email", "skills", "roles"])
        if not is_new:
            del self.fields["number"], self.fields["roles"]

    def clean_skills(self) -> list[str]:
        text: str = self.cleaned_data["skills"]
        return [
            part.strip() for part in text.replace("，", ",").replace("、", ",").split(",") if part.strip()
        ]


class RolesForm(forms.Form):
    """The roles that somebody holds."""

    roles = forms.TypedMultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        coerce=Role,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class ResetForm(forms.Form):
    """What somebody has lost."""

    password = forms.BooleanField(label=_("New one-time password"), required=False)
    second_factor = forms.BooleanField(
        label=_("Remove all second factors"),
        required=False,
        help_text=_("The person sets up a new one at the next sign-in. Make sure that it is really them."),
    )


class AbsenceForm(forms.Form):
    """Days away, and who stands in: from the beginning of the first day until the first day back begins."""

    first_day = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    first_day_back = forms.DateField(
        label=_("First day back"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actor: Actor, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = staff_list(actor=actor, size=MANY).rows
        if not own:
            self.fields["who"] = person_field(_("Who is away"), people)
        others = [person for person in people if not own or person.id != actor.id]
        self.fields["substitute"] = person_field(_("Who stands in"), others)
        self.order_fields(["who", "substitute", "first_day", "first_day_back"])

    @property
    def period(self) -> tuple[datetime, datetime]:
        """The half-open period, in the time zone of the house."""
        first, back = (
            timezone.make_aware(datetime.combine(self.cleaned_data[name], time.min))
            for name in ("first_day", "first_day_back")
        )
        return first, back


def person_field(label: Any, people: Iterable[StaffRow]) -> forms.TypedChoiceField:
    """One of ``people``, told apart by their unit where names are the same."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "—"), *((str(person.id), f"{person.name} · {person.node_name}") for person in people)],
        coerce=UUID,
    )
