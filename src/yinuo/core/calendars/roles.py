"""Who reads, changes and approves calendars."""

from yinuo.platform.identity.public import Role

EDITORS = frozenset({Role.COMPLAINT_ANALYST, Role.SYSTEM_ADMINISTRATOR})
DECIDERS = frozenset({Role.COMPLAINT_ANALYST, Role.EXECUTIVE, Role.SYSTEM_ADMINISTRATOR})
