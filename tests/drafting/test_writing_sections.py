"""Writing a section's words: states, two people at once, citations, comments."""

from datetime import timedelta

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import Collision, NotNow
from imbizo.drafting.models import Citation, Document, Revision, Section
from imbizo.drafting.operations.sections import restore, write
from imbizo.drafting.states import DocumentState, RevisionKind, SectionState
from imbizo.thread.models import AuditEntry
from tests.cast import Cast
from tests.drafting.making import make_comment, make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(cast: Cast) -> Section:
    return make_section(make_document(cast))


def test_writing_keeps_a_state_and_the_canonical_html(cast: Cast, section: Section) -> None:
    written = write(
        section=section, html="<div>The parties <b>meet</b>.</div>", base_version=1, by=cast.amina
    )
    assert written.section.html == "<p>The parties <strong>meet</strong>.</p>"
    assert list(section.revisions.values_list("number", "text")) == [
        (2, "The parties meet."),
        (1, "The parties shall meet quarterly."),
    ]


def test_changes_that_do_not_collide_are_joined_and_both_are_credited(cast: Cast, section: Section) -> None:
    write(section=section, html="<p>The municipalities shall meet quarterly.</p>", base_version=1, by=cast.bo)
    written = write(
        section=section, html="<p>The parties shall meet monthly.</p>", base_version=1, by=cast.amina
    )
    assert written.section.text == "The municipalities shall meet monthly."
    assert written.revision is not None
    assert (written.revision.kind, written.revision.by, list(written.revision.credit.all())) == (
        RevisionKind.MERGED,
        cast.amina,
        [cast.bo],
    )


def test_words_that_collide_are_laid_side_by_side_and_nothing_is_written(
    cast: Cast, section: Section
) -> None:
    write(section=section, html="<p>The parties must meet quarterly.</p>", base_version=1, by=cast.bo)
    with pytest.raises(Collision) as caught:
        write(section=section, html="<p>The parties will meet quarterly.</p>", base_version=1, by=cast.amina)
    section.refresh_from_db()
    assert len(caught.value.merge.hunks) == 1
    assert section.text == "The parties must meet quarterly."


def test_the_same_change_by_both_is_one_change_credited_to_both(cast: Cast, section: Section) -> None:
    same = "<p>The parties must meet quarterly.</p>"
    write(section=section, html=same, base_version=1, by=cast.bo)
    written = write(section=section, html=same, base_version=1, by=cast.amina)
    last = section.revisions.first()
    assert last is not None
    assert (written.is_new, last.by, list(last.credit.all())) == (False, cast.bo, [cast.amina])


def test_two_headings_collide(cast: Cast, section: Section) -> None:
    write(section=section, html=section.html, title="Meetings", base_version=1, by=cast.bo)
    with pytest.raises(Collision) as caught:
        write(section=section, html=section.html, title="Gatherings", base_version=1, by=cast.amina)
    assert caught.value.titles == ("Section 1", "Gatherings", "Meetings")


def test_a_heading_stays_when_only_words_are_written_on_an_old_state(cast: Cast, section: Section) -> None:
    write(section=section, html=section.html, title="Meetings", base_version=1, by=cast.bo)
    written = write(section=section, html="<p>They meet.</p>", base_version=1, by=cast.amina)
    assert (written.section.title, written.section.text) == ("Meetings", "They meet.")


def test_what_one_person_saves_while_writing_is_one_state(cast: Cast, section: Section) -> None:
    for version, words in enumerate(["The", "The parties", "The parties meet."], start=1):
        write(section=section, html=words, base_version=version, kind=RevisionKind.AUTOSAVED, by=cast.amina)
    autosaved = Revision.objects.filter(section=section, kind=RevisionKind.AUTOSAVED)
    assert autosaved.values("began_at").distinct().count() == 1
    assert AuditEntry.objects.filter(subject_id=section.pk, verb="write_part").count() == 1


def test_after_ten_minutes_another_state_begins(cast: Cast, section: Section) -> None:
    write(section=section, html="The", base_version=1, kind=RevisionKind.AUTOSAVED, by=cast.amina)
    first = Revision.objects.get(section=section, number=2)
    Revision.objects.filter(pk=first.pk).update(began_at=first.began_at - timedelta(minutes=11))
    write(section=section, html="The parties", base_version=2, kind=RevisionKind.AUTOSAVED, by=cast.amina)
    assert AuditEntry.objects.filter(subject_id=section.pk, verb="write_part").count() == 2


