"""What is said by SMS during the session, through a real SMPP centre."""

from collections.abc import Iterator

import pytest

from imbizo.calc import codes
from imbizo.convening.models import Input
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.states import InputState, Via
from imbizo.messaging.models import Gateway
from tests.cast import Cast, make_cast
from tests.convening.making import keep_no_quiet_hours
from tests.convening.saying import make_hall
from tests.messaging.smpp import OURS, bound, smpp_gateway, until_true
from tests.parts.smpp import Centre

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "27600000001"


@pytest.fixture
def by_centre(centre: Centre) -> Iterator[Cast]:
    """The cast, whose programme is bound to the centre and to nothing else."""
    cast = make_cast()
    keep_no_quiet_hours(cast.programme)
    Gateway.objects.filter(programme=cast.programme).delete()
    with bound(smpp_gateway(cast.programme, centre)):
        yield cast


def test_words_with_a_tables_code_wait_and_their_writer_gets_a_receipt(
    centre: Centre, by_centre: Cast
) -> None:
    hall = make_hall(by_centre)
    assert centre.say(PHONE, OURS[1:], f"{hall.table.code} Sifuna amanzi") == [0]
    until_true(Input.objects.exists, "an input")
    said = Input.objects.get()
    kept = (said.text, said.table, said.via, said.state)
    assert kept == ("Sifuna amanzi", hall.table, Via.SMS, InputState.WAITING)
    receipt = codes.shown(receipt_for(said))
    until_true(lambda: receipt in "".join(each.text for each in centre.submits), receipt)
