"""The outline: order, numbers, and what becomes of a section's words when it is divided, joined or taken away."""

import pytest

from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Citation, Document, Section
from imbizo.drafting.operations import dividing, outline
from imbizo.drafting.queries.frozen import current
from imbizo.drafting.queries.outline import outline as read
from imbizo.drafting.states import SectionState, Step
from imbizo.thread.models import Link
from imbizo.thread.operations import link
from imbizo.thread.states import Relation
from tests.cast import Cast
from tests.drafting.making import make_comment, make_component, make_document, make_section

pytestmark = pytest.mark.django_db

TWO = "<p>First words.</p><h2>Second part</h2><p>Second words.</p>"


@pytest.fixture
def document(cast: Cast) -> Document:
    return make_document(cast)


def _numbers(document: Document) -> dict[str, str]:
    return {entry.section.title: entry.number for entry in read(document)}


def _long(document: Document) -> Section:
    return make_section(document, html=TWO, text="First words.\nSecond part\nSecond words.", title="Long")


def test_a_section_is_added_at_the_end(cast: Cast, document: Document) -> None:
    first = outline.add_section(document=document, title="Purpose", by=cast.amina)
    outline.add_section(document=document, title="Part", parent=first, by=cast.amina)
    outline.add_section(document=document, title="Duration", by=cast.amina)
    assert _numbers(document) == {"Purpose": "1", "Part": "1.1", "Duration": "2"}


def test_a_section_added_twice_under_one_id_is_one(cast: Cast, document: Document) -> None:
    made = outline.add_section(document=document, title="Purpose", by=cast.amina)
    outline.add_section(document=document, title="Purpose", by=cast.amina, id=made.pk)
    assert document.sections.count() == 1


@pytest.mark.parametrize(
    ("how", "numbers"),
    [
        (Step.UP, {"Section 2": "1", "Section 1": "2", "Section 3": "3"}),
        (Step.DOWN, {"Section 1": "1", "Section 3": "2", "Section 2": "3"}),
        (Step.UNDER, {"Section 1": "1", "Section 2": "1.1", "Section 3": "2"}),
        (Step.OUT, {"Section 1": "1", "Section 2": "2", "Section 3": "3"}),
    ],
)
def test_a_section_moves_one_step(cast: Cast, document: Document, how: Step, numbers: dict[str, str]) -> None:
    _first, second, _third = (make_section(document) for _ in range(3))
    outline.step(section=second, how=how, by=cast.amina)
    assert _numbers(document) == numbers


def test_a_part_moves_out_to_behind_its_parent(cast: Cast, document: Document) -> None:
    first, second = make_section(document), make_section(document)
    part = make_section(document, title="Part", parent=first, position=1)
    outline.step(section=part, how=Step.OUT, by=cast.amina)
    assert _numbers(document) == {first.title: "1", "Part": "2", second.title: "3"}


def test_a_section_is_not_put_below_itself(cast: Cast, document: Document) -> None:
    first = make_section(document)
    part = make_section(document, parent=first, position=1)
    with pytest.raises(NotReady):
        outline.place(section=first, parent=part, index=0, by=cast.amina)


def test_an_outline_has_at_most_six_levels(cast: Cast, document: Document) -> None:
    parent = None
    for _level in range(6):
        parent = make_section(document, parent=parent, position=1)
    with pytest.raises(NotReady):
        outline.add_section(document=document, title="Seventh", parent=parent, by=cast.amina)


def test_a_section_taken_away_leaves_its_parts_in_its_place(cast: Cast, document: Document) -> None:
    first, _second = make_section(document), make_section(document)
    make_section(document, title="Part", parent=first, position=1)
    outline.take_away(section=first, because="Said in section 2.", by=cast.amina)
    assert _numbers(document) == {"Part": "1", "Section 2": "2"}


def test_a_section_is_not_taken_away_without_a_reason(cast: Cast, document: Document) -> None:
    with pytest.raises(NotReady):
        outline.take_away(section=make_section(document), because=" ", by=cast.amina)


def test_a_section_taken_away_can_be_put_back(cast: Cast, document: Document) -> None:
    first, _second = make_section(document), make_section(document)
    outline.take_away(section=first, because="Said in section 2.", by=cast.amina)
    outline.put_back(section=first, by=cast.amina)
    assert _numbers(document) == {"Section 2": "1", "Section 1": "2"}


