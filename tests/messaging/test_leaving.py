"""When the next part may leave: the pace holds whatever holds the process up, and hardly anything is lost to it."""

import asyncio
import random
from bisect import bisect_left

import pytest

from imbizo.messaging.gateways.leaving import Leaving


class Hurried:
    """A clock on a busy machine: waits end late by up to `late` seconds, one in two hundred by a tenth of a second."""

    def __init__(self, late: float) -> None:
        self.instant, self._late, self._chance = 1000.0, late, random.Random(7)

    def now(self) -> float:
        return self.instant

    async def sleep(self, seconds: float) -> None:
        held_up = 0.1 if self._chance.random() < 1 / 200 else 0.0
        self.instant += seconds + self._chance.uniform(0, self._late) + held_up


def departures(limit: float, count: int, *, late: float = 0.0) -> list[float]:
    clock = Hurried(late)
    leaving = Leaving(limit, clock=clock.now, sleep=clock.sleep)

    async def leave_all() -> list[float]:
        found = []
        for _part in range(count):
            await leaving.leave()
            found.append(clock.instant)
        return found

    return asyncio.run(leave_all())


def most_in_a_second(instants: list[float]) -> int:
    return max(bisect_left(instants, instant + 1.0) - place for place, instant in enumerate(instants))


@pytest.mark.parametrize("late", [0.0, 0.002, 0.02])
@pytest.mark.parametrize("limit", [2.5, 10, 100, 1_000])
def test_no_sliding_second_holds_more_than_the_limit(limit: float, late: float) -> None:
    assert most_in_a_second(departures(limit, 2_000, late=late)) <= limit


def test_a_process_that_is_held_up_uses_the_limit_all_the_same() -> None:
    instants = departures(100, 10_000, late=0.002)
    assert 0.98 < len(instants) / (instants[-1] - instants[0]) / 100 <= 1.0


def test_the_centre_has_its_time_and_then_twice_as_much() -> None:
    clock = Hurried(0.0)
    leaving = Leaving(100, clock=clock.now, sleep=clock.sleep)
    first, again = leaving.brake(), leaving.brake()
    clock.instant += first
    assert (first, again, leaving.brake()) == (0.5, 0.5, 1.0)


def test_the_pause_is_short_again_once_the_centre_takes_parts() -> None:
    clock = Hurried(0.0)
    leaving = Leaving(100, clock=clock.now, sleep=clock.sleep)
    clock.instant += leaving.brake()
    leaving.ease()
    assert leaving.brake() == 0.5
