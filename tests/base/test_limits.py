"""Rate limits hold for all processes together."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from imbizo.base.limits import allow, allow_ever


def test_the_first_so_many_pass_and_no_more() -> None:
    assert [allow("a", limit=3, seconds=600) for _ in range(5)] == [True, True, True, False, False]


def test_each_key_is_counted_by_itself() -> None:
    allow("a", limit=1, seconds=600)
    assert allow("b", limit=1, seconds=600)


def test_the_next_window_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000.0)
    allow("a", limit=1, seconds=60)
    monkeypatch.setattr(time, "time", lambda: 1_061.0)
    assert allow("a", limit=1, seconds=60)


def test_what_is_good_only_once_has_no_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_050.0)
    allow_ever("a", limit=1, seconds=60)
    monkeypatch.setattr(time, "time", lambda: 1_100.0)
    assert not allow_ever("a", limit=1, seconds=60)


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_never_pass_the_limit(settings: LazySettings) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
    }
    call_command("createcachetable", verbosity=0)  # the migration makes it where the settings name this cache

    def ask(_: int) -> bool:
        try:
            return allow("a", limit=5, seconds=600)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(ask, range(24)))
    cache.clear()
    assert sum(passed) == 5
