"""What the search over cases looks in: the redacted words of each case, kept by triggers of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.indexes import GinIndex
from django.db import models

from yinuo.features.cases.models.case import Case

if TYPE_CHECKING:
    _Lookup = models.Lookup[Any]
    _TextField = models.TextField[str, str]
else:
    _Lookup = models.Lookup
    _TextField = models.TextField


class Words(_TextField):
    """A set of words (``tsvector`` without positions)."""

    def db_type(self, connection: Any) -> str:  # noqa: ARG002  # the signature is Django's
        return "tsvector"


class Holds(_Lookup):
    """Whether a set of words answers a query (``tsquery``, as text)."""

    lookup_name = "holds"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        return f"{left} @@ %s::tsquery", (*left_params, self.rhs)


Words.register_lookup(Holds)


class CaseText(models.Model):
    """
    The words of a case: number, redacted subject and messages; its place (``@/HQ/E/``) and month (``#202611``).

    Written by the database alone (see the migration), so that no way of writing a case can forget it.
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="text")
    words = Words()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="case_words")]

    def __str__(self) -> str:
        return str(self.pk)
