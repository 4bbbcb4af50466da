"""Opting out holds, and goes on holding."""

from django.conf import LazySettings

from imbizo.messaging.operations import lift, suppress
from imbizo.messaging.queries import suppressed
from imbizo.messaging.states import SuppressionReason
from tests.cast import Cast

NUMBER = ("sms", "+27600000001")


def stop(cast: Cast) -> None:
    suppress(programme=cast.programme, addresses=[NUMBER], reason=SuppressionReason.STOP, by=cast.amina)


def test_a_stopped_number_is_suppressed_in_its_programme(cast: Cast) -> None:
    stop(cast)
    assert suppressed(programme=cast.programme, addresses=[NUMBER, ("sms", "+27600000002")]) == {NUMBER}


def test_a_stop_in_one_programme_says_nothing_about_another(cast: Cast) -> None:
    stop(cast)
    assert suppressed(programme=cast.elsewhere, addresses=[NUMBER]) == set()


def test_a_new_key_does_not_revive_an_opted_out_number(cast: Cast, settings: LazySettings) -> None:
    stop(cast)
    settings.HASH_KEYS = ("a new key of at least thirty-two characters", *settings.HASH_KEYS)
    assert suppressed(programme=cast.programme, addresses=[NUMBER]) == {NUMBER}


def test_start_lifts_the_suppression(cast: Cast) -> None:
    stop(cast)
    lift(programme=cast.programme, address=NUMBER, by=cast.amina)
    assert suppressed(programme=cast.programme, addresses=[NUMBER]) == set()


def test_stopping_twice_writes_once(cast: Cast) -> None:
    stop(cast)
    stop(cast)
    assert cast.programme.suppression_set.count() == 1
