"""What a worker loads before its first task."""

import sys

from imbizo.config.warming import warm


def test_a_worker_has_the_holidays_of_all_countries_at_hand_before_it_begins() -> None:
    warm()
    assert "holidays.countries" in sys.modules
