"""Which cases another program asks for: the conditions of a list, refused where they name nothing of ours."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext as _
from pydantic import Field

from yinuo.features.cases.models import Kind, Level, Source, State
from yinuo.features.cases.queries.filtering import NOBODY, Filters
from yinuo.features.cases.responsibility import is_unit, path_of
from yinuo.features.cases.taxonomy import classification
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import staff_by_number
from yinuo.platform.rest.public import Paging

NO_OWNER = "NOBODY"


class CannotNarrow(DomainError):
    """A condition of a list names nothing that there is."""

    code = "case.cannot_narrow"


class CasesAsked(Paging):
    """Which cases: those that answer everything that is named."""

    kind: Kind | None = None
    source: Source | None = None
    level: Level | None = None
    state: State | None = None
    due: Literal["risk", "overdue", "later", "none"] | None = Field(
        default=None,
        description="how soon the next thing is owed: overdue, within 4 hours (risk), later, none",
    )
    category: str = Field(default="", max_length=16, description="a code of dimension B: it and all below it")
    owner: str = Field(default="", max_length=40, description="a staff number, or NOBODY")
    unit: str = Field(default="", max_length=32, description="code of a unit: it and all below it")

    @property
    def filters(self) -> Filters:
        """
        The conditions as queues have them.

        Raises:
            CannotNarrow: a code or number names nothing; overlooked, it would read as "all cases".
        """
        if self.category and not classification.is_code(self.category, dimension=classification.CATEGORY):
            raise CannotNarrow(_("“category” is no code of the classification in force."))
        unit = path_of(self.unit)
        if unit and not is_unit(unit):
            raise CannotNarrow(_("“unit” is no code of a unit of ours."))
        return Filters(
            kind=self.kind or "",
            source=self.source or "",
            level=self.level or "",
            state=self.state or "",
            due=self.due or "",
            category=self.category,
            owner=_owner(self.owner),
            unit=unit,
        )


def _owner(number: str) -> str:
    if number in ("", NO_OWNER):
        return NOBODY if number else ""
    owner = staff_by_number(number=number)
    if owner is None:
        raise CannotNarrow(_("Nobody has the staff number in “owner”."))
    return str(owner.id)
