"""Decision letters for other programs: written in a person's name, read, and their deliveries recorded."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from yinuo.features.cases.letters.delivering import CannotRecordDelivery, record_delivery
from yinuo.features.cases.letters.for_programs import issue_letter_for, letter_of, read_letter
from yinuo.features.cases.letters.issuing import LONGEST, CannotWriteLetter, LetterWords
from yinuo.features.cases.letters.queries import letters_of
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.queries.case import id_of
from yinuo.platform.approvals.public import CannotRequestApproval
from yinuo.platform.files.public import CannotOpenFile, CannotTakeFile, StoreIsAway
from yinuo.platform.rest.public import Answer, ApiRequest, Body, Moment, Router, not_found

router = Router(tag="Cases")
READ, WRITE = "cases:read", "cases:write"
REFUSALS = {CaseNotFound: 404, CaseChangedMeanwhile: 409}


class NewLetter(Body):
    """What a letter says; letterhead, salutation and rights come by themselves."""

    found: str = Field(min_length=1, max_length=LONGEST, description="what was found")
    decided: str = Field(min_length=1, max_length=LONGEST, description="what is decided")
    basis: str = Field(default="", max_length=LONGEST, description="on what basis")
    language: Literal["zh-hans", "en"] = "zh-hans"
    why: str = Field(default="", max_length=2000, description="for the second person, where one releases it")
    written_by: str = Field(
        default="", max_length=32, description="staff number of the writer; empty for the owner of the case"
    )


class NewDelivery(Body):
    """One attempt to bring a letter to the customer."""

    way: Literal["HANDED_OVER", "POSTED", "SENT"]
    outcome: Literal["UNDER_WAY", "REACHED", "FAILED"]
    at: Moment | None = Field(default=None, description="when; now if missing")
    proof: str = Field(min_length=1, max_length=300, description="a postal number, who signed, which address")


class LetterDeliveryOut(Answer):
    """One attempt; the proof is redacted."""

    way: str = Field(alias="way_code")
    outcome: str = Field(alias="outcome_code")
    at: datetime
    proof: str


class LetterOut(Answer):
    """A letter: WAITING for a second person, ISSUED, REFUSED or REPLACED."""

    id: UUID
    state: str
    sha256: str = Field(alias="digest", description="of the PDF")
    written_at: datetime
    issued_at: datetime | None
    delivered_at: datetime | None
    must_retry: bool = Field(description="every attempt so far failed")
    deliveries: list[LetterDeliveryOut] = Field(alias="attempts")


class LettersOut(Answer):
    """The letters of a case, the newest first."""

    items: list[LetterOut]


class LetterFileOut(Answer):
    """A letter with its PDF."""

    letter: LetterOut
    media_type: str
    content: str = Field(description="the PDF, in Base64")


@router.post(
    "/cases/{number}/letters",
    scope=WRITE,
    answer=LetterOut,
    refuses={
        **REFUSALS,
        CannotWriteLetter: 422,
        CannotRequestApproval: 422,
        CannotTakeFile: 409,
        StoreIsAway: 503,
    },
)
def create_letter(request: ApiRequest, number: str, body: NewLetter) -> object:
    """Write the decision letter in a person's name; issued at once, or once a second person releases it."""
    letter = issue_letter_for(
        case_id=_id(request, number),
        words=LetterWords(found=body.found, decided=body.decided, basis=body.basis, language=body.language),
        why=body.why,
        written_by=body.written_by,
        program=request.actor,
        now=request.now,
    )
    request.answer_headers["Location"] = f"/api/v1/cases/{number}/letters/{letter.id}"
    return letter


@router.get("/cases/{number}/letters", scope=READ, answer=LettersOut)
def list_letters(request: ApiRequest, number: str) -> object:
    """List the letters of a case, with each attempt to deliver them."""
    return {"items": letters_of(case_id=_id(request, number))}


@router.get(
    "/cases/{number}/letters/{uuid:letter_id}",
    scope=READ,
    answer=LetterFileOut,
    refuses={CaseNotFound: 404, CannotOpenFile: 409, StoreIsAway: 503},
)
def show_letter(request: ApiRequest, number: str, letter_id: UUID) -> object:
    """Get a letter with its PDF; the reading is on record."""
    letter, file = read_letter(
        case_id=_id(request, number), letter_id=letter_id, actor=request.actor, now=request.now
    )
    return {
        "letter": letter,
        "media_type": file.media_type,
        "content": b64encode(file.data).decode("ascii"),
    }


@router.post(
    "/cases/{number}/letters/{uuid:letter_id}/deliveries",
    scope=WRITE,
    answer=LetterOut,
    refuses={**REFUSALS, CannotRecordDelivery: 422},
)
def create_delivery(request: ApiRequest, number: str, letter_id: UUID, body: NewDelivery) -> object:
    """Record an attempt; the first that did not fail keeps the promise, at the time it was made."""
    case_id = _id(request, number)
    record_delivery(
        case_id=case_id,
        letter_id=letter_id,
        way=body.way,
        outcome=body.outcome,
        at=body.at or request.now,
        proof=body.proof,
        actor=request.actor,
        now=request.now,
    )
    return letter_of(case_id=case_id, letter_id=letter_id)


def _id(request: ApiRequest, number: str) -> UUID:
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise not_found()
    return case_id
