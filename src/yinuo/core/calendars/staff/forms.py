"""Forms of the calendar pages."""

from __future__ import annotations

import csv
import io
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.kernel.worktime.checks import WEEKDAYS

_COLUMNS = ("date", "kind", "hours", "name", "name_en")


class CalendarForm(forms.Form):
    """What a calendar says: hours of the week, and the days that differ as lines of CSV."""

    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=60)
    mon = forms.CharField(label=gettext_lazy("Monday"), required=False, max_length=200)
    tue = forms.CharField(label=gettext_lazy("Tuesday"), required=False, max_length=200)
    wed = forms.CharField(label=gettext_lazy("Wednesday"), required=False, max_length=200)
    thu = forms.CharField(label=gettext_lazy("Thursday"), required=False, max_length=200)
    fri = forms.CharField(label=gettext_lazy("Friday"), required=False, max_length=200)
    sat = forms.CharField(label=gettext_lazy("Saturday"), required=False, max_length=200)
    sun = forms.CharField(label=gettext_lazy("Sunday"), required=False, max_length=200)
    official_from = forms.CharField(
        label=gettext_lazy("Official from"), required=False, max_length=10, help_text="2026-01-01"
    )
    official_through = forms.CharField(
        label=gettext_lazy("Official through"),
        required=False,
        max_length=10,
        help_text=gettext_lazy("After this day everything is flagged provisional."),
    )
    exceptions = forms.CharField(
        label=gettext_lazy("Days that differ"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One day for each line: date,kind,hours,Chinese name,English name. The kind is HOLIDAY, MAKEUP, HOURS, "
            "EXTRA or TAKEN; several hours are separated by spaces."
        ),
    )

    def content(self) -> dict[str, Any]:
        """As ``calendar_from`` reads it."""
        given = self.cleaned_data
        return {
            "zone": given["zone"].strip(),
            "week": {name: _hours(given[name]) for name in WEEKDAYS},
            "exceptions": exceptions_from(given["exceptions"]),
            "official_from": given["official_from"].strip(),
            "official_through": given["official_through"].strip(),
        }


class NewCalendarForm(CalendarForm):
    """A calendar that does not exist yet."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=80)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=120)
    field_order = ("code", "name_zh", "name_en")


class AskForm(forms.Form):
    """When a draft is to take effect, and why."""

    takes_effect_at = forms.DateTimeField(
        label=gettext_lazy("Takes effect"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=4, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class FileForm(forms.Form):
    """A file of holidays."""

    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("CSV or iCalendar (.ics)"))

    def clean_file(self) -> Any:
        """Refuse what is larger than any list of days."""
        file = self.cleaned_data["file"]
        if file.size > 1_000_000:
            raise forms.ValidationError(_("file: larger than one megabyte; a list of holidays is not."))
        return file


def initial_of(data: dict[str, Any]) -> dict[str, str]:
    """A calendar's data as the form shows it."""
    week = data.get("week", {})
    return {
        "zone": data.get("zone", "Asia/Shanghai"),
        **{name: ", ".join(week.get(name, [])) for name in WEEKDAYS},
        "official_from": data.get("official_from") or "",
        "official_through": data.get("official_through") or "",
        "exceptions": lines_of(data.get("exceptions", [])),
    }


def lines_of(exceptions: list[dict[str, Any]]) -> str:
    """Days that differ as lines of CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for one in exceptions:
        writer.writerow(
            [
                one["date"],
                one["kind"],
                " ".join(one.get("hours", [])),
                one.get("name", ""),
                one.get("name_en", ""),
            ]
        )
    return out.getvalue()


def exceptions_from(text: str) -> list[dict[str, Any]]:
    """Lines of CSV as the data of a calendar."""
    found = []
    for row in csv.reader(io.StringIO(text)):
        if any(cell.strip() for cell in row):
            one: dict[str, Any] = dict(zip(_COLUMNS, (cell.strip() for cell in row), strict=False))
            one["hours"] = one.get("hours", "").split()
            one["kind"] = one.get("kind", "").upper()
            found.append(one)
    return found


def _hours(text: str) -> list[str]:
    return [part.strip() for part in text.replace("，", ",").split(",") if part.strip()]
