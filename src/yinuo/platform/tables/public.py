"""The door for tables that people bring."""

from yinuo.platform.tables.cells import fault_of, harmless, mask_cell
from yinuo.platform.tables.columns import Columns
from yinuo.platform.tables.marks import Marks
from yinuo.platform.tables.reading import CannotReadFile, Line, Readable, form_of, read_lines, readable

__all__ = [
    "CannotReadFile",
    "Columns",
    "Line",
    "Marks",
    "Readable",
    "fault_of",
    "form_of",
    "harmless",
    "mask_cell",
    "read_lines",
    "readable",
]
