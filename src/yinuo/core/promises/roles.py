"""Who edits policies and who agrees to what was asked."""

from yinuo.platform.identity.public import Role

DRAFT_SCOPE = "policies:write"  # other programs may draft; people decide
POLICY_EDITORS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE, Role.SYSTEM_ADMINISTRATOR})
POLICY_DECIDERS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE})
EXTENSION_ASKERS = frozenset({Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR, Role.SECURITY_OFFICER})
EXTENSION_DECIDERS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE})
