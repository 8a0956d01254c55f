"""The command ``yinuo``. Django is loaded by the commands that need it, so that the others answer at once."""

from __future__ import annotations

from yinuo.site.cli.main import main

__all__ = ["main"]
