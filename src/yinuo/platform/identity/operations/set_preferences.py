"""Choose the language and the look in which one works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.scope import locked_staff
from yinuo.platform.jobs.public import transaction

THEMES = frozenset({"", "auto", "light", "dark", "contrast"})


class CannotSetPreferences(DomainError):
    """There is no such language or look."""

    code = "identity.cannot_set_preferences"


@dataclass(frozen=True, kw_only=True)
class Preferences:
    """The language code and theme of a member of staff; blank means as the browser asks."""

    staff_id: UUID
    language: str
    theme: str


def set_preferences(
    *, actor: Actor, now: datetime, language: str | None = None, theme: str | None = None
) -> Preferences:
    """
    Change the actor's own language or theme; None leaves it, blank follows the browser.

    Raises:
        UnknownStaff: the actor is no member of staff.
        CannotSetPreferences: there is no such language or theme.
    """
    languages = {"", *(code for code, _name in settings.LANGUAGES)}
    if (language is not None and language not in languages) or (theme is not None and theme not in THEMES):
        raise CannotSetPreferences(_("Choose one of the languages and themes that are offered."))
    with transaction():
        staff = locked_staff(actor.id, actor)
        before = (staff.language, staff.theme)
        staff.language = staff.language if language is None else language
        staff.theme = staff.theme if theme is None else theme
        if (staff.language, staff.theme) != before:
            staff.save(update_fields=["language", "theme"])
            note_staff(
                staff_id=staff.pk,
                action="identity.preferences_set",
                actor=actor,
                at=now,
                facts={"language": staff.language, "theme": staff.theme},
            )
        return Preferences(staff_id=staff.pk, language=staff.language, theme=staff.theme)
