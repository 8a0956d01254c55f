"""The door for files that are taken over."""

from yinuo.platform.takeovers.arriving import chunks_of
from yinuo.platform.takeovers.keeping import LARGEST, Keeping
from yinuo.platform.takeovers.models import GivenFile
from yinuo.platform.takeovers.showing import FileView, ProblemView, problems_as_csv, view_of

__all__ = [
    "LARGEST",
    "FileView",
    "GivenFile",
    "Keeping",
    "ProblemView",
    "chunks_of",
    "problems_as_csv",
    "view_of",
]
