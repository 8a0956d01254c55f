"""Files of past cases that were taken over: what was found, what was refused, how far it went."""

from __future__ import annotations

from django.db import models

from yinuo.platform.takeovers.public import GivenFile


class CaseImport(GivenFile):
    """
    A file of past cases.

    Attributes:
        problems: of the first thousand refused rows: line, column, code, and the cell masked.
    """

    problems = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["-id"], name="case_import_newest")]
