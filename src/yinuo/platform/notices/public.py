"""The door of the notices room."""

from yinuo.platform.notices.channels import register_channel
from yinuo.platform.notices.operations.mark_read import mark_read
from yinuo.platform.notices.operations.tell import tell
from yinuo.platform.notices.operations.tell_many import Told, tell_many
from yinuo.platform.notices.queries import notice_lines, unread_count
from yinuo.platform.notices.wording import Wording, register_notice

__all__ = [
    "Told",
    "Wording",
    "mark_read",
    "notice_lines",
    "register_channel",
    "register_notice",
    "tell",
    "tell_many",
    "unread_count",
]
