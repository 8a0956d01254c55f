"""Who reads, changes and approves calendars."""

from yinuo.platform.identity.public import Actor, Role

DRAFT_SCOPE = "policies:write"  # other programs may draft; people decide
EDITORS = frozenset({Role.COMPLAINT_ANALYST, Role.SYSTEM_ADMINISTRATOR})
DECIDERS = frozenset({Role.COMPLAINT_ANALYST, Role.EXECUTIVE, Role.SYSTEM_ADMINISTRATOR})


def may_draft(actor: Actor) -> bool:
    """Whether the actor may draft a calendar."""
    return actor.has(*EDITORS) or DRAFT_SCOPE in actor.scopes