def test_words_typed_on_a_state_between_are_merged_against_that_very_state(
    cast: Cast, section: Section
) -> None:
    for version, words in enumerate(["One two.", "One two three.", "One two three four."], start=1):
        write(section=section, html=words, base_version=version, kind=RevisionKind.AUTOSAVED, by=cast.amina)
    written = write(section=section, html="Zero. One two three.", base_version=3, by=cast.bo)
    assert written.section.text == "Zero. One two three four."


def test_a_comment_follows_its_words_and_is_orphaned_where_they_are_gone(
    cast: Cast, section: Section
) -> None:
    stays, goes = make_comment(section, "parties"), make_comment(section, "quarterly")
    write(section=section, html="<p>All of the parties shall meet often.</p>", base_version=1, by=cast.amina)
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert (stays.start, stays.end, stays.orphaned_at) == (11, 18, None)
    assert (goes.quote, goes.orphaned_at) == ("quarterly", 2)


def test_words_to_add_stay_at_their_place(cast: Cast, section: Section) -> None:
    comment = make_comment(section, start=11, end=11, replacement=" of the valley")
    write(section=section, html="<p>All the parties shall meet quarterly.</p>", base_version=1, by=cast.amina)
    comment.refresh_from_db()
    assert (comment.start, comment.end) == (15, 15)


def test_a_comment_whose_words_come_back_stands_on_them_again(cast: Cast, section: Section) -> None:
    comment = make_comment(section, "The parties shall meet")
    write(section=section, html="<p>Nothing.</p>", base_version=1, by=cast.amina)
    restore(revision=section.revisions.get(number=1), by=cast.amina)
    comment.refresh_from_db()
    assert (comment.start, comment.end, comment.orphaned_at) == (0, 22, None)


def test_two_first_writers_of_an_empty_section_are_not_written_over(cast: Cast) -> None:
    empty = make_section(make_document(cast), html="", text="", version=0, state=SectionState.EMPTY)
    empty.revisions.all().delete()
    write(section=empty, html="<p>Bo's words.</p>", base_version=0, by=cast.bo)
    with pytest.raises(Collision):
        write(section=empty, html="<p>Amina's words.</p>", base_version=0, by=cast.amina)


def test_a_citation_taken_out_of_the_text_keeps_its_row(cast: Cast, section: Section) -> None:
    cited = Citation.objects.create(
        programme=section.programme, section=section, source_kind="convening.input",
        source_id=section.pk, label="De Doorns",
    )  # fmt: skip
    write(section=section, html="<p>Without.</p>", base_version=1, by=cast.amina)
    cited.refresh_from_db()
    assert not cited.is_in_text


def test_a_citation_that_nobody_made_is_left_out_of_the_text(cast: Cast, section: Section) -> None:
    forged = f'<p>So it is<span data-citation="{section.pk}"></span>.</p>'
    assert (
        write(section=section, html=forged, base_version=1, by=cast.amina).section.html == "<p>So it is.</p>"
    )


def test_an_earlier_state_can_be_taken_up_again(cast: Cast, section: Section) -> None:
    write(section=section, html="<p>Other words.</p>", base_version=1, by=cast.amina)
    first = section.revisions.get(number=1)
    restored = restore(revision=first, by=cast.bo)
    assert (restored.section.text, restored.section.version) == ("The parties shall meet quarterly.", 3)


def test_words_that_were_agreed_are_being_written_again_once_changed(cast: Cast) -> None:
    section = make_section(make_document(cast), state=SectionState.AGREED)
    assert write(section=section, html="New.", base_version=1, by=cast.amina).section.state == "writing"


def test_another_partner_does_not_write_in_it(cast: Cast, section: Section) -> None:
    with pytest.raises(NotAllowed):
        write(section=section, html="Mine.", base_version=1, by=cast.thandi)


def test_nobody_writes_in_a_final_document(cast: Cast, section: Section) -> None:
    Document.objects.update(state=DocumentState.FINAL)
    with pytest.raises(NotNow):
        write(section=section, html="Late.", base_version=1, by=cast.amina)
