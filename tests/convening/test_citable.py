"""What was said and decided at gatherings, as drafts cite it."""

import datetime as dt

import pytest

from imbizo.convening.models import Decision, Gathering, Input, Translation
from imbizo.convening.queries.citable import offers
from tests.cast import Cast
from tests.convening.making import make_gathering

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 5, 12, 9, tzinfo=dt.UTC)


@pytest.fixture
def gathering(cast: Cast) -> Gathering:
    return make_gathering(cast, name="De Doorns")


def say(gathering: Gathering, text: str, **fields: object) -> Input:
    given = {"programme": gathering.programme, "via": "scribe", "state": "shown", "said_at": AT}
    return Input.objects.create(gathering=gathering, text=text, **(given | fields))


def test_what_was_said_is_cited_by_gathering_and_day(cast: Cast, gathering: Gathering) -> None:
    say(gathering, "We wait from four.")
    [offer] = offers(cast.amina, None, "four")
    assert (offer.label, offer.when) == ("De Doorns, 12 May", dt.date(2026, 5, 12))


def test_what_was_said_anonymously_is_cited_by_gathering_and_month(cast: Cast, gathering: Gathering) -> None:
    say(gathering, "They ask for papers.", is_anonymous=True)
    [offer] = offers(cast.amina, None, "papers")
    assert (offer.label, offer.when) == ("De Doorns, May 2026", None)


def test_a_translation_is_found_and_shown_with_the_original(cast: Cast, gathering: Gathering) -> None:
    said = say(gathering, "Ons wag van vieruur.", language="af")
    Translation.objects.create(programme=cast.programme, input=said, language="en", text="We wait from four.")
    [offer] = offers(cast.amina, None, "wait")
    assert (offer.text, offer.original, offer.language) == (
        "We wait from four.",
        "Ons wag van vieruur.",
        "af",
    )


def test_a_decision_can_be_cited_until_it_is_withdrawn(cast: Cast, gathering: Gathering) -> None:
    made = Decision.objects.create(
        programme=cast.programme, gathering=gathering, text="The clinic opens at six."
    )
    assert [each.id for each in offers(cast.amina, None, "clinic")] == [made.pk]
    Decision.objects.update(withdrawn_because="A mistake.")
    assert offers(cast.amina, None, "clinic") == []


def test_another_programme_is_offered_nothing(cast: Cast, gathering: Gathering) -> None:
    say(gathering, "We wait from four.")
    assert offers(cast.farid, None, "four") == []
