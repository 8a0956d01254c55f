"""What the words around a number say that it is."""

from __future__ import annotations

import re
from enum import Enum

_BEFORE = 32  # characters before a number that are looked at


class Said(Enum):
    """What a number is called."""

    CARD = "card"
    ACCOUNT = "account"
    IDENTITY = "identity"
    PHONE = "phone"
    CODE = "code"  # of an order, a case, a contract: not personal
    NOTHING = ""


_WORDS = {
    Said.CODE: r"订单|单号|流水|编号|案号|工单|票据|发票|合同|凭证|快递|运单|批次|保单|序号|验证码|代码|型号|版本"
    r"|order|reference|ref|ticket|case|invoice|transaction|confirmation|tracking|contract|serial|code|version|claim",
    Said.CARD: r"卡号|银行卡|信用卡|储蓄卡|借记卡|贷记卡|卡片|我的卡|主卡|副卡|(?<![a-z])(?<!id )cards?(?![a-z])",
    Said.ACCOUNT: r"[账帐][号户]|户头|存折|(?<![a-z])(?:account|acct|a/c|iban)(?![a-z])",
    Said.IDENTITY: r"身份证|证件|公民身份|(?<![a-z])(?:id|identity)(?![a-z])",
    Said.PHONE: r"电话|手机|座机|固话|联系方式|致电|拨打|打给|传真|微信|"
    r"(?<![a-z])(?:tel|telephone|phone|call|mobile|cell|fax|wechat|vx|wx|whatsapp|ph|mob)(?![a-z])",
}
_LINKS = (
    r"(?:号码|号|码|是|为|：|:|=|#|\(|（|\s|\.|,|-|_|的|我|最新|新|我的|绑定|有|'s"
    r"|(?<![a-z])(?:no|number|num|nr|is|was|my|card|me|at|on|id|of|a|and|的|the|her|his|new)(?![a-z]))*"
)
_CALLED = re.compile("|".join(f"(?P<{said.name}>{words})" for said, words in _WORDS.items()), re.IGNORECASE)
_LINK = re.compile(_LINKS, re.IGNORECASE)
_LOOSE = re.compile(r"[^\d。.;；\n!！?？,，、]{0,6}")
_COUNTED = re.compile(
    r"[期天笔次年月日分秒人号楼条个]| ?(?:[元块万亿%‰]|美元|人民币|dollars?|yuan|rmb|usd|cny|hours?|days?|points?)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:[¥$€£￥]|(?:rmb|usd|cny|hk\$)) ?$", re.IGNORECASE)


def said_before(text: str, start: int) -> tuple[Said, bool]:
    """
    What the words before ``start`` call the number, and whether they stand right before it.

    Not right before is still close: six characters without punctuation at most.
    """
    begin = max(0, start - _BEFORE)
    before = text[begin:start]
    if not any(map(str.isalpha, before)):
        return Said.NOTHING, False
    called = list(_CALLED.finditer(before))
    if not called:
        return Said.NOTHING, False
    last = called[-1]
    said = Said[last.lastgroup or "NOTHING"]
    if _LINK.fullmatch(before, last.end()):
        return said, True
    if _LOOSE.fullmatch(before, last.end()):
        return said, False
    return Said.NOTHING, False


def is_amount(text: str, start: int, end: int) -> bool:
    """Whether the number is money, or a count of something."""
    return bool(_COUNTED.match(text, end) or _MONEY_BEFORE.search(text[max(0, start - 4) : start]))
