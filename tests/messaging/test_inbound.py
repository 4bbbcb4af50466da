"""What comes in is stored once, cleaned, matched, and handed on."""

from imbizo.messaging.models import Gateway, Inbound
from imbizo.messaging.operations.inbound import Arrival, receive
from tests.cast import Cast


def test_a_message_that_comes_in_is_kept(cast: Cast) -> None:
    gateway = Gateway.objects.get(programme=cast.programme)
    [inbound] = receive(gateway=gateway, arrivals=[Arrival("082 123 4567", "Hello")])
    assert (inbound.address, Inbound.objects.get().text) == ("+27821234567", "Hello")


def test_a_stop_is_in_force_at_once(cast: Cast) -> None:
    gateway = Gateway.objects.get(programme=cast.programme)
    receive(gateway=gateway, arrivals=[Arrival("082 123 4567", "Stop!")])
    assert cast.programme.suppression_set.count() == 1
