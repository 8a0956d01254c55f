"""The door for tables that people bring."""

from yinuo.platform.tables.cells import fault_of, harmless, mask_cell
from yinuo.platform.tables.columns import Columns
from yinuo.platform.tables.reading import CannotReadFile, Line, form_of, read_lines

__all__ = [
    "CannotReadFile",
    "Columns",
    "Line",
    "fault_of",
    "form_of",
    "harmless",
    "mask_cell",
    "read_lines",
]
