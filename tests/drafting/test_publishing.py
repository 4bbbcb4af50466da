"""Publishing: frozen words, numbers, hashes, and what keeps a document from being final."""

import hashlib

import pytest

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import NotNow, NotReady, OpenComments
from imbizo.drafting.models import Disposition, Document
from imbizo.drafting.operations import publishing
from imbizo.drafting.operations.sections import write
from imbizo.drafting.states import DocumentState, Verdict
from imbizo.thread.models import Link
from tests.cast import Cast, member_in
from tests.drafting.making import make_comment, make_document, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(cast: Cast) -> Document:
    document = make_document(cast)
    make_section(document, title="Purpose")
    return document


def test_a_publication_has_number_text_and_hash(cast: Cast, document: Document) -> None:
    made = publishing.publish(document=document, note="First.", by=cast.amina)
    assert (made.number, made.frozen["sections"][0]["words"]) == (1, "The parties shall meet quarterly.")
    assert made.text_hash == hashlib.sha256(b"1 Purpose\nThe parties shall meet quarterly.").hexdigest()


def test_what_is_published_stays_as_it_is(cast: Cast, document: Document) -> None:
    made = publishing.publish(document=document, by=cast.amina)
    write(section=document.sections.get(), html="<p>Other.</p>", base_version=1, by=cast.amina)
    made.refresh_from_db()
    assert made.frozen["sections"][0]["text"] == "The parties shall meet quarterly."


def test_the_next_publication_supersedes_the_last(cast: Cast, document: Document) -> None:
    first = publishing.publish(document=document, by=cast.amina)
    write(section=document.sections.get(), html="<p>Other.</p>", base_version=1, by=cast.amina)
    second = publishing.publish(document=document, by=cast.amina)
    linked = Link.objects.get(record_id=second.pk)
    assert (second.number, linked.source_id, linked.relation) == (2, first.pk, "supersedes")


def test_the_same_text_is_not_published_twice(cast: Cast, document: Document) -> None:
    publishing.publish(document=document, by=cast.amina)
    with pytest.raises(NotReady):
        publishing.publish(document=document, by=cast.amina)


def test_nothing_is_not_published(cast: Cast) -> None:
    with pytest.raises(NotReady):
        publishing.publish(document=make_document(cast), by=cast.amina)


def test_a_document_is_not_final_while_a_comment_waits(cast: Cast, document: Document) -> None:
    comment = make_comment(document.sections.get())
    with pytest.raises(OpenComments) as caught:
        publishing.publish(document=document, is_final=True, by=cast.amina)
    assert caught.value.comments == [comment]


def test_replies_and_withdrawn_comments_do_not_keep_it_open(cast: Cast, document: Document) -> None:
    section = document.sections.get()
    comment = make_comment(section)
    make_comment(section, answers=comment)
    make_comment(section, withdrawn_because="A slip.")
    Disposition.objects.create(
        programme=cast.programme, comment=comment, verdict=Verdict.NOTED, reason="Thank you.", by=cast.amina
    )
    assert publishing.publish(document=document, is_final=True, by=cast.amina).is_final


def test_a_final_document_is_closed_until_it_is_opened_again(cast: Cast, document: Document) -> None:
    final = publishing.publish(document=document, is_final=True, by=cast.amina)
    with pytest.raises(NotNow):
        publishing.publish(document=document, by=cast.amina)
    publishing.reopen(document=document, by=cast.amina)
    final.refresh_from_db()
    document.refresh_from_db()
    assert (final.is_final, document.state) == (False, DocumentState.DRAFT)


def test_who_only_writes_does_not_publish(cast: Cast, document: Document) -> None:
    reader = member_in(cast, "observer")
    with pytest.raises(NotAllowed):
        publishing.publish(document=document, by=reader)
