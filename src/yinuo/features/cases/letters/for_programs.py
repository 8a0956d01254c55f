"""A letter that comes from another program: written in the name of a person, released like any other."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.in_name_of import person_for
from yinuo.features.cases.letters.issuing import CannotWriteLetter, LetterWords, issue_letter
from yinuo.features.cases.letters.queries import LetterView, letters_of
from yinuo.features.cases.locking import CaseNotFound
from yinuo.platform.audit.public import append
from yinuo.platform.files.public import HandedOut, hand_out_of
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


def issue_letter_for(
    *, case_id: UUID, words: LetterWords, why: str, written_by: str, program: Actor, now: datetime
) -> LetterView:
    """
    Write a letter in the name of the case's owner, or of the colleague with the staff number ``written_by``.

    The evidence of the case names the program as well.

    Raises:
        CaseNotFound, CannotWriteLetter, CannotTakeFile, CannotRequestApproval: see ``issue_letter``; or nobody may
            write it in whose name it could be.
    """
    with transaction():
        person = person_for(case_id=case_id, number=written_by)
        if person is None:
            raise CannotWriteLetter(
                _(
                    "Name a specialist or supervisor in whose name it is written: the case has no owner who could."
                )
            )
        letter_id = issue_letter(case_id=case_id, words=words, actor=person, now=now, why=why)
        append(
            stream=f"case:{case_id}",
            action="case.letter_came_in",
            actor=program.reference,
            at=now,
            facts={"letter": str(letter_id), "in_name_of": str(person.id)},
        )
    return letter_of(case_id=case_id, letter_id=letter_id)


def letter_of(*, case_id: UUID, letter_id: UUID) -> LetterView:
    """
    One letter of a case; the caller has decided who sees the case.

    Raises:
        CaseNotFound: the case has no such letter.
    """
    found = next((one for one in letters_of(case_id=case_id) if one.id == letter_id), None)
    if found is None:
        raise CaseNotFound(_("There is no such letter on this case."))
    return found


def read_letter(
    *, case_id: UUID, letter_id: UUID, actor: Actor, now: datetime
) -> tuple[LetterView, HandedOut]:
    """
    A letter with its PDF; the reading is on record before the first byte leaves.

    Raises:
        CaseNotFound: the case has no such letter.
        CannotOpenFile, CannotOpen, StoreIsAway: see ``hand_out_of``.
    """
    letter = letter_of(case_id=case_id, letter_id=letter_id)
    file = hand_out_of(file_id=letter.file_id, subject=f"case:{case_id}", actor=actor, now=now)
    if file is None:
        raise CaseNotFound(_("There is no such letter on this case."))
    return letter, file
