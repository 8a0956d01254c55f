"""The components of the house as template tags; they are built in, no page has to load them."""

from yinuo.platform.ui.tags import forms, frame, redacted, small, time, wholes
from yinuo.platform.ui.tags.library import register

# Importing them is what fills the library.
__all__ = ["forms", "frame", "redacted", "register", "small", "time", "wholes"]
