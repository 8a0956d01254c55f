"""Pure decisions about cases."""

from __future__ import annotations

import re
from datetime import date

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000

_PREFIXES = {
    "COMPLAINT": "TS",
    "CONSULTATION": "ZX",
    "SUGGESTION": "JY",
    "PRAISE": "BY",
    "REPORT": "JB",
    "PETITION": "XF",
}
_RESPONSE = {"COMPLAINT": "complaint.first_response", "CONSULTATION": "consultation.answer"}
_DECISION = {"COMPLAINT": "complaint.decision"}
_REVIEW = "complaint.review"
_CFPB_RESPONSE = "cfpb.timely_response"
LETTER = "complaint.letter"

# What a machine says by itself, in the words that such texts use; it is no answer.
_AUTOMATIC = re.compile(
    r"^\W*(我们|本行)?(已收到|已经收到|收到)您的(投诉|来信|反馈|咨询|消息|留言)[^。!！]{0,30}[。!！]?\W*$"
    r"|^\W*(自动回复|auto[- ]?reply|automatic reply)\b",
    re.IGNORECASE,
)
SHORTEST_ANSWER = 6


def case_number(*, kind: str, day: date, serial: int) -> str:
    """The number that customers quote: kind, day and a serial number, such as TS-251124-0431."""
    return f"{_PREFIXES[kind]}-{day:%y%m%d}-{serial:04d}"


def response_duty(*, kind: str, source: str, relation: str = "") -> str | None:
    """What is owed first, a substantive response, or None where nobody waits for one."""
    if relation == "REVIEW":
        return None
    return _CFPB_RESPONSE if source == "CFPB" else _RESPONSE.get(kind)


def decision_duty(*, kind: str, source: str, relation: str = "") -> str | None:
    """What is owed in the end, a decision, or None where none is; a review has a clock of its own."""
    if relation == "REVIEW":
        return _REVIEW
    return None if source == "CFPB" else _DECISION.get(kind)


def letter_duty(*, kind: str, source: str) -> str | None:
    """What is owed after the decision, the letter that tells of it, or None where none is written."""
    return LETTER if kind == "COMPLAINT" and source != "CFPB" else None


def is_substantive(text: str) -> bool:
    """Whether a text answers somebody: an automatic acknowledgement or a word or two does not."""
    return len(text.strip()) >= SHORTEST_ANSWER and not _AUTOMATIC.search(text.strip())


def superior_path(path: str) -> str:
    """The path of the unit above; the head office stands above itself."""
    steps = path.strip("/").split("/")
    return "/" + "/".join(steps[:-1] if len(steps) > 1 else steps) + "/"
