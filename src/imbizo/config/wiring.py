"""Every upward hook, on one page: who below is told what by whom above.

Imports point down the map; where an app below needs one above, it offers a hook, and it is bound here.
"""

import imbizo.programmes.operations as programmes_operations
import imbizo.thread.operations as thread_operations
from imbizo.base import clock, work
from imbizo.base.context import navigate


def bind() -> None:
    """Called once, when all apps are loaded."""
    _bind_navigation()
    _bind_tasks()
    _bind_audit()
    _bind_new_programmes()
    _wind_clock()


def _bind_navigation() -> None:
    """The top bar, in order."""
    navigate([])


def _bind_tasks() -> None:
    """Tasks reach their operations by name."""


def _bind_audit() -> None:
    """What writes to the audit trail from below it, and what follows from each entry."""
    programmes_operations.on_change.bind(thread_operations.audit)


def _bind_new_programmes() -> None:
    """What a new programme starts with."""


def _wind_clock() -> None:
    """What the clock does, and how often."""
    clock.wind("free abandoned work", work.free_abandoned)
    clock.wind("forget finished work", work.forget_finished, every=clock.DAY)
