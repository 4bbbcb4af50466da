"""Comments stand on a document, a section or words, survive later versions, and end as exactly one thing."""

import datetime as dt

import pytest
from django.utils import timezone

from imbizo.base.errors import NotAllowed
from imbizo.drafting.errors import NotNow
from imbizo.drafting.models import Comment, Disposition, Section
from imbizo.drafting.operations import answering, dispositions, sections
from imbizo.drafting.operations.comments import (
    Said,
    Whose,
    change_comment,
    comment_as_member,
    comment_as_reader,
    enter_comment,
)
from imbizo.drafting.operations.dispositions import Decision, Faulty
from imbizo.drafting.queries.open_comments import keeping_open
from imbizo.drafting.rules.commenting import is_late
from imbizo.drafting.states import CameBy, CommentKind, ReaderAnswer, Verdict
from imbizo.messaging.models import Message
from imbizo.thread.models import Link
from tests.cast import Cast
from tests.drafting.circulated import FIRST, make_circulation, make_person, make_published, reader, section

pytestmark = pytest.mark.django_db


def on_words(about: Section, words: str, **more: str) -> Said:
    at = about.text.index(words)
    return Said(section=about, start=at, end=at + len(words), **more)  # type: ignore[arg-type]  # texts alone


def make_comment(cast: Cast, words: str = "quarterly", **more: str) -> Comment:
    about = section(make_published(cast).document)
    said = on_words(about, words, **({"text": "Too seldom."} | more))
    return comment_as_member(document=about.document, said=said, by=cast.amina)


def decide(cast: Cast, comment: Comment, verdict: str, **more: object) -> Disposition:
    decision = Decision(verdict=verdict, **more)  # type: ignore[arg-type]  # what each test gives
    return dispositions.decide(comment=comment, decision=decision, by=cast.amina)


def test_a_comment_keeps_its_words_and_hangs_on_the_thread(cast: Cast) -> None:
    said = make_comment(cast)
    link = Link.objects.get(record_id=said.pk)
    assert (said.quote, said.section_version, link.source_id) == ("quarterly", 1, said.section_id)


def test_a_reader_points_at_the_version_that_they_read(cast: Cast) -> None:
    circulation = make_circulation(cast)
    about = section(circulation.publication.document)
    sections.write(section=about, html=f"<p>Now: {FIRST}</p>", base_version=1, by=cast.amina)
    said = comment_as_reader(
        reader=reader(circulation), said=Said(text="Why?", section=about, start=23, end=32)
    )
    said.refresh_from_db()
    assert (said.quote, said.start, said.end, said.section_version) == ("quarterly", 28, 37, 2)


def test_a_comment_on_words_that_go_is_orphaned_there_and_keeps_its_quote(cast: Cast) -> None:
    said = make_comment(cast, "Each sends two people.")
    html = "<p>The parties shall meet quarterly.</p>"
    sections.write(section=section(said.document), html=html, base_version=1, by=cast.amina)
    said.refresh_from_db()
    assert (said.orphaned_at, said.quote) == (2, "Each sends two people.")


def test_a_late_comment_counts_and_is_late(cast: Cast) -> None:
    circulation = make_circulation(cast)
    circulation.deadline = timezone.now() - dt.timedelta(hours=1)
    circulation.save()
    said = comment_as_reader(reader=reader(circulation), said=Said(text="Sorry."))
    assert is_late(said.created_at, circulation)
    assert reader(circulation).answer == ReaderAnswer.COMMENTS


def test_a_member_of_another_partner_comments_and_an_observer_does_not(cast: Cast) -> None:
    document = make_published(cast).document
    said = comment_as_member(document=document, said=Said(text="Good."), by=cast.thandi)
    assert said.member == cast.thandi
    with pytest.raises(NotAllowed):
        comment_as_member(document=document, said=Said(text="Good."), by=cast.chandra)


def test_what_came_by_telephone_is_entered_as_their_answer(cast: Cast) -> None:
    circulation = make_circulation(cast)
    document, nomsa = circulation.publication.document, reader(circulation).member.actor
    whose = Whose(on_behalf_of=nomsa, via=CameBy.PHONE)
    said = enter_comment(document=document, said=Said(text="Meet monthly."), whose=whose, by=cast.bo)
    assert (said.reader_id, said.member, said.via) == (reader(circulation).pk, cast.bo, "phone")
    assert reader(circulation).answer == ReaderAnswer.COMMENTS


