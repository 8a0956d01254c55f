"""What ends a case or adds to it, for other programs: withdraw, ask for a review, attach a file."""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field

from yinuo.features.cases import rules
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.operations.add_note import CannotAddNote
from yinuo.features.cases.operations.attach_to_case import CannotAttach, attach_to_case
from yinuo.features.cases.operations.request_review import CannotRequestReview, request_review
from yinuo.features.cases.operations.withdraw_case import CannotWithdrawCase, withdraw_case
from yinuo.features.cases.queries.case import id_of, state_of
from yinuo.platform.files.public import CannotTakeFile, StoreIsAway, Upload, check_uploads
from yinuo.platform.rest.public import Answer, ApiRequest, Body, Router, YesNo, not_found

router = Router(tag="Cases")
REFUSALS = {CaseNotFound: 404, CaseChangedMeanwhile: 409}
WRITE = "cases:write"
LONGEST_FILE = 2**20  # characters: a body holds no more


class NewWithdrawal(Body):
    """How the customer said that they no longer want it; kept as an internal note."""

    note: str = Field(default="", max_length=rules.LONGEST_TEXT)
    everybody: YesNo = Field(
        default=False,
        description="all of several people said so; otherwise the first customer alone, and others go on",
    )


class WithdrawalOut(Answer):
    """The case as it stands now."""

    number: str
    state: str


class NewReview(Body):
    """Why the customer does not accept the decision."""

    reason: str = Field(min_length=1, max_length=rules.LONGEST_TEXT)


class ReviewOut(Answer):
    """The review: a case of its own in the superior unit, and whether it has somebody already."""

    number: str
    is_owned: bool


class NewAttachment(Body):
    """A file; larger ones are attached on the pages."""

    name: str = Field(min_length=1, max_length=200)
    content: str = Field(min_length=1, max_length=LONGEST_FILE, description="in Base64")
    for_customer: YesNo = Field(default=False, description="whether the customer sees it on their page")


class AttachmentOut(Answer):
    """The stored file."""

    file_id: UUID


@router.post(
    "/cases/{number}/withdrawal",
    scope=WRITE,
    answer=WithdrawalOut,
    refuses={**REFUSALS, CannotWithdrawCase: 409, CannotAddNote: 422},
)
def create_withdrawal(request: ApiRequest, number: str, body: NewWithdrawal) -> object:
    """Withdraw the case for its customer; nothing is owed on it from now on, unless others who complain go on."""
    case_id = _id(request, number)
    withdraw_case(
        case_id=case_id, note=body.note, everybody=body.everybody, actor=request.actor, now=request.now
    )
    return WithdrawalOut(number=number, state=state_of(case_id=case_id))


@router.post(
    "/cases/{number}/reviews",
    scope=WRITE,
    answer=ReviewOut,
    refuses={**REFUSALS, CannotRequestReview: 422},
)
def create_review(request: ApiRequest, number: str, body: NewReview) -> object:
    """Ask the superior unit to look at the decision again, within 30 days of it."""
    begun = request_review(
        case_id=_id(request, number), reason=body.reason, actor=request.actor, now=request.now
    )
    request.answer_headers["Location"] = f"/api/v1/cases/{begun.number}"
    return ReviewOut(number=begun.number, is_owned=begun.owner_id is not None)


@router.post(
    "/cases/{number}/attachments",
    scope=WRITE,
    answer=AttachmentOut,
    refuses={**REFUSALS, CannotAttach: 409, CannotTakeFile: 422, StoreIsAway: 503},
)
def create_attachment(request: ApiRequest, number: str, body: NewAttachment) -> object:
    """Attach a file, once it was looked into: its type by its content, no archives that swell, no viruses."""
    case_id = _id(request, number)
    try:
        data = b64decode(body.content, validate=True)
    except (NotBase64, ValueError) as error:
        raise CannotTakeFile(_("The content is not in Base64.")) from error
    (file_id,) = attach_to_case(
        case_id=case_id,
        checked=check_uploads([Upload(name=body.name, data=data)]),
        for_customer=body.for_customer,
        actor=request.actor,
        now=request.now,
    )
    return AttachmentOut(file_id=file_id)


def _id(request: ApiRequest, number: str) -> UUID:
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise not_found()
    return case_id