def test_a_reference_reads_with_the_present_number(cast: Cast, document: Document) -> None:
    first, second = make_section(document), make_section(document)
    text = f'<p>See <span data-section="{second.pk}"></span>.</p>'
    Section.objects.filter(pk=first.pk).update(html=text)
    outline.step(section=second, how=Step.UNDER, by=cast.amina)
    assert list(current(document).words.values()) == ["section 1.1"]


def test_a_section_divided_at_a_heading_takes_it_as_its_own(cast: Cast, document: Document) -> None:
    section = _long(document)
    made = dividing.split(section=section, at=1, base_version=1, by=cast.amina)
    section.refresh_from_db()
    assert (section.text, made.title, made.text) == ("First words.", "Second part", "Second words.")
    assert _numbers(document) == {"Long": "1", "Second part": "2"}


def test_comments_and_parts_go_with_their_words(cast: Cast, document: Document) -> None:
    section = _long(document)
    part = make_section(document, title="Part", parent=section, position=1)
    stays, goes = make_comment(section, "First words"), make_comment(section, "Second words")
    made = dividing.split(section=section, at=1, base_version=1, by=cast.amina)
    for each in (stays, goes, part):
        each.refresh_from_db()
    assert (stays.section, stays.orphaned_at) == (section, None)
    assert (goes.section, goes.start, goes.end, goes.orphaned_at) == (made, 0, 12, None)
    assert part.parent == made


def test_a_divided_section_keeps_its_ancestors(cast: Cast, document: Document) -> None:
    section = _long(document)
    component = make_component(cast, document)
    link(section, component, Relation.INFORMS, by=cast.amina)
    made = dividing.split(section=section, at=2, base_version=1, title="Rest", by=cast.amina)
    assert Link.objects.get(record_id=made.pk).relation == Relation.SPLIT_FROM


def test_a_citation_goes_with_its_words_and_its_link(cast: Cast, document: Document) -> None:
    section, component = _long(document), make_component(cast)
    cited = Citation.objects.create(
        programme=cast.programme,
        section=section,
        source_kind="drafting.component",
        source_id=component.pk,
        label="C",
    )
    link(section, component, Relation.INFORMS, by=cast.amina)
    html = f'<p>First words.</p><p>Second<span data-citation="{cited.pk}"></span></p>'
    Section.objects.filter(pk=section.pk).update(html=html)
    made = dividing.split(section=section, at=1, base_version=1, title="Rest", by=cast.amina)
    cited.refresh_from_db()
    assert (cited.section, cited.is_in_text) == (made, True)
    assert Link.objects.filter(record_id=made.pk, source_id=component.pk).exists()


def test_a_section_that_changed_meanwhile_is_not_divided(cast: Cast, document: Document) -> None:
    with pytest.raises(NotReady):
        dividing.split(section=_long(document), at=1, base_version=0, by=cast.amina)


def test_joined_sections_keep_words_comments_and_references(cast: Cast, document: Document) -> None:
    first, second = make_section(document, "One."), make_section(document, "Two.")
    comment, general = make_comment(second, "Two"), make_comment(second)
    third = make_section(document, "See it.")
    Section.objects.filter(pk=third.pk).update(html=f'<p><span data-section="{second.pk}"></span></p>')
    target = dividing.join(section=second, into=first, by=cast.amina)
    comment.refresh_from_db()
    general.refresh_from_db()
    assert target.text == "One.\nSection 2\nTwo."
    assert (comment.section, comment.start, comment.orphaned_at, general.section) == (first, 15, None, first)
    assert list(current(document).words.values()) == ["section 1"]


def test_a_section_is_not_joined_to_a_part_of_itself(cast: Cast, document: Document) -> None:
    first = make_section(document)
    part = make_section(document, parent=first, position=1)
    with pytest.raises(NotReady):
        dividing.join(section=first, into=part, by=cast.amina)


def test_what_is_empty_and_what_waits_is_seen_in_the_outline(cast: Cast, document: Document) -> None:
    make_section(document, html="", text="", state=SectionState.EMPTY)
    make_comment(make_section(document))
    assert [(entry.is_empty, entry.open_comments) for entry in read(document)] == [(True, 0), (False, 1)]
