"""Citing evidence in a section, and referring to other sections."""

import pytest
from django.urls import reverse

from imbizo.calc.richtext import Citation as CitationAtom
from imbizo.calc.richtext import SectionReference
from imbizo.convening.models import Input
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Citation, Section
from imbizo.drafting.operations.citations import cite, place_locator
from imbizo.drafting.operations.sections import write
from imbizo.drafting.queries import sidebar
from imbizo.drafting.queries.drawing import atoms_of
from imbizo.thread.models import Link
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.cast import Cast, signed_in
from tests.convening.making import make_gathering
from tests.drafting.making import make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section(make_document(cast))


@pytest.fixture
def said(cast: Cast) -> Input:
    gathering = make_gathering(cast, name="Workshop in De Doorns")
    return Input.objects.create(
        programme=cast.programme, gathering=gathering, text="We wait from four.", via="scribe", state="shown"
    )


def cited(cast: Cast, section: Section, said: Input) -> Citation:
    return cite(section=section, kind="convening.input", id=said.pk, label="De Doorns, 12 May", by=cast.amina)


def put_in(cast: Cast, section: Section, citation: Citation, version: int = 1) -> None:
    html = f'<p>They wait <span data-citation="{citation.pk}"></span>.</p>'
    write(section=section, html=html, base_version=version, by=cast.amina)


def links(section: Section) -> list[tuple[str, object]]:
    rows = Link.objects.filter(record_id=section.pk)
    return list(rows.values_list("relation", "source_id"))


def test_a_citation_is_on_the_thread_once_the_words_that_hold_it_are_saved(
    cast: Cast, section: Section, said: Input
) -> None:
    citation = cited(cast, section, said)
    assert (citation.is_in_text, links(section)) == (False, [])
    put_in(cast, section, citation)
    citation.refresh_from_db()
    assert (citation.is_in_text, links(section)) == (True, [(Relation.INFORMS, said.pk)])


def test_a_citation_taken_out_of_the_text_is_in_it_no_more_and_its_link_stays(
    cast: Cast, section: Section, said: Input
) -> None:
    citation = cited(cast, section, said)
    put_in(cast, section, citation)
    write(section=section, html="<p>They wait.</p>", base_version=2, by=cast.amina)
    citation.refresh_from_db()
    assert (citation.is_in_text, links(section)) == (False, [(Relation.INFORMS, said.pk)])


def test_citing_the_same_twice_is_one_citation(cast: Cast, section: Section, said: Input) -> None:
    assert cited(cast, section, said) == cited(cast, section, said)


def test_what_a_member_does_not_see_can_not_be_cited(cast: Cast, section: Section, said: Input) -> None:
    Input.objects.filter(pk=said.pk).delete()
    with pytest.raises(NotReady, match="can't see this record"):
        cited(cast, section, said)


def test_the_place_stands_behind_the_citation(cast: Cast, section: Section, said: Input) -> None:
    citation = place_locator(citation=cited(cast, section, said), locator="question 3", by=cast.amina)
    atoms = atoms_of([], section.document)
    known = type(atoms)({citation.pk: citation}, atoms.numbers, atoms.into)
    assert known.label(CitationAtom(citation.pk)) == "(De Doorns, 12 May, question 3)"


def test_a_reference_follows_the_section_when_it_moves_and_when_it_is_taken_away(
    cast: Cast, section: Section
) -> None:
    second = make_section(section.document)
    reference = SectionReference(second.pk)
    assert atoms_of([], section.document).label(reference) == "section 2"
    Section.objects.filter(pk=section.pk).update(position=9)
    assert atoms_of([], section.document).label(reference) == "section 1"
    Section.objects.filter(pk=second.pk).update(removed_because="Said elsewhere.")
    assert atoms_of([], section.document).label(reference) == "a section that was taken away"


def test_a_reference_to_a_joined_section_leads_to_the_other(cast: Cast, section: Section) -> None:
    second = make_section(section.document)
    Section.objects.filter(pk=second.pk).update(joined_into=section)
    assert atoms_of([], section.document).label(SectionReference(second.pk)) == "section 1"


def test_the_sidebar_shows_what_stands_behind_the_section_and_what_is_searched_for(
    cast: Cast, section: Section, said: Input
) -> None:
    assert sidebar.groups(section, cast.amina) == []
    assert [card.offer.id for each in sidebar.groups(section, cast.amina, "four") for card in each.cards] == [
        said.pk
    ]
    link(section, said, Relation.INFORMS, by=cast.amina)
    assert [card.offer.id for each in sidebar.groups(section, cast.amina) for card in each.cards] == [said.pk]


def test_a_card_is_cited_by_its_sealed_token_alone(cast: Cast, section: Section, said: Input) -> None:
    [group] = sidebar.groups(section, cast.amina, "four")
    amina, address = signed_in(cast.amina), reverse("drafting:section-cite", args=["winelands", section.pk])
    answer = amina.post(address, {"token": group.cards[0].token}).json()
    assert answer["words"] == f"({group.cards[0].offer.label})"
    assert amina.post(address, {"token": "forged"}).status_code == 422


def test_the_page_lists_what_is_cited_with_the_way_to_it(cast: Cast, section: Section, said: Input) -> None:
    citation = cited(cast, section, said)
    put_in(cast, section, citation)
    page = signed_in(cast.amina).get(section.get_absolute_url()).content.decode()
    assert f'<a class="citation" href="#cited-{citation.pk}">(De Doorns, 12 May)</a>' in page
    assert f'<a href="{said.get_absolute_url()}">De Doorns, 12 May</a>' in page
