"""Suggested groups: what is compared, what a person makes of them."""

import pytest

from imbizo.convening.models import Gathering, Input
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Grouping, Theme
from imbizo.evidence.operations import groupings as operations
from imbizo.evidence.operations import themes
from imbizo.evidence.queries import groupings as reads
from imbizo.evidence.queries import in_themes
from tests.cast import Cast, signed_in
from tests.evidence.theming import held_in, said_at, translated

pytestmark = pytest.mark.django_db

_LICENCES = (
    "The licence office sends shop owners away.",
    "Shop owners wait a year for a licence.",
    "A licence for a shop costs too much.",
    "No shop gets its licence from that office.",
)
_CLINICS = (
    "The clinic turns sick children away.",
    "Nurses at the clinic ask sick people for papers.",
    "Sick people wait outside the clinic at night.",
    "The clinic has no nurses for sick children.",
)


def _spoken(cast: Cast) -> Gathering:
    hall = held_in(cast, "Ceres")
    for text in (*_LICENCES, *_CLINICS):
        said_at(hall, text)
    return hall


def _suggested(cast: Cast) -> Grouping:
    made = operations.ask_for_groups(by=cast.amina)
    return Grouping.objects.select_related("programme").get(pk=made.pk)


def test_sentences_that_share_words_are_put_together(cast: Cast) -> None:
    _spoken(cast)
    found = reads.suggested(_suggested(cast), cast.amina)
    texts = [
        {each.text for each in reads.in_group(_suggested(cast), group.number, cast.amina)} for group in found
    ]
    assert sorted(map(sorted, texts)) == sorted([sorted(_LICENCES), sorted(_CLINICS)])


def test_a_translation_is_compared_in_place_of_the_original(cast: Cast) -> None:
    hall = _spoken(cast)
    said = said_at(hall, "Ikliniki ibuyisa abagulayo.", language="xh")
    translated(said, "The clinic turns sick people away.")
    found = _suggested(cast)
    assert str(said.pk) in [pk for group in found.groups for pk in group["inputs"]]


def test_a_sentence_without_translation_is_listed_and_not_grouped(cast: Cast) -> None:
    hall = _spoken(cast)
    said = said_at(hall, "Ikliniki ibuyisa abagulayo.", language="xh")
    left = {each.why: each.examples for each in reads.left(_suggested(cast), cast.amina)}
    assert left["language"] == [said]


def test_what_is_answered_already_is_not_compared(cast: Cast) -> None:
    _spoken(cast)
    themes.create_theme(title="Clinics", inputs=Input.objects.filter(text__in=_CLINICS), by=cast.amina)
    assert _suggested(cast).count == len(_LICENCES)


def test_a_person_makes_a_theme_of_a_group_without_those_that_do_not_belong(cast: Cast) -> None:
    _spoken(cast)
    found = _suggested(cast)
    said = reads.in_group(found, 0, cast.amina)[:-1]
    theme = operations.make_theme_of(grouping=found, number=0, said=said, title="Mine", by=cast.amina)
    assert in_themes.sentences(theme, cast.amina) == {each.pk for each in said}
    with pytest.raises(NotNow):
        operations.make_theme_of(grouping=found, number=0, said=said, title="Again", by=cast.amina)


def test_a_group_without_a_sentence_makes_no_theme(cast: Cast) -> None:
    _spoken(cast)
    with pytest.raises(NotReady):
        operations.make_theme_of(grouping=_suggested(cast), number=0, said=[], title="Mine", by=cast.amina)


def test_a_dismissed_group_can_be_looked_at_again(cast: Cast) -> None:
    _spoken(cast)
    found = _suggested(cast)
    operations.dismiss(grouping=found, number=0, by=cast.amina)
    operations.dismiss(grouping=found, number=0, by=cast.amina, is_back=True)
    assert [group["dismissed"] for group in Grouping.objects.get().groups] == [False, False]


def test_a_theme_is_made_of_a_group_on_its_page(cast: Cast) -> None:
    _spoken(cast)
    found = _suggested(cast)
    said = reads.in_group(found, 0, cast.amina)
    given = {"id": str(found.pk), "title": "Mine", "selected": [str(said[0].pk)]}
    signed_in(cast.amina).post(f"{found.get_absolute_url()}0/theme/", given)
    assert in_themes.sentences(Theme.objects.get(), cast.amina) == {said[0].pk}


def test_the_page_says_that_they_are_suggestions(cast: Cast) -> None:
    _spoken(cast)
    page = signed_in(cast.amina).get(_suggested(cast).get_absolute_url()).content.decode()
    assert "Nothing here is a theme until you make it one." in page


def test_asked_twice_by_the_same_form_it_is_computed_once(cast: Cast) -> None:
    first = operations.ask_for_groups(by=cast.amina)
    operations.ask_for_groups(by=cast.amina, id=first.pk)
    assert Grouping.objects.count() == 1
