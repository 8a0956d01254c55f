"""Standards that the institution sets, and the promises made under them."""

from yinuo.core.promises.models.policies import Policy, PolicyEdition, PolicyVersion
from yinuo.core.promises.models.promises import (
    AlarmFired,
    ClockTally,
    Extension,
    Pause,
    Promise,
)
from yinuo.core.promises.models.reapplications import Reapplication, Reapplied

__all__ = [
    "AlarmFired",
    "ClockTally",
    "Extension",
    "Pause",
    "Policy",
    "PolicyEdition",
    "PolicyVersion",
    "Promise",
    "Reapplication",
    "Reapplied",
]
