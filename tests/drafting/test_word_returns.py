"""A Word file goes out, comes back, is looked at, and becomes one person's comments on the right words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from imbizo.base.documents import word_review
from imbizo.base.errors import DomainError
from imbizo.drafting.errors import NotNow, NotReady, Unreadable
from imbizo.drafting.imports.word import plan
from imbizo.drafting.models import Circulation, Comment, Document, Reader, Section, WordReturn
from imbizo.drafting.operations import returns
from imbizo.drafting.operations.comments import Said, comment_as_member, comment_as_reader
from imbizo.drafting.operations.dispositions import accept_suggestion
from imbizo.drafting.operations.dividing import join
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import CameBy, CommentKind, ReaderAnswer, ReturnState
from tests.cast import Cast, signed_in
from tests.drafting.circulated import FIRST, SECOND, make_circulation, reader, section
from tests.drafting.making import make_document, make_section
from tests.drafting.word_made import (
    commented,
    draft_that_went,
    retyped,
    shortened,
    tracked,
    went_out,
    with_a_new_section,
    without_stamp,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(cast: Cast) -> Circulation:
    return make_circulation(cast)


@pytest.fixture
def out(cast: Cast, sent: Circulation) -> bytes:
    return went_out(cast, sent.publication)


def document_of(sent: Circulation) -> Document:
    return sent.publication.document


def bring(cast: Cast, sent: Circulation, content: bytes, whose: Reader | None = None) -> WordReturn:
    document = document_of(sent)
    found = plan(content, document)
    came = returns.Came("reply.docx", content, found.left_out, found.publication)
    return returns.receive(document=document, came=came, by=cast.amina, reader=whose)


def taken(cast: Cast, sent: Circulation, content: bytes, whose: Reader | None = None) -> list[Comment]:
    returned = bring(cast, sent, content, whose or reader(sent))
    return returns.take(returned=returned, points=plan(content, document_of(sent)).points, by=cast.amina)


def shape(comment: Comment) -> tuple[str, str, str, str]:
    return str(comment.section), comment.kind, comment.quote, comment.replacement


def test_a_tracked_change_becomes_the_readers_suggestion(cast: Cast, sent: Circulation, out: bytes) -> None:
    made = taken(cast, sent, tracked(out, "quarterly", "monthly"))
    assert [shape(each) for each in made] == [("Meeting", "replace", "quarterly", "monthly")]
    assert (made[0].reader, made[0].name, made[0].via) == (reader(sent), "Nomsa D.", CameBy.WORD)
    assert reader(sent).answer == ReaderAnswer.COMMENTS


def test_a_suggestion_from_word_goes_into_the_text_with_one_press(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    (made,) = taken(cast, sent, tracked(out, "quarterly", "monthly"))
    accept_suggestion(comment=made, by=cast.amina)
    assert section(document_of(sent)).text == FIRST.replace("quarterly", "monthly")


def test_letters_that_were_changed_in_a_word_become_another_word(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    (made,) = taken(cast, sent, tracked(out, "quarter", "month"))
    assert shape(made) == ("Meeting", "replace", "quarterly", "monthly")


def test_what_was_retyped_without_tracking_is_found(cast: Cast, sent: Circulation, out: bytes) -> None:
    made = taken(cast, sent, retyped(retyped(out, "two people", "three people"), "within a week", "at once"))
    assert [shape(each) for each in made] == [
        ("Meeting", "replace", "two", "three"),
        ("Complaints", "replace", "within a week", "at once"),
    ]


def test_a_comment_stands_on_its_words(cast: Cast, sent: Circulation, out: bytes) -> None:
    (made,) = taken(cast, sent, commented(out, "two people", "Why two?"))
    assert (shape(made), made.text) == (("Meeting", "comment", "two people", ""), "Why two?")
    assert FIRST[made.start : made.end] == "two people"


def test_our_own_comments_come_back_unseen(cast: Cast, sent: Circulation) -> None:
    said = Said(text="Too seldom.", section=section(document_of(sent)), start=23, end=32)
    comment_as_reader(reader=reader(sent), said=said)
    content = went_out(cast, sent.publication)
    assert plan(content, document_of(sent)).points == ()


def test_a_comment_goes_along_with_words_that_moved_since(cast: Cast, sent: Circulation, out: bytes) -> None:
    about = section(document_of(sent))
    write(section=about, html=f"<p>Hear this. {FIRST}</p>", base_version=1, by=cast.amina)
    (made,) = taken(cast, sent, tracked(out, "quarterly", "monthly"))
    assert (made.start, made.section_version, made.orphaned_at) == (34, 2, None)


def test_where_its_words_are_gone_it_stays_with_its_quote(cast: Cast, sent: Circulation, out: bytes) -> None:
    about = section(document_of(sent))
    write(section=about, html="<p>Nobody ever comes.</p>", base_version=1, by=cast.amina)
    (made,) = taken(cast, sent, tracked(out, "quarterly", "monthly"))
    assert (made.orphaned_at, made.quote) == (2, "quarterly")


def test_in_a_section_that_was_joined_it_stands_in_the_other(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    document = document_of(sent)
    join(section=section(document, "Complaints"), into=section(document), by=cast.amina)
    (made,) = taken(cast, sent, tracked(out, "within a week", "at once"))
    assert (shape(made), made.orphaned_at) == (("Meeting", "replace", "within a week", "at once"), None)


def test_a_section_that_was_taken_out_in_word_is_a_suggestion(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    (made,) = taken(cast, sent, shortened(out))
    assert shape(made) == ("Complaints", "delete", SECOND, "")


def test_a_section_that_was_added_in_word_is_words_to_add(cast: Cast, sent: Circulation, out: bytes) -> None:
    (made,) = taken(cast, sent, with_a_new_section(out, "Doors", "They are open."))
    assert shape(made) == ("Complaints", "insert", "", "\nDoors\nThey are open.")
    assert made.start == len(SECOND)


def test_the_same_file_isnt_taken_twice(cast: Cast, sent: Circulation, out: bytes) -> None:
    changed = tracked(out, "quarterly", "monthly")
    taken(cast, sent, changed)
    with pytest.raises(NotReady, match=r"came in before: it is “reply.docx”"):
        bring(cast, sent, changed)


def test_of_a_file_that_was_saved_again_only_what_is_new_is_taken(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    first = tracked(out, "quarterly", "monthly")
    taken(cast, sent, first)
    (made,) = taken(cast, sent, tracked(first, "within a week", "at once"))
    assert made.replacement == "at once"


def test_a_file_is_taken_once(cast: Cast, sent: Circulation, out: bytes) -> None:
    content = tracked(out, "quarterly", "monthly")
    returned = bring(cast, sent, content)
    points = plan(content, document_of(sent)).points
    returns.take(returned=returned, points=points, by=cast.amina)
    with pytest.raises(NotNow):
        returns.take(returned=returned, points=points, by=cast.amina)


def test_a_file_that_was_refused_can_be_brought_again(cast: Cast, sent: Circulation, out: bytes) -> None:
    first = bring(cast, sent, out)
    returns.refuse(returned=first, by=cast.amina)
    assert bring(cast, sent, out).state == ReturnState.READ


def test_a_file_without_anything_new_isnt_taken(cast: Cast, sent: Circulation, out: bytes) -> None:
    with pytest.raises(NotReady, match="nothing new"):
        taken(cast, sent, out)


def test_a_file_of_another_document_is_refused(cast: Cast, sent: Circulation) -> None:
    other = make_document(cast, title="Another")
    make_section(other)
    with pytest.raises(Unreadable, match="from another document"):
        plan(draft_that_went(cast, other), document_of(sent))


def test_a_file_that_lost_its_mark_is_matched_by_its_headings(
    cast: Cast, sent: Circulation, out: bytes
) -> None:
    content = without_stamp(tracked(out, "quarterly", "monthly"))
    found = plan(content, document_of(sent))
    assert [each.replacement for each in found.points] == ["monthly"]
    assert found.points[0].section == section(document_of(sent)).pk
    assert len(found.warnings) == 1


def test_a_strange_file_is_refused(cast: Cast, sent: Circulation) -> None:
    other = make_document(cast, title="Another")
    make_section(other, title="Weather")
    with pytest.raises(Unreadable, match="None of the headings"):
        plan(without_stamp(draft_that_went(cast, other)), document_of(sent))


def test_a_draft_that_went_out_is_compared_with_the_words_of_that_moment(
    cast: Cast, sent: Circulation
) -> None:
    document = document_of(sent)
    content = retyped(draft_that_went(cast, document), "two people", "three people")
    write(section=section(document), html="<p>We meet. All of us.</p>", base_version=1, by=cast.amina)
    (point,) = plan(content, document).points
    assert (point.kind, point.replacement) == (CommentKind.REPLACE, "three")


@pytest.mark.parametrize(
    "content", [b"", b"no Word file", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0" + b"\0" * 600]
)
def test_what_is_no_word_file_is_refused_with_a_sentence(sent: Circulation, content: bytes) -> None:
    with pytest.raises(DomainError):
        plan(content, document_of(sent))


def test_only_the_owner_takes_files(cast: Cast, sent: Circulation, out: bytes) -> None:
    with pytest.raises(DomainError, match="Only the partner"):
        returns.receive(document=document_of(sent), came=returns.Came("a.docx", out), by=cast.thandi)


def test_a_member_brings_looks_and_takes(cast: Cast, sent: Circulation, out: bytes) -> None:
    client, document = signed_in(cast.amina), document_of(sent)
    url = reverse("drafting:word-returns", args=[cast.programme.slug, document.pk])
    file = SimpleUploadedFile("reply.docx", tracked(out, "quarterly", "monthly"))
    page = client.post(url, {"file": file, "whose": str(reader(sent).pk), "who": ""}, follow=True)
    assert "monthly" in page.content.decode()
    assert Comment.objects.count() == 0
    client.post(page.redirect_chain[-1][0])
    assert Comment.objects.get().reader == reader(sent)


def test_what_somebody_mailed_is_theirs(cast: Cast, sent: Circulation, out: bytes) -> None:
    client, document = signed_in(cast.amina), document_of(sent)
    url = reverse("drafting:word-returns", args=[cast.programme.slug, document.pk])
    file = SimpleUploadedFile("reply.docx", tracked(out, "quarterly", "monthly"))
    client.post(url, {"file": file, "whose": "somebody", "who": "Pieter Louw"})
    assert str(WordReturn.objects.get().on_behalf_of) == "Pieter Louw"


def test_a_broken_file_is_told_at_the_form(cast: Cast, sent: Circulation) -> None:
    url = reverse("drafting:word-returns", args=[cast.programme.slug, document_of(sent).pk])
    file = SimpleUploadedFile("reply.docx", b"PK\x03\x04broken")
    page = signed_in(cast.amina).post(url, {"file": file, "whose": "mine"})
    assert "damaged" in page.content.decode()
    assert WordReturn.objects.count() == 0


def test_others_see_no_names_in_the_word_file(cast: Cast, sent: Circulation) -> None:
    document = document_of(sent)
    comment_as_reader(reader=reader(sent), said=Said(text="Too seldom."))
    comment_as_member(document=document, said=Said(text="Good."), by=cast.amina)
    document.sharing = "all"
    document.save()
    url = reverse("drafting:publication-word", args=[cast.programme.slug, sent.publication.pk])
    told = word_review.read(signed_in(cast.thandi).get(url).content)
    assert [(each.author, each.text) for each in told.remarks] == [("farm workers", "Too seldom.")]


def test_a_draft_can_go_out_without_its_comments(cast: Cast, sent: Circulation) -> None:
    comment_as_reader(reader=reader(sent), said=Said(text="Too seldom."))
    url = reverse("drafting:draft-word", args=[cast.programme.slug, document_of(sent).pk])
    client = signed_in(cast.amina)
    assert len(word_review.read(client.get(url).content).remarks) == 1
    assert word_review.read(client.get(url + "?comments=no").content).remarks == ()


def test_sections_keep_their_words_out_and_in(cast: Cast, sent: Circulation, out: bytes) -> None:
    assert [each.text for each in word_review.read(out).sections] == [FIRST, SECOND]
    assert Section.objects.count() == 2
