"""The columns of our form for past cases, by the names that their heads may have."""

from __future__ import annotations

from yinuo.features.cases.models import Kind, Level, Source
from yinuo.platform.tables.public import Columns

HEADS: dict[str, tuple[str, ...]] = {
    "number": ("编号", "工单号", "案件编号", "原编号", "投诉编号", "number", "case number", "id"),
    "text": ("内容", "投诉内容", "诉求内容", "问题描述", "text", "description"),
    "voiced": ("提出时间", "受理时间", "投诉时间", "来电时间", "received at", "voiced at"),
    "subject": ("标题", "主题", "subject", "title"),
    "kind": ("类型", "业务类型", "kind"),
    "source": ("渠道", "来源", "投诉渠道", "channel", "source"),
    "level": ("级别", "等级", "level"),
    "customer": ("客户号", "客户编号", "customer number"),
    "name": ("姓名", "客户姓名", "name", "customer name"),
    "phone": ("手机号", "联系电话", "电话", "phone"),
    "answer": ("答复内容", "答复", "回复内容", "answer", "reply"),
    "answered": ("答复时间", "首次答复时间", "回复时间", "answered at"),
    "resolved": ("办结时间", "结案时间", "resolved at", "closed at"),
    "category": ("业务类别", "业务类别代码", "category"),
    "cause": ("原因", "投诉原因", "原因代码", "cause"),
    "unit": ("机构号", "受理机构", "网点号", "unit", "branch"),
    "owner": ("专员工号", "经办人工号", "经办工号", "owner", "specialist"),
}
COLUMNS = Columns(heads=HEADS, needed=("number", "text", "voiced"))
PROSE = frozenset({"text", "answer", "subject"})
LONGEST_NUMBER = 40
LONGEST_CELL = 200

KINDS: dict[str, str] = {
    "": Kind.COMPLAINT,
    "投诉": Kind.COMPLAINT,
    "complaint": Kind.COMPLAINT,
    "咨询": Kind.CONSULTATION,
    "consultation": Kind.CONSULTATION,
    "建议": Kind.SUGGESTION,
    "suggestion": Kind.SUGGESTION,
    "表扬": Kind.PRAISE,
    "praise": Kind.PRAISE,
}
SOURCES: dict[str, str] = {
    "": Source.HOTLINE,
    "电话": Source.HOTLINE,
    "热线": Source.HOTLINE,
    "客服热线": Source.HOTLINE,
    "网点": Source.COUNTER,
    "柜面": Source.COUNTER,
    "来访": Source.COUNTER,
    "网页": Source.WEB_FORM,
    "网上": Source.WEB_FORM,
    "手机银行": Source.PORTAL,
    "在线客服": Source.CHAT,
    "邮件": Source.EMAIL,
    "电子邮件": Source.EMAIL,
    "社交媒体": Source.SOCIAL_MEDIA,
    "微博": Source.SOCIAL_MEDIA,
    "信件": Source.LETTER,
    "来信": Source.LETTER,
    "监管": Source.REGULATOR,
    "监管转办": Source.REGULATOR,
    "12345": Source.MUNICIPAL_HOTLINE,
    "12315": Source.CONSUMER_HOTLINE,
    "媒体": Source.MEDIA,
    **{code.lower().replace("_", " "): code for code in Source.values if code != Source.CFPB},
}
LEVELS: dict[str, str] = {
    "": Level.ORDINARY,
    "一般": Level.ORDINARY,
    "普通": Level.ORDINARY,
    "ordinary": Level.ORDINARY,
    "复杂": Level.COMPLEX,
    "complex": Level.COMPLEX,
    "重大": Level.MAJOR,
    "major": Level.MAJOR,
}
EXAMPLES = (
    {
        "number": "2026-000123",
        "text": "对账单上多了一笔跨行转账手续费，网点说查不到，请核实并退还。",
        "voiced": "2026-03-02 10:15",
        "subject": "多收转账手续费",
        "kind": "投诉",
        "source": "客服热线",
        "level": "一般",
        "name": "李雷",
        "phone": "13800000000",
        "answer": "经核实，该笔手续费系重复收取，已于三月三日退回您的账户。",
        "answered": "2026-03-03 09:30",
        "resolved": "2026-03-03 16:00",
        "cause": "C99",
    },
    {
        "number": "2026-000124",
        "text": "想了解提前还贷需要预约多久。",
        "voiced": "2026-03-02 11:40",
        "kind": "咨询",
        "source": "网点",
    },
)
