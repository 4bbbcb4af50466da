"""Registering at the door: each person once, at however many desks."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, Taken
from imbizo.convening.models import Attendance, DeviceItem, Gathering
from imbizo.convening.operations.attendance import (
    Registered,
    correct_came,
    register_at_the_desk,
    register_came,
    restore_came,
    withdraw_came,
)
from imbizo.convening.operations.paper import note_paper
from imbizo.convening.queries.attendance import counts, find_at_the_door, register_rows
from imbizo.convening.rules.came import Came
from imbizo.convening.states import Consent, GatheringState, InvitationState, Named, Way
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.convening.at_the_day import card, invite, open_gathering
from tests.convening.making import make_gathering

CARD, OTHER = card("7K2M"), card("90TX")
FIFTY = Decimal("50.00")


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return open_gathering(cast)


def register(cast: Cast, gathering: Gathering, **came: object) -> Registered:
    return register_came(gathering=gathering, came=Came(**came), by=cast.bo)  # type: ignore[arg-type]  # any of its fields


def test_one_press_registers_somebody_on_the_list(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    done = register(cast, gathering, invitation=nomsa.pk)
    assert (done.attendance.name, done.attendance.actor) == ("Nomsa Dlamini", nomsa.actor)
    assert (done.is_new, done.attendance.consent, done.attendance.transport_paid) == (True, "unasked", None)


def test_registering_is_in_the_trail(cast: Cast, gathering: Gathering) -> None:
    done = register(cast, gathering, name="Tendai Moyo")
    assert AuditEntry.objects.get(subject_id=done.attendance.pk).verb == "register"


def test_who_holds_no_card_gets_a_code_of_their_own(cast: Cast, gathering: Gathering) -> None:
    made = {register(cast, gathering, name=f"Walk-in {number}").attendance.code for number in range(5)}
    assert len(made) == 5


def test_a_second_desk_is_joined_with_the_first(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    first = register(cast, gathering, invitation=nomsa.pk, consent=Consent.REFUSED)
    again = register(cast, gathering, invitation=nomsa.pk, consent=Consent.GIVEN, signed=True)
    assert (again.is_new, again.attendance.pk, again.problem) == (False, first.attendance.pk, "")
    assert (again.attendance.consent, again.attendance.signed) == (Consent.REFUSED, True)


def test_money_noted_at_two_desks_waits_for_a_person(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    register(cast, gathering, invitation=nomsa.pk, transport_paid=FIFTY)
    came = Came(invitation=nomsa.pk, transport_paid=FIFTY)
    register_at_the_desk(gathering=gathering, came=came, by=cast.bo)
    assert DeviceItem.objects.get().problem == "Transport was noted twice: 50.00 and 50.00."
    assert Attendance.objects.get().transport_paid == FIFTY


def test_two_cards_of_one_person_are_told(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    register(cast, gathering, invitation=nomsa.pk, code=CARD)
    again = register(cast, gathering, invitation=nomsa.pk, code=OTHER)
    assert (again.problem, again.attendance.code) == (f"They hold two cards: {CARD} and {OTHER}.", CARD)


def test_one_card_is_not_given_to_two_people(cast: Cast, gathering: Gathering) -> None:
    register(cast, gathering, name="Tendai Moyo", code=CARD)
    with pytest.raises(Taken):
        register(cast, gathering, name="Amina Petersen", code=CARD)
    with pytest.raises(Taken):
        register(cast, gathering, named=Named.NAMELESS, code=CARD)


def test_a_card_typed_with_look_alikes_is_the_same_card(cast: Cast, gathering: Gathering) -> None:
    code = card("1005")
    typed = code.replace("0", "o").replace("1", "l").lower()
    assert register(cast, gathering, name="Tendai Moyo", code=f" {typed} ").attendance.code == code


def test_a_slip_of_the_pen_in_a_card_is_refused(cast: Cast, gathering: Gathering) -> None:
    with pytest.raises(BadAnswer, match="No card has the code"):
        register(cast, gathering, name="Tendai Moyo", code=CARD[:-1] + ("0" if CARD[-1] != "0" else "1"))


def test_a_minor_needs_a_guardian_who_agrees(cast: Cast, gathering: Gathering) -> None:
    for missing in ({"guardian": "Her aunt"}, {"guardian_consent": Consent.GIVEN}):
        with pytest.raises(BadAnswer) as refused:
            register(cast, gathering, name="Thuli", is_minor=True, **missing)
        assert refused.value.field == "guardian"
    agreed = {"guardian": "Her aunt", "guardian_consent": Consent.GIVEN}
    assert register(cast, gathering, name="Thuli", is_minor=True, **agreed).attendance.guardian == "Her aunt"


def test_who_comes_without_a_name_leaves_none(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    made = register(cast, gathering, named=Named.NAMELESS, name="Nomsa", invitation=nomsa.pk).attendance
    assert (made.name, made.organisation, made.actor, made.invitation) == ("", "", None, None)


def test_the_database_keeps_no_name_of_somebody_nameless(cast: Cast, gathering: Gathering) -> None:
    made = register(cast, gathering, named=Named.NAMELESS).attendance
    made.name = "Nomsa"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_a_name_of_their_choice_does_not_lead_to_the_invitation(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    made = register(cast, gathering, named=Named.ALIAS, name="Star", invitation=nomsa.pk).attendance
    assert (made.name, made.actor, made.invitation) == ("Star", None, None)


def test_a_form_sent_twice_registers_once(cast: Cast, gathering: Gathering) -> None:
    id = new_id()
    for _again in range(2):
        register_came(gathering=gathering, came=Came(name="Tendai Moyo"), by=cast.bo, id=id)
    assert Attendance.objects.get().pk == id


def test_nobody_is_registered_before_the_day_is_open(cast: Cast) -> None:
    with pytest.raises(NotNow):
        register(cast, make_gathering(cast), name="Tendai Moyo")


def test_another_partner_registers_nobody(cast: Cast, gathering: Gathering) -> None:
    with pytest.raises(NotAllowed):
        register_came(gathering=gathering, came=Came(name="Tendai"), by=cast.thandi)


def test_an_invitation_of_another_gathering_is_refused(cast: Cast, gathering: Gathering) -> None:
    elsewhere = invite(cast, open_gathering(cast), "Nomsa Dlamini")
    with pytest.raises(BadAnswer):
        register(cast, gathering, invitation=elsewhere.pk)


def test_who_was_registered_by_mistake_is_no_longer_counted_and_comes_back(
    cast: Cast, gathering: Gathering
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    made = withdraw_came(attendance=register(cast, gathering, invitation=nomsa.pk).attendance, by=cast.bo)
    assert counts(gathering).came == 0
    assert restore_came(attendance=made, by=cast.bo).withdrawn_at is None
    withdraw_came(attendance=made, by=cast.bo)
    assert register(cast, gathering, invitation=nomsa.pk).attendance.withdrawn_at is None


def test_the_card_of_somebody_registered_by_mistake_goes_to_whoever_holds_it(
    cast: Cast, gathering: Gathering
) -> None:
    nomsa, sipho = invite(cast, gathering, "Nomsa Dlamini"), invite(cast, gathering, "Sipho Moyo")
    wrong = register(cast, gathering, invitation=nomsa.pk, code=CARD, transport_paid=FIFTY).attendance
    withdraw_came(attendance=wrong, by=cast.bo)
    assert register(cast, gathering, invitation=sipho.pk, code=CARD).attendance.code == CARD
    back = register(cast, gathering, invitation=nomsa.pk, code=OTHER, transport_paid=FIFTY)
    assert (back.attendance.code, back.attendance.transport_paid, back.problem) == (OTHER, FIFTY, "")


def test_nothing_of_a_mistake_sticks_to_the_person_who_comes_after_it(
    cast: Cast, gathering: Gathering
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini").pk
    child = {"is_minor": True, "guardian": "Her aunt", "guardian_consent": Consent.GIVEN}
    said = {"consent": Consent.REFUSED, "photo_consent": Consent.GIVEN, "transport_paid": FIFTY}
    wrong = register(cast, gathering, invitation=nomsa, way=Way.ONLINE, minutes_online=90, **child, **said)
    withdraw_came(attendance=wrong.attendance, by=cast.bo)
    real = register(cast, gathering, invitation=nomsa, consent=Consent.GIVEN).attendance
    assert (real.is_minor, real.guardian, real.guardian_consent) == (False, "", Consent.UNASKED)
    assert (real.consent, real.photo_consent, real.transport_paid) == (Consent.GIVEN, Consent.UNASKED, None)
    assert (real.pk, real.way, real.minutes_online) == (wrong.attendance.pk, Way.HALL, None)


def test_money_on_paper_counts_though_a_mistake_said_the_same_amount(
    cast: Cast, gathering: Gathering
) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    wrong = register(cast, gathering, invitation=nomsa.pk, transport_paid=FIFTY).attendance
    withdraw_came(attendance=wrong, by=cast.bo)
    line = Came(name="Nomsa Dlamini", transport_paid=FIFTY)
    note_paper(gathering=gathering, came=line, by=cast.bo, id=new_id())
    assert Attendance.objects.get().transport_paid == FIFTY


def test_a_correction_overwrites_what_was_noted(cast: Cast, gathering: Gathering) -> None:
    made = register(cast, gathering, name="Tendai", consent=Consent.REFUSED, transport_paid=FIFTY).attendance
    came = Came(attendance=made.pk, name="Tendai Moyo", consent=Consent.GIVEN, code=CARD)
    correct_came(attendance=made, came=came, by=cast.bo)
    now = Attendance.objects.get()
    assert (now.name, now.consent, now.transport_paid, now.code) == ("Tendai Moyo", "given", None, CARD)


def test_a_correction_can_take_the_name_away(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    made = register(cast, gathering, invitation=nomsa.pk).attendance
    correct_came(attendance=made, came=Came(attendance=made.pk, named=Named.NAMELESS), by=cast.bo)
    now = Attendance.objects.get()
    assert (now.name, now.actor, now.invitation) == ("", None, None)


def test_who_is_typed_in_after_closing_was_there_all_the_same(cast: Cast) -> None:
    gathering = open_gathering(cast, state=GatheringState.HELD)
    nomsa = invite(cast, gathering, "Nomsa", state=InvitationState.ABSENT, place_number=None)
    register(cast, gathering, invitation=nomsa.pk)
    nomsa.refresh_from_db()
    assert nomsa.state == InvitationState.ATTENDED


def test_people_are_found_by_parts_of_their_names_and_by_their_card(cast: Cast, gathering: Gathering) -> None:
    invite(cast, gathering, "Nomsa Dlamini")
    thandi = invite(cast, gathering, "Thandi Dlamini-Zulu")
    here = register(cast, gathering, invitation=thandi.pk, code=CARD).attendance
    came, listed = find_at_the_door(gathering, "dla")
    assert ([each.pk for each in came], [each.actor.name for each in listed]) == (
        [here.pk],
        ["Nomsa Dlamini"],
    )
    assert find_at_the_door(gathering, CARD.lower()) == ([here], [])
    assert find_at_the_door(gathering, "lamini") == ([], [])


def test_the_figures_are_ready_for_indicators(cast: Cast, gathering: Gathering) -> None:
    nomsa = invite(cast, gathering, "Nomsa Dlamini")
    invite(cast, gathering, "Thandi Zulu")
    register(cast, gathering, invitation=nomsa.pk, way=Way.ONLINE)
    register(cast, gathering, named=Named.NAMELESS)
    found = counts(gathering)
    assert (found.came, found.in_hall, found.online) == (2, 1, 1)
    assert (found.invited, found.walk_ins, found.accepted, found.minors) == (1, 1, 2, 0)


def test_the_register_on_paper_carries_names_and_empty_lines_and_no_state(
    cast: Cast, gathering: Gathering
) -> None:
    invite(cast, gathering, "Nomsa Dlamini")
    invite(cast, gathering, "Thandi Zulu", state=InvitationState.DECLINED, place_number=None)
    rows = register_rows(gathering, blank=2)
    assert [(row.number, row.name) for row in rows] == [(1, "Nomsa Dlamini"), (2, ""), (3, "")]
