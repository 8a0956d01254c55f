"""The door for requests to the outside: witnesses, webhooks, object stores."""

from yinuo.platform.outbound.addresses import CannotReachOutside, is_inner, outer_address
from yinuo.platform.outbound.requests import Answer, ask

__all__ = ["Answer", "CannotReachOutside", "ask", "is_inner", "outer_address"]
