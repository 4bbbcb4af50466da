"""A reader takes the draft as Word or PDF on their light page, and sends it back there."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from imbizo.base.documents import word_review
from imbizo.drafting.models import Circulation, Comment, WordReturn
from imbizo.drafting.operations.comments import Said, comment_as_member, comment_as_reader
from imbizo.drafting.rules.word_stamps import LARGEST_FILE
from imbizo.drafting.states import ReaderAnswer, ReturnState
from tests.cast import Cast
from tests.drafting.circulated import FIRST, make_circulation, reader, token_of
from tests.drafting.word_made import tracked

pytestmark = pytest.mark.django_db
MOST = 30_000  # bytes


@pytest.fixture
def sent(cast: Cast) -> Circulation:
    return make_circulation(cast)


@pytest.fixture
def token(sent: Circulation) -> str:
    return token_of(reader(sent))


def word_page(token: str) -> str:
    return reverse("drafting:open-word", args=[token])


def file_of(token: str) -> bytes:
    return Client().get(reverse("drafting:open-word-file", args=[token])).content


def brought(token: str, content: bytes) -> str:
    """The address of the page that shows what is in the file."""
    file = SimpleUploadedFile("mine.docx", content)
    return str(Client().post(word_page(token), {"file": file})["Location"])


def test_a_made_up_link_gives_no_file() -> None:
    names = ("open-word", "open-word-file", "open-pdf")
    assert [Client().get(reverse(f"drafting:{name}", args=["made-up"])).status_code for name in names] == [
        404
    ] * 3


def test_a_reader_takes_the_version_with_their_own_comments_alone(
    cast: Cast, sent: Circulation, token: str
) -> None:
    comment_as_member(document=sent.publication.document, said=Said(text="Hm."), by=cast.amina)
    comment_as_reader(reader=reader(sent), said=Said(text="Too seldom."))
    told = word_review.read(file_of(token))
    assert [(each.author, each.text) for each in told.remarks] == [("Nomsa Dube", "Too seldom.")]
    assert told.sections[0].text == FIRST


def test_what_a_reader_sends_back_is_seen_first_and_then_theirs(sent: Circulation, token: str) -> None:
    url = brought(token, tracked(file_of(token), "quarterly", "monthly"))
    page = Client().get(url)
    assert ("monthly" in page.content.decode(), Comment.objects.count()) == (True, 0)
    Client().post(url)
    said = Comment.objects.get()
    assert (said.reader, said.member, said.replacement) == (reader(sent), None, "monthly")
    assert reader(sent).answer == ReaderAnswer.COMMENTS


def test_a_reader_can_leave_a_file_unsent(token: str) -> None:
    url = brought(token, tracked(file_of(token), "quarterly", "monthly"))
    Client().post(url, {"refuse": "1"})
    assert (WordReturn.objects.get().state, Comment.objects.count()) == (ReturnState.REFUSED, 0)


def test_another_reader_doesnt_see_the_file(sent: Circulation, token: str) -> None:
    brought(token, tracked(file_of(token), "quarterly", "monthly"))
    other = token_of(reader(sent, "Pieter Louw"))
    url = reverse("drafting:open-word-return", args=[other, WordReturn.objects.get().pk])
    assert Client().get(url).status_code == 404


def test_a_file_that_is_too_large_is_refused_unread(token: str) -> None:
    file = SimpleUploadedFile("mine.docx", b"0" * (LARGEST_FILE + 1))
    page = Client().post(word_page(token), {"file": file})
    assert "larger than 10 MB" in page.content.decode()


def test_a_broken_file_is_told(token: str) -> None:
    page = Client().post(word_page(token), {"file": SimpleUploadedFile("mine.docx", b"PK\x03\x04x")})
    assert ("damaged" in page.content.decode(), WordReturn.objects.count()) == (True, 0)


def test_the_pages_are_light(token: str) -> None:
    url = brought(token, tracked(file_of(token), "quarterly", "monthly"))
    assert max(len(Client().get(each).content) for each in (word_page(token), url)) < MOST


def test_the_pdf_is_one(token: str) -> None:
    answer = Client().get(reverse("drafting:open-pdf", args=[token]))
    assert (answer.content[:5], answer["Content-Type"]) == (b"%PDF-", "application/pdf")
