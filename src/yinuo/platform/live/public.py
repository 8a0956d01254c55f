"""The door of the live room: tell open pages what changed, and let a page find its stream."""

from yinuo.platform.live.addresses import live_origin, stream_url
from yinuo.platform.live.announcements import announce, announce_to

__all__ = ["announce", "announce_to", "live_origin", "stream_url"]
