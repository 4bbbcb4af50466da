"""Killing the process that sends, at random instants: SIGKILL, which no code can catch."""

import os
import random
import signal
import time
from collections.abc import Callable

from django.db import connections


def run_and_kill(work: Callable[[], object], *, longest: float, chance: random.Random) -> bool:
    """Do `work` in a process of its own and kill that after up to `longest` seconds; whether it was still at work.

    A fork, so that fifty deaths don't cost fifty starts. Neither side keeps a database connection of the other.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        _work_and_end(work)
    time.sleep(chance.uniform(0, longest))
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _work_and_end(work: Callable[[], object]) -> None:
    """The child's whole life: it must not return into pytest."""
    try:
        work()
    finally:
        os._exit(0)
