"""Half-open ranges of instants, for constraints that PostgreSQL keeps."""

from __future__ import annotations

from django.db import models


class TsTzRange(models.Func):
    """The range from one instant up to, and without, another; without the second it is open."""

    function = "TSTZRANGE"
