"""
The published form of the Consumer Complaint Database of the United States.

A date received, what was sent to the company, and how the company answered; nobody is named.
Source: Consumer Financial Protection Bureau, https://www.consumerfinance.gov/data-research/consumer-complaints/
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from yinuo.features.cases import rules
from yinuo.features.cases.importing.errors import CannotReadRow

COLUMNS = (
    "Date received",
    "Product",
    "Sub-product",
    "Issue",
    "Sub-issue",
    "Consumer complaint narrative",
    "Company public response",
    "Company",
    "State",
    "ZIP code",
    "Tags",
    "Consumer consent provided?",
    "Submitted via",
    "Date sent to company",
    "Company response to consumer",
    "Timely response?",
    "Consumer disputed?",
    "Complaint ID",
)

_LONGEST_ID = 40
_DATES = ("%Y-%m-%d", "%m/%d/%Y")
_TIMELY = {"yes": True, "no": False, "": None}
_ENDED = ("closed", "untimely response")
_GOES_ON = "in progress"


@dataclass(frozen=True, kw_only=True)
class PastComplaint:
    """
    One published complaint.

    Attributes:
        is_timely: what was published about the company's answer; None where nothing was.
        outcome: the published words for how it ended, such as "Closed with explanation".
        is_composed: the consumer's own words were not published; the text says what is known.
    """

    external_id: str
    received_date: date
    subject: str
    text: str
    is_timely: bool | None
    is_ended: bool
    outcome: str
    is_composed: bool = False


def read_complaint(cells: Mapping[str, str]) -> PastComplaint:
    """
    The complaint that a record describes.

    Args:
        cells: by the names in ``COLUMNS``.

    Raises:
        CannotReadRow: it has no id, no readable date, an unknown outcome, or too long a text.
    """
    external_id = cells["Complaint ID"]
    if not external_id:
        raise CannotReadRow(_("it has no complaint ID"))
    if len(external_id) > _LONGEST_ID:
        raise CannotReadRow(_("its complaint ID is longer than 40 characters"))
    timely, outcome = cells["Timely response?"].lower(), cells["Company response to consumer"]
    if timely not in _TIMELY:
        raise CannotReadRow(_("“Timely response?” is neither Yes nor No"))
    is_ended = outcome.lower().startswith(_ENDED)
    if not is_ended and outcome.lower() not in {_GOES_ON, ""}:
        raise CannotReadRow(_("its “Company response to consumer” is none that is known"))
    text = cells["Consumer complaint narrative"] or _compose(cells)
    if len(text) > rules.LONGEST_TEXT:
        raise CannotReadRow(_("its text is longer than 20,000 characters"))
    return PastComplaint(
        external_id=external_id,
        received_date=_read_date(cells["Date received"]),
        subject=_subject(cells),
        text=text,
        is_timely=_TIMELY[timely],
        is_ended=is_ended,
        outcome=outcome,
        is_composed=not cells["Consumer complaint narrative"],
    )


@lru_cache(maxsize=4096)
def _read_date(text: str) -> date:
    for form in _DATES:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, without a zone
        except ValueError:
            continue
    raise CannotReadRow(_("its “Date received” is no date such as 2023-08-25"))


def _subject(cells: Mapping[str, str]) -> str:
    issue, product = cells["Issue"], cells["Product"]
    return (f"{issue} ({product})" if issue and product else issue or product)[: rules.LONGEST_SUBJECT]


def _compose(cells: Mapping[str, str]) -> str:
    """What is known where the consumer's own words were not published; in the language of the source."""
    told = [f"{name}: {cells[name]}" for name in COLUMNS[1:5] if cells[name]]
    return ". ".join(["The consumer's own words were not published", *told]) + "."
