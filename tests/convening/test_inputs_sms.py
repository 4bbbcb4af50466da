"""What is said by SMS during the session, through the gateway and the way that every incoming message takes."""

from typing import Any
from uuid import uuid4

import pytest

from imbizo.calc import codes
from imbizo.convening.models import Input, Invitation
from imbizo.convening.operations.inputs import receipt_for
from imbizo.convening.states import GatheringState, InputState, InvitationState, Via
from imbizo.messaging.models import Gateway, Inbound, Message
from imbizo.messaging.operations.practice import answer_as
from imbizo.messaging.operations.routing import route_inbound
from imbizo.outreach.models import Entry
from tests.cast import Cast
from tests.convening.making import make_person
from tests.convening.saying import Hall, make_hall

NUMBER = "+27600000001"


def _write(cast: Cast, text: str) -> Inbound:
    """The message comes in by the practice gateway, and is handed on."""
    gateway = Gateway.objects.get(programme=cast.programme, kind="simulator")
    came = answer_as(gateway=gateway, channel="sms", address=NUMBER, text=text, id=uuid4())
    route_inbound()
    return came[0]


def _answered() -> str:
    return str(Message.objects.filter(address=NUMBER).latest("created_at").text)


@pytest.mark.parametrize(
    "form", ["{code} Amanzi", "SAY {code} Amanzi", "say {code} Amanzi", "{code}: Amanzi"]
)
def test_words_with_the_code_of_a_table_are_said_there(cast: Cast, form: str) -> None:
    hall = make_hall(cast)
    _write(cast, form.format(code=hall.table.code))
    said = Input.objects.get()
    assert (said.text, said.table, said.via, said.state) == (
        "Amanzi",
        hall.table,
        Via.SMS,
        InputState.WAITING,
    )


def test_the_writer_gets_thanks_and_a_receipt(cast: Cast) -> None:
    hall = make_hall(cast)
    _write(cast, f"{hall.table.code} Amanzi")
    assert codes.shown(receipt_for(Input.objects.get())) in _answered()


def test_the_number_stays_with_the_message_alone(cast: Cast) -> None:
    hall = make_hall(cast)
    came = _write(cast, f"{hall.table.code} Amanzi")
    said = Input.objects.get()
    assert (said.inbound, said.speaker, NUMBER in str(vars(said))) == (came, None, False)


def test_what_was_said_with_a_code_stands_in_no_inbox_beside_a_name(cast: Cast) -> None:
    hall = make_hall(cast)
    make_person(cast, "Nomsa Dube", number="060 000 0001")
    _write(cast, f"{hall.table.code} Amanzi")
    assert Entry.objects.count() == 0


def test_a_long_text_is_kept_whole(cast: Cast) -> None:
    hall, words = make_hall(cast), "Sifuna amanzi. " * 300
    _write(cast, f"{hall.table.code} {words}")
    assert Input.objects.get().text == words.strip()


def test_after_closing_they_are_told_and_somebody_reads_it(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.HELD)
    _write(cast, f"{hall.table.code} Amanzi")
    assert (Input.objects.count(), Entry.objects.count(), "is closed" in _answered()) == (0, 1, True)


def test_a_word_that_looks_like_a_code_goes_to_the_inbox(cast: Cast) -> None:
    from random import Random

    make_hall(cast)
    code = codes.make(Random(5), codes.GROUP)
    _write(cast, f"{code} hello")
    assert (Input.objects.count(), Entry.objects.count()) == (0, 1)


def _invite(cast: Cast, hall: Hall) -> None:
    nomsa = make_person(cast, "Nomsa Dube", number="060 000 0001")
    Invitation.objects.create(
        programme=cast.programme,
        gathering=hall.gathering,
        actor=nomsa,
        state=InvitationState.ACCEPTED,
        place_number=1,
    )


def test_who_is_invited_may_leave_the_code_out_while_it_is_open(cast: Cast) -> None:
    hall = make_hall(cast)
    _invite(cast, hall)
    _write(cast, "Sifuna amanzi")
    said = Input.objects.get()
    assert (said.text, said.gathering, said.speaker) == ("Sifuna amanzi", hall.gathering, None)


def test_before_it_is_open_their_words_go_to_the_inbox(cast: Cast) -> None:
    hall = make_hall(cast, state=GatheringState.PLANNED)
    _invite(cast, hall)
    _write(cast, "Sifuna amanzi")
    assert (Input.objects.count(), Entry.objects.count()) == (0, 1)


def test_handed_on_twice_it_is_said_once(cast: Cast) -> None:
    from imbizo.convening.operations.said_by_sms import take_by_code

    hall = make_hall(cast)
    came = _write(cast, f"{hall.table.code} Amanzi")
    outcomes: list[Any] = [take_by_code(came), Input.objects.count()]
    assert outcomes == [True, 1]