def test_others_do_not_change_my_comment(cast: Cast) -> None:
    said = make_comment(cast)
    with pytest.raises(NotAllowed):
        change_comment(comment=said, text="Never.", by=cast.bo)


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.NOTED, Verdict.IN_PART, Verdict.DUPLICATE])
def test_a_reason_is_compulsory_unless_accepted(cast: Cast, verdict: str) -> None:
    said = make_comment(cast)
    with pytest.raises(Faulty) as refused:
        decide(cast, said, verdict, section=said.section, section_version=1)
    assert refused.value.field == "reason"


def test_what_is_accepted_names_the_section_and_its_version(cast: Cast) -> None:
    said = make_comment(cast)
    assert said.section is not None
    with pytest.raises(Faulty) as refused:
        decide(cast, said, Verdict.ACCEPTED)
    assert refused.value.field == "section"
    decide(cast, said, Verdict.ACCEPTED, section=said.section, section_version=1)
    assert Link.objects.filter(record_id=said.section.pk, source_id=said.pk, relation="informs").exists()


def test_two_comments_are_not_the_same_as_each_other(cast: Cast) -> None:
    said = make_comment(cast)
    other = comment_as_member(document=said.document, said=Said(text="Too seldom!"), by=cast.bo)
    decide(cast, said, Verdict.DUPLICATE, reason="Same.", duplicate_of=other)
    with pytest.raises(Faulty) as refused:
        decide(cast, other, Verdict.DUPLICATE, reason="Same.", duplicate_of=said)
    assert refused.value.field == "duplicate_of"


def test_one_press_puts_the_suggested_words_in(cast: Cast) -> None:
    said = make_comment(cast, kind=CommentKind.REPLACE, replacement="monthly")
    decided = dispositions.accept_suggestion(comment=said, by=cast.amina)
    about = section(said.document)
    assert about.text == FIRST.replace("quarterly", "monthly")
    assert (decided.verdict, decided.section_version) == (Verdict.ACCEPTED, about.version)


@pytest.mark.parametrize(
    ("kind", "replacement", "after"),
    [
        (CommentKind.INSERT, " in Ceres", FIRST.replace("quarterly", "quarterly in Ceres")),
        (CommentKind.DELETE, "", FIRST.replace("quarterly", "")),
    ],
)
def test_words_are_added_and_taken_out(cast: Cast, kind: str, replacement: str, after: str) -> None:
    said = make_comment(cast, kind=kind, replacement=replacement)
    dispositions.accept_suggestion(comment=said, by=cast.amina)
    assert section(said.document).text == after.replace("  ", " ")


def test_taking_a_decision_back_takes_its_words_out_and_redoing_puts_them_in(cast: Cast) -> None:
    said = make_comment(cast, kind=CommentKind.REPLACE, replacement="monthly")
    dispositions.accept_suggestion(comment=said, by=cast.amina)
    was, stays = dispositions.take_back_decision(comment=said, by=cast.amina)
    assert (section(said.document).text, stays, keeping_open(said.document)) == (FIRST, False, [said])
    dispositions.decide_again(comment=said, was=was, by=cast.amina)
    assert "monthly" in section(said.document).text


def test_nothing_is_decided_once_the_document_is_final(cast: Cast) -> None:
    said = make_comment(cast)
    said.document.state = "final"
    said.document.save()
    with pytest.raises(NotNow):
        decide(cast, said, Verdict.NOTED, reason="Thanks.")


def test_a_reader_is_told_and_nobody_twice(cast: Cast) -> None:
    circulation = make_circulation(cast)
    document = circulation.publication.document
    person = make_person(cast, "Zola Ndlovu", "zola@example.org")
    said = enter_comment(
        document=document,
        said=Said(text="Meet."),
        whose=Whose(on_behalf_of=person, via="email"),
        by=cast.amina,
    )
    decide(cast, said, Verdict.NOTED, reason="We do.")
    assert answering.tell_commenters(document=document, by=cast.amina) == (1, [])
    message = Message.objects.get(address="zola@example.org")
    assert "We do." in message.text


def test_whom_no_message_reaches_is_named(cast: Cast) -> None:
    circulation = make_circulation(cast)
    said = comment_as_reader(reader=reader(circulation), said=Said(text="Meet."))
    decide(cast, said, Verdict.NOTED, reason="We do.")
    told = answering.tell_commenters(document=said.document, by=cast.amina)
    assert told == (0, ["Nomsa Dube"])
