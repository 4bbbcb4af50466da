"""How single people are reached for a matter of an app above."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from imbizo.actors.models import Actor, Consent, ContactPoint
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.suppression import suppress
from imbizo.messaging.states import Purpose, SuppressionReason
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.outreach.states import Outside
from tests.cast import Cast
from tests.outreach.people import reachable


def reached(cast: Cast, *people: Actor) -> list[Reached]:
    found = reach_people(cast.convenor, [each.pk for each in people], purpose=Purpose.SERVICE)
    return [found[each.pk] for each in people]


def test_somebody_is_reached_by_their_number_in_their_language(cast: Cast) -> None:
    (found,) = reached(cast, reachable(cast.amina, language="sn"))
    assert (found.channel, found.outside, found.first_name) == ("sms", "", "Tendai")
    assert (found.language(("en", "sn"), "en"), found.language(("en",), "en")) == ("sn", "en")


def test_a_number_that_others_read_gets_a_neutral_text(cast: Cast) -> None:
    person = reachable(cast.amina)
    ContactPoint.objects.filter(actor=person).update(is_unsafe=True)
    assert reached(cast, person)[0].is_neutral is True


def test_who_is_spoken_to_in_person_is_not_written_to(cast: Cast) -> None:
    person = reachable(cast.amina, handle_in_person=True)
    assert reached(cast, person)[0].outside == Outside.IN_PERSON


def test_without_a_basis_nobody_is_written_to(cast: Cast) -> None:
    person = reachable(cast.amina)
    Consent.objects.filter(actor=person).delete()
    assert reached(cast, person)[0].outside == Outside.NO_BASIS


def test_who_sent_stop_is_not_written_to(cast: Cast) -> None:
    person = reachable(cast.amina)
    address = ContactPoint.objects.get(actor=person).address
    suppress(programme=cast.programme, addresses=[("sms", address)], reason=SuppressionReason.STOP, by=None)
    assert reached(cast, person)[0].outside == Outside.SUPPRESSED


def test_without_a_gateway_nobody_is_reached(cast: Cast) -> None:
    person = reachable(cast.amina)
    Gateway.objects.update(is_active=False)
    assert reached(cast, person)[0].outside != ""


def test_somebody_erased_is_not_among_them(cast: Cast) -> None:
    person = reachable(cast.amina)
    Actor.objects.filter(pk=person.pk).update(state="erased")
    assert reach_people(cast.convenor, [person.pk], purpose=Purpose.SERVICE) == {}


def test_many_cost_no_more_queries_than_one(cast: Cast) -> None:
    people = [reachable(cast.amina, f"Person {letter}") for letter in "ABC"]
    with CaptureQueriesContext(
        connection,
    ) as one:
        reached(cast, people[0])
    with CaptureQueriesContext(connection) as many:
        reached(cast, *people)
    assert len(many) == len(one)
