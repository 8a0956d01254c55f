"""Who acts: a member of staff, an integration with a token, a customer, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from yinuo.platform.identity.roles import Role


class ActorKind(Enum):
    STAFF = "staff"
    INTEGRATION = "integration"
    CUSTOMER = "customer"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """
    Who acts, with what they may do and how far they may see.

    Attributes:
        id: of the member of staff, the token or the customer; None for the system.
        name: as shown to colleagues; never a customer's.
        roles: empty for all but staff.
        scopes: what a token may do, such as ``cases:write``; empty for all but integrations.
        node_path: where the actor works: what they own belongs there.
        reach: the path of the organisation node whose subtree the actor sees: their own, or for roles that
            serve a whole unit the one that their team belongs to; None sees nothing, "/" sees everything.
    """

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] = frozenset()
    node_id: UUID | None = None
    node_path: str | None = None
    reach: str | None = None

    @property
    def reference(self) -> str:
        """The name under which evidence knows this actor, such as ``staff:0198…``; no personal data."""
        return f"{self.kind.value}:{self.id}" if self.id else self.kind.value

    def has(self, *roles: Role) -> bool:
        """Whether the actor holds one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    def sees(self, path: str) -> bool:
        """Whether the organisation node at ``path`` lies in the actor's part of the tree."""
        return self.reach is not None and path.startswith(self.reach)


SYSTEM = Actor(kind=ActorKind.SYSTEM, reach="/")
