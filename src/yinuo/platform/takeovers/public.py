"""The door for files that are taken over."""

from yinuo.platform.takeovers.keeping import Keeping
from yinuo.platform.takeovers.models import GivenFile
from yinuo.platform.takeovers.showing import FileView, ProblemView, problems_as_csv, view_of

__all__ = ["FileView", "GivenFile", "Keeping", "ProblemView", "problems_as_csv", "view_of"]
