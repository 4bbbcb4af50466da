"""What has to be done as time passes. Apps offer a function; `config/wiring/` winds it up; `clock` calls it.

Every function is idempotent and takes the instant: missed minutes are made up for, and a second clock is harmless.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

log = logging.getLogger(__name__)

Duty = Callable[[datetime], object]
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Wound:
    name: str
    every: timedelta
    duty: Duty


_duties: dict[str, _Wound] = {}


def wind(name: str, duty: Duty, *, every: timedelta = MINUTE) -> None:
    """Have the duty done at least so often while the clock runs."""
    _duties[name] = _Wound(name, every, duty)


def strike(now: datetime) -> list[str]:
    """Do every duty that is due, and return the names of those done. One that fails doesn't hold up the others."""
    return [wound.name for wound in _duties.values() if _is_due(wound, now) and _do(wound, now)]


def _key(wound: _Wound) -> str:
    # No spaces: not every cache takes them.
    return f"clock:{wound.name.replace(' ', '-')}"


def _is_due(wound: _Wound, now: datetime) -> bool:
    last = cache.get(_key(wound))
    return last is None or now - datetime.fromisoformat(last) >= wound.every - timedelta(seconds=1)


def _do(wound: _Wound, now: datetime) -> bool:
    try:
        wound.duty(now)
    except Exception:
        # The clock must go on; the log says which duty failed and where, and it is tried again next minute.
        log.exception("clock.duty_failed", extra={"facts": {"duty": wound.name}})
        return False
    cache.set(_key(wound), now.isoformat(), None)
    return True
