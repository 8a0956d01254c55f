"""The house lints: small checks, each with its reason in its message."""

from tools.lints import (
    broad_except,
    clock,
    foreign_keys,
    inline_code,
    keyword_only,
    length,
    logs,
    markup_from_scripts,
    models_in_edges,
    unescaped,
    unfinished,
    untranslated,
)
from tools.lints.base import Lint

LINTS: tuple[Lint, ...] = (
    broad_except.LINT,
    clock.LINT,
    foreign_keys.LINT,
    inline_code.LINT,
    keyword_only.LINT,
    length.LINT,
    logs.LINT,
    markup_from_scripts.LINT,
    models_in_edges.LINT,
    unescaped.LINT,
    unfinished.LINT,
    untranslated.LINT,
)
