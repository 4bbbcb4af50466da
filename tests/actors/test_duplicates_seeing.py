"""Two records side by side show no more of either than its own page does."""

from typing import Any

from imbizo.actors import operations
from imbizo.actors.models import Pair
from imbizo.actors.queries.duplicates import pairs_in_full
from tests.actors.register import person
from tests.cast import Cast


def test_an_organisation_that_a_partner_keeps_to_itself_isnt_told_by_a_pair(cast: Cast) -> None:
    ours, theirs = person(cast.amina), person(cast.thandi, sharing="all")
    hidden = operations.add_actor(form="organisation", name="Shelter", sharing="itself", by=cast.thandi)
    operations.add_affiliation(person=theirs, organisation=hidden, by=cast.thandi)
    first, second = sorted((ours, theirs), key=lambda actor: actor.pk)
    Pair.objects.create(programme=cast.programme, first=first, second=second, score=90)
    pair: Any = pairs_in_full(cast.amina).get()
    assert [*pair.first.now_in, *pair.second.now_in] == []
