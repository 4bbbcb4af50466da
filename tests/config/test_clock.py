"""The clock strikes what is due, and one failing duty doesn't stop the others."""

from datetime import UTC, datetime, timedelta

import pytest

from imbizo.base import clock

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_duties(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "_duties", {})


def fail(now: datetime) -> None:
    raise RuntimeError("broken")


def test_a_duty_is_done_once_in_its_time() -> None:
    done: list[datetime] = []
    clock.wind("daily", done.append, every=clock.DAY)
    for hours in (0, 1, 23, 24):
        clock.strike(NOON + timedelta(hours=hours))
    assert done == [NOON, NOON + timedelta(hours=24)]


def test_a_duty_that_fails_holds_up_no_other_and_is_tried_again() -> None:
    done: list[datetime] = []
    clock.wind("broken", fail)
    clock.wind("good", done.append)
    assert clock.strike(NOON) == ["good"]
    assert clock.strike(NOON + clock.MINUTE) == ["good"]
    assert len(done) == 2
