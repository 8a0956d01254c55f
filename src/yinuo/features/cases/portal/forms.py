"""What customers fill in on their own pages; nothing typed is lost when something is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from yinuo.features.cases.forms import WordsForm
from yinuo.features.cases.models import AnswerBy, Demand, Kind, PreferredTime
from yinuo.features.cases.operations.file_as_customer import Wishes
from yinuo.features.cases.operations.rate_handling import LONGEST_WORDS
from yinuo.features.cases.portal.once import token_of
from yinuo.platform.files.public import (
    ACCEPTED,
    MOST_FILES,
    CannotTakeFile,
    CheckedUploads,
    Upload,
    check_uploads,
)

# Reports and petitions have procedures of their own: they are taken down by staff, who know where they belong.
ASKED = (Kind.COMPLAINT, Kind.CONSULTATION, Kind.SUGGESTION, Kind.PRAISE)
LONGEST_NAME = 60  # characters of a file's name in a refusal


class ManyFiles(forms.FileInput):
    """A field for any number of files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, each looked into; whatever is refused is said with the name of its file."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> CheckedUploads:  # noqa: ARG002  # the form's own signature
        arrived = [one for one in data or [] if isinstance(one, UploadedFile)]
        if len(arrived) > MOST_FILES:
            raise ValidationError(__("At most %(most)s files belong to one matter.") % {"most": MOST_FILES})
        checked, refusals = [], []
        for one in arrived:
            name = (one.name or "")[:LONGEST_NAME]
            try:
                checked.append(check_uploads([Upload(name=one.name or "", data=one.read())]))
            except CannotTakeFile as refusal:
                refusals.append(__("“%(name)s”: %(why)s") % {"name": name, "why": str(refusal)})
        if refusals:
            raise ValidationError([*refusals, __("Choose your files again; the words you typed are kept.")])
        return CheckedUploads(
            files=tuple(file for one in checked for file in one.files),
            scanned=all(one.scanned for one in checked),
        )


def files_field(**more: Any) -> FilesField:
    """The field for files as both forms show it."""
    return FilesField(
        label=_("Photos and documents"),
        required=False,
        help_text=_(
            "Pictures, PDF, documents, recordings; 20 MB each. Place and device are taken out of pictures."
        ),
        widget=ManyFiles(attrs={"accept": ",".join(ACCEPTED)}),
        **more,
    )


class FilingForm(WordsForm):
    """For customers who turn to us: no account, few fields."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=[(kind.value, kind.label) for kind in ASKED])
    attachments = files_field()
    demand = forms.ChoiceField(
        label=_("What do you want us to do?"),
        choices=[("", _("Please choose")), *Demand.choices],
        required=False,
    )
    name = forms.CharField(
        label=_("How may we address you?"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    answer_by = forms.ChoiceField(
        label=_("How shall we answer you?"),
        choices=AnswerBy.choices,
        initial=AnswerBy.PHONE,
        widget=forms.RadioSelect,
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        error_messages={"required": _("Please give the number on which we may call you.")},
        help_text=_("We call you back on this number; nobody sees it without a reason."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    preferred_time = forms.ChoiceField(
        label=_("When does a call suit you?"),
        choices=PreferredTime.choices,
        required=False,
        initial=PreferredTime.ANY,
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=200,
        error_messages={"required": _("Please give the address to which we may write.")},
        widget=forms.TextInput(attrs={"type": "email", "autocomplete": "email"}),
    )
    once = forms.CharField(required=False, widget=forms.HiddenInput)
    field_order = (
        "kind",
        "text",
        "attachments",
        "demand",
        "name",
        "answer_by",
        "phone",
        "preferred_time",
        "email",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answer_by = self["answer_by"].value()
        self.fields["phone"].required = answer_by == AnswerBy.PHONE
        self.fields["email"].required = answer_by == AnswerBy.EMAIL

    def token(self) -> str:
        """The secret of the page that this very filing leads to, sent once or twice; only after ``is_valid``."""
        given = {name: str(value) for name, value in self.cleaned_data.items() if name != "attachments"}
        files = (file.data for file in self.cleaned_data["attachments"].files)
        return token_of(key=given.pop("once"), said=given, files=files)

    def wishes(self) -> Wishes:
        """How they wish to be answered; only after ``is_valid``."""
        given = self.cleaned_data
        return Wishes(
            answer_by=AnswerBy(given["answer_by"]),
            preferred_time=PreferredTime(given["preferred_time"] or PreferredTime.ANY),
            demand=Demand(given["demand"]) if given["demand"] else None,
        )


class AddForm(forms.Form):
    """Say more, send files, or both."""

    text = forms.CharField(
        label=_("Add something"), required=False, widget=forms.Textarea(attrs={"rows": 4, "id": "text"})
    )
    attachments = files_field()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given["text"] and not given["attachments"].files:
            self.add_error("text", __("Write something, or choose a file."))
        return given


class RatingForm(forms.Form):
    """How well it was handled."""

    score = forms.TypedChoiceField(
        label=_("How well was it handled?"),
        coerce=int,
        choices=[
            (5, _("5 · very well")),
            (4, _("4 · well")),
            (3, _("3 · fairly")),
            (2, _("2 · badly")),
            (1, _("1 · very badly")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
