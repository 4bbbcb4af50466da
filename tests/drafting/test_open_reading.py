"""A reader without an account reads, comments, changes, withdraws; a stranger gets nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from imbizo.drafting.models import Circulation, Comment
from imbizo.drafting.operations import dispositions, summaries
from imbizo.drafting.operations.comments import Said, comment_as_reader
from imbizo.drafting.operations.dispositions import Decision
from imbizo.drafting.states import ReaderAnswer
from tests.cast import Cast
from tests.drafting.circulated import make_circulation, page_of, reader, section, token_of

pytestmark = pytest.mark.django_db
MOST = 30_000  # bytes


@pytest.fixture
def sent(cast: Cast) -> Circulation:
    return make_circulation(cast)


def section_page(sent: Circulation) -> str:
    about = section(sent.publication.document)
    return reverse("drafting:open-section", args=[token_of(reader(sent)), about.pk])


def read(url: str) -> str:
    return Client().get(url).content.decode()


def send(url: str, **fields: str) -> int:
    """Send the form of a page, with the id that it carries."""
    client = Client()
    id = client.get(url).context["form"]["id"].value()
    return client.post(url, {"id": id, **fields}).status_code


def test_a_made_up_link_opens_nothing(sent: Circulation) -> None:
    about = section(sent.publication.document)
    urls = [
        reverse("drafting:open-read", args=["made-up"]),
        reverse("drafting:open-section", args=["made-up", about.pk]),
        reverse("drafting:open-terms", args=["made-up"]),
    ]
    assert [Client().get(url).status_code for url in urls] == [404, 404, 404]


def test_a_summary_in_the_reader_language_comes_first(cast: Cast, sent: Circulation) -> None:
    for language, text in (("en", "We meet."), ("xh", "Siyadibana.")):
        summaries.write_summary(publication=sent.publication, language=language, text=text, by=cast.amina)
    url = page_of(reader(sent))
    assert "We meet." in read(url)
    assert "Siyadibana." in read(url + "?in=xh")


def test_a_reader_comments_on_one_sentence_without_a_script(sent: Circulation) -> None:
    assert send(section_page(sent) + "?p=0&s=1", text="Who pays?", start="34", end="56") == 302
    assert Comment.objects.get().quote == "Each sends two people."


def test_the_sentence_chosen_stands_over_the_form(sent: Circulation) -> None:
    assert "“Each sends two people.”" in read(section_page(sent) + "?p=0&s=1")


def test_other_words_can_be_suggested(sent: Circulation) -> None:
    send(section_page(sent) + "?p=0", kind="replace", replacement="monthly", start="23", end="32")
    said = Comment.objects.get()
    assert (said.kind, said.quote, said.replacement) == ("replace", "quarterly", "monthly")


def test_an_empty_comment_gets_a_sentence(sent: Circulation) -> None:
    url = page_of(reader(sent))
    client = Client()
    id = client.get(url).context["form"]["id"].value()
    assert "Write your comment." in client.post(url, {"id": id}).content.decode()


def test_one_press_says_no_comment(sent: Circulation) -> None:
    Client().post(page_of(reader(sent)), {"nothing": "1"})
    assert reader(sent).answer == ReaderAnswer.NO_COMMENT


def test_a_reader_changes_and_withdraws_their_own_alone(sent: Circulation) -> None:
    mine = comment_as_reader(reader=reader(sent), said=Said(text="Mine."))
    theirs = comment_as_reader(reader=reader(sent, "Pieter Louw"), said=Said(text="Theirs."))
    token = token_of(reader(sent))
    Client().post(reverse("drafting:open-comment", args=[token, mine.pk]), {"text": "Mine, better."})
    mine.refresh_from_db()
    found = Client().get(reverse("drafting:open-comment", args=[token, theirs.pk]))
    assert (mine.text, found.status_code) == ("Mine, better.", 404)


def test_after_the_day_a_comment_stays_as_it_is(sent: Circulation) -> None:
    said = comment_as_reader(reader=reader(sent), said=Said(text="Mine."))
    sent.deadline = timezone.now() + dt.timedelta(seconds=-1)
    Comment.objects.update(created_at=timezone.now() - dt.timedelta(days=1))
    sent.save()
    url = reverse("drafting:open-comment", args=[token_of(reader(sent)), said.pk])
    Client().post(url, {"text": "Other."})
    said.refresh_from_db()
    assert said.text == "Mine."


def test_a_reader_reads_what_was_decided(cast: Cast, sent: Circulation) -> None:
    said = comment_as_reader(reader=reader(sent), said=Said(text="Meet monthly."))
    decision = Decision(verdict="rejected", reason="The budget allows four.")
    dispositions.decide(comment=said, decision=decision, by=cast.amina)
    assert "The budget allows four." in read(page_of(reader(sent)))


def test_the_pages_are_light(sent: Circulation) -> None:
    assert max(len(read(url)) for url in (page_of(reader(sent)), section_page(sent))) < MOST
