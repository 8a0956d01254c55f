"""Write the decision letter of a case: look at it first, then issue it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.customers.public import clear_names
from yinuo.features.cases import rules
from yinuo.features.cases.letters.content import LANGUAGES, LetterContent
from yinuo.features.cases.letters.releasing import ask_for_release, issue, note, why_second_person
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, Kind, Letter, State
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import Upload, attach_files, check_uploads
from yinuo.platform.identity.public import SYSTEM, Actor, ActorKind, institution_name, nodes
from yinuo.platform.jobs.public import transaction

LONGEST = 4_000


class CannotWriteLetter(DomainError):
    """There is nothing to decide yet, or the letter lacks what makes it one."""

    code = "case.cannot_write_letter"


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """What a specialist writes of a letter; the rest comes from the case."""

    found: str
    decided: str
    basis: str
    language: str = "zh-hans"


def preview_letter(*, case_id: UUID, words: LetterWords, actor: Actor, now: datetime) -> bytes:
    """
    The letter as it would be issued now; nothing is kept.

    Raises:
        CaseNotFound: it lies outside the actor's reach.
        CannotWriteLetter: the case is no complaint, has no answer yet, or the words lack findings or decision.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor)
        return _pdf(_content(case, words, now))


def issue_letter(
    *,
    case_id: UUID,
    words: LetterWords,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    why: str = "",
) -> UUID:
    """
    Keep the letter, sealed, where the customer finds it; how it is brought to them is recorded by deliveries.

    Where a second person has to release it, only staff see it until then; another letter replaces one that waits.

    Args:
        why: for whoever releases it, where somebody has to.

    Returns:
        The letter's id.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotWriteLetter: see ``preview_letter``.
        CannotTakeFile: the case holds too many files.
        CannotRequestApproval: a second person is needed, and nothing says why or no member of staff asks.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        data = _pdf(_content(case, words, now))
        (file_id,) = attach_files(
            subject=f"case:{case.pk}",
            owner=case.customer_id,
            checked=check_uploads([Upload(name=f"{case.number}.pdf", data=data)]),
            by_customer=False,
            for_customer=False,
            actor=actor,
            now=now,
        )
        Letter.objects.filter(case=case, state=Letter.State.WAITING).update(state=Letter.State.REPLACED)
        letter = Letter.objects.create(
            case=case,
            state=Letter.State.WAITING,
            file_id=file_id,
            digest=sha256(data).hexdigest(),
            language=words.language,
            written_by=actor.id if actor.kind is ActorKind.STAFF else None,
            written_at=now,
        )
        case.revision += 1
        case.save(update_fields=["revision"])
        if why_second_person(case, actor=actor):
            note(letter, "case.letter_written", actor=actor, now=now)
            ask_for_release(letter, why=why, actor=actor, now=now)
        else:
            issue(letter, case=case, actor=actor, now=now)
        tell_screens(case)
    return letter.pk


def _pdf(content: LetterContent) -> bytes:
    from yinuo.features.cases.letters.composing import letter_pdf  # what draws is loaded by who needs it

    return letter_pdf(content)


def _refuse_strange(words: LetterWords) -> None:
    """What somebody writes has to stand in the letter; what the customer wrote is marked where it cannot."""
    from yinuo.features.cases.letters.setting import not_drawable
    from yinuo.features.cases.letters.typeface import CannotReadFont

    try:
        strange = not_drawable(words.found + words.decided + words.basis)
    except CannotReadFont as error:
        raise CannotWriteLetter(
            _("The font of letters cannot be read; the system administrator has to name another one.")
        ) from error
    if strange:
        raise CannotWriteLetter(
            _("The font of letters has no sign for: %(characters)s — write it in another way.")
            % {"characters": " ".join(strange[:10])}
        )


def _content(case: Case, words: LetterWords, now: datetime) -> LetterContent:
    if case.kind != Kind.COMPLAINT:
        raise CannotWriteLetter(
            _("Only a complaint ends with a decision letter; answer the customer instead.")
        )
    if case.state not in (State.ANSWERED, State.RESOLVED):
        raise CannotWriteLetter(_("Answer the customer first; then decide and write the letter."))
    if words.language not in LANGUAGES:
        raise CannotWriteLetter(_("Choose the language of the letter."))
    if not words.found.strip() or not words.decided.strip():
        raise CannotWriteLetter(
            _("Write what we found and what we decide; a letter without them decides nothing.")
        )
    if max(len(text) for text in (words.found, words.decided, words.basis)) > LONGEST:
        raise CannotWriteLetter(_("Each part of a letter holds at most 4,000 characters; please shorten it."))
    _refuse_strange(words)
    names = sorted(clear_names(case.customer_id))
    superior = rules.superior_path(case.path)
    units = {node.path: node.name for node in nodes(actor=SYSTEM)}
    institution = institution_name()
    return LetterContent(
        institution=institution,
        number=case.number,
        salutation=names[0] if names else "",
        voiced_date=timezone.localtime(case.voiced_at).date(),
        complained=case.subject,
        found=words.found.strip(),
        decided=words.decided.strip(),
        basis=words.basis.strip(),
        superior=units.get(superior, institution),
        date=timezone.localtime(now).date(),
        language=words.language,
    )
