"""Who stands behind a section, without names."""

import pytest

from imbizo.convening.models import Gathering, Input
from imbizo.drafting.models import Section
from imbizo.drafting.queries.sources import Sources, said, sources_of
from imbizo.thread.operations import link_many
from imbizo.thread.states import Relation
from tests.cast import Cast
from tests.convening.making import make_gathering
from tests.drafting.making import make_comment, make_component, make_document, make_section

pytestmark = pytest.mark.django_db


def _heard(cast: Cast, gathering: Gathering, section: Section, count: int) -> list[Input]:
    """Things that were said there, which stand behind a section by way of a component."""
    component = make_component(cast)
    made = [
        Input.objects.create(programme=cast.programme, gathering=gathering, text=f"Word {at}", via="note")
        for at in range(count)
    ]
    link_many([(component, each) for each in made], Relation.INFORMS, by=None)
    link_many([(section, component)], Relation.INFORMS, by=None)
    return made


def _of(section: Section) -> Sources:
    return sources_of(section.document, [section])[section.pk]


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section(make_document(cast))


def test_a_gathering_is_named_with_its_voices(cast: Cast, section: Section) -> None:
    gathering = make_gathering(cast)
    _heard(cast, gathering, section, 6)
    found = _of(section)
    assert [(each.name, each.voices) for each in found.workshops] == [(gathering.name, 6)]


def test_gatherings_with_fewer_than_five_voices_are_not_named(cast: Cast, section: Section) -> None:
    _heard(cast, make_gathering(cast), section, 3)
    _heard(cast, make_gathering(cast), section, 4)
    assert (_of(section).workshops, said(_of(section))) == ((), ["Smaller gatherings: 7 voices"])


def test_fewer_than_five_voices_in_all_are_not_counted(cast: Cast, section: Section) -> None:
    _heard(cast, make_gathering(cast), section, 2)
    assert (_of(section).voices, said(_of(section))) == (None, ["Smaller gatherings: fewer than five voices"])


def test_what_was_joined_counts_as_often_as_it_was_said(cast: Cast, section: Section) -> None:
    gathering = make_gathering(cast)
    joined, *said_there = _heard(cast, gathering, section, 6)
    link_many([(joined, each) for each in said_there], Relation.MERGED_FROM, by=None)
    assert [each.voices for each in _of(section).workshops] == [5]


def test_what_was_withdrawn_does_not_count(cast: Cast, section: Section) -> None:
    _heard(cast, make_gathering(cast), section, 6)
    Input.objects.update(state="withdrawn")
    assert _of(section).is_none


def test_the_sources_of_another_section_do_not_come_through_a_comment(cast: Cast, section: Section) -> None:
    other = make_section(section.document)
    _heard(cast, make_gathering(cast), other, 6)
    comment = make_comment(other)
    link_many([(comment, other)], Relation.RESPONDS_TO, by=None)
    link_many([(section, comment)], Relation.INFORMS, by=None)
    assert _of(section).is_none
