"""A published version goes out; comments, no comment and silence are told apart."""

import datetime as dt

import pytest
from django.utils import timezone

from imbizo.base.errors import NotAllowed
from imbizo.calc.circulation import Figures
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Circulation, Reader, ReferenceMember, Section
from imbizo.drafting.operations import circulating as operations
from imbizo.drafting.operations.comments import (
    Said,
    comment_as_member,
    comment_as_reader,
    say_no_comment,
    withdraw_comment,
)
from imbizo.drafting.operations.publishing import publish
from imbizo.drafting.operations.summaries import write_summary
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.queries.passages import offered_summary
from imbizo.drafting.states import DocumentState
from imbizo.messaging.models import Message
from tests.cast import Cast, signed_in
from tests.drafting.circulated import make_circulation, make_group, make_person, make_published, reader, seat
from tests.drafting.making import make_section

pytestmark = pytest.mark.django_db


def figures(circulation: Circulation) -> Figures:
    return queries.figures(circulation, queries.readers(circulation), timezone.now())


def test_who_sits_in_the_group_reads_it(cast: Cast) -> None:
    circulation = make_circulation(cast)
    names = [each.member.actor.name for each in queries.readers(circulation)]
    assert names == ["Nomsa Dube", "Pieter Louw"]
    assert circulation.publication.document.state == DocumentState.CIRCULATING


def test_each_gets_a_message_with_a_page_of_their_own(cast: Cast) -> None:
    publication = make_published(cast)
    group = make_group(cast, publication.document)
    seat(cast, group, make_person(cast, "Zola Ndlovu", "zola@example.org"))
    deadline = timezone.now() + dt.timedelta(days=3)
    circulation = operations.circulate(publication=publication, deadline=deadline, by=cast.amina)
    sent = Message.objects.get(address="zola@example.org")
    assert "/open/read/" in sent.text
    assert reader(circulation, "Zola Ndlovu").sent_at is not None


def test_comments_no_comment_and_silence_are_told_apart(cast: Cast) -> None:
    circulation = make_circulation(cast)
    comment_as_reader(reader=reader(circulation), said=Said(text="Meet monthly."))
    told = figures(circulation)
    assert (told.asked, told.commented, told.no_comment, told.silent) == (2, 1, 0, 1)
    say_no_comment(reader=reader(circulation, "Pieter Louw"))
    told = figures(circulation)
    assert (told.commented, told.no_comment, told.silent) == (1, 1, 0)


def test_who_withdraws_their_only_comment_is_silent_again(cast: Cast) -> None:
    circulation = make_circulation(cast)
    said = comment_as_reader(reader=reader(circulation), said=Said(text="Meet monthly."))
    withdraw_comment(comment=said, because="", by=None)
    assert figures(circulation).silent == 2


def test_who_commented_has_no_no_comment(cast: Cast) -> None:
    circulation = make_circulation(cast)
    comment_as_reader(reader=reader(circulation), said=Said(text="Meet monthly."))
    with pytest.raises(NotNow):
        say_no_comment(reader=reader(circulation))


def test_it_goes_to_nobody_where_nobody_sits(cast: Cast) -> None:
    with pytest.raises(NotReady):
        operations.circulate(publication=make_published(cast), deadline=timezone.now(), by=cast.amina)


def test_another_partner_sends_nothing_out(cast: Cast) -> None:
    publication = make_published(cast)
    with pytest.raises(NotAllowed):
        operations.circulate(publication=publication, deadline=timezone.now(), by=cast.thandi)


def test_the_same_form_twice_sends_it_once(cast: Cast) -> None:
    circulation = make_circulation(cast)
    again = operations.circulate(
        publication=circulation.publication, deadline=circulation.deadline, by=cast.amina, id=circulation.pk
    )
    assert (again.pk, Circulation.objects.count()) == (circulation.pk, 1)


def test_the_clock_reminds_the_silent_alone_and_once(cast: Cast) -> None:
    circulation = make_circulation(cast)
    began = timezone.now() - dt.timedelta(days=10)
    Reader.objects.update(sent_at=began)
    say_no_comment(reader=reader(circulation, "Pieter Louw"))
    now = circulation.deadline - dt.timedelta(days=2)
    operations.remind_due(now)
    operations.remind_due(now + dt.timedelta(hours=1))
    reminded = {each.member.actor.name: each.reminded_at for each in queries.readers(circulation)}
    assert reminded == {"Nomsa Dube": now, "Pieter Louw": None}


def test_who_left_the_group_is_reminded_by_nobody(cast: Cast) -> None:
    circulation = make_circulation(cast)
    began = timezone.now() - dt.timedelta(days=10)
    Reader.objects.update(sent_at=began)
    ReferenceMember.objects.filter(actor__name="Nomsa Dube").update(left_on=began.date())
    operations.remind(circulation=circulation, by=cast.amina)
    operations.remind_due(circulation.deadline - dt.timedelta(days=2))
    assert reader(circulation).reminded_at is None


def test_it_closes_by_the_clock_and_the_document_is_a_draft_again(cast: Cast) -> None:
    circulation = make_circulation(cast)
    operations.close_due(circulation.deadline + dt.timedelta(minutes=1))
    circulation.refresh_from_db()
    document = circulation.publication.document
    document.refresh_from_db()
    assert (circulation.closed_at, document.state) == (circulation.deadline, DocumentState.DRAFT)


def test_more_time_opens_it_again(cast: Cast) -> None:
    circulation = operations.close_circulation(circulation=make_circulation(cast), by=cast.amina)
    later = timezone.now() + dt.timedelta(days=9)
    again = operations.give_until(circulation=circulation, deadline=later, by=cast.amina)
    assert (again.closed_at, again.deadline) == (None, later)


def test_who_joined_since_gets_it_too(cast: Cast) -> None:
    circulation = make_circulation(cast)
    group = circulation.publication.document.reference_group
    seat(cast, group, make_person(cast, "Zola Ndlovu", "zola@example.org"))
    assert operations.send_to_others(circulation=circulation, by=cast.amina) == 1


def test_what_somebody_closed_a_moment_ago_the_clock_leaves_as_it_is(cast: Cast) -> None:
    circulation = make_circulation(cast)
    closed = operations.close_circulation(circulation=circulation, by=cast.amina)
    again = operations.close_circulation(circulation=circulation, by=None, now=circulation.deadline)
    assert again.closed_at == closed.closed_at


def test_the_draft_says_that_its_readers_answer_and_counts_comments_on_the_whole(cast: Cast) -> None:
    document = make_circulation(cast).publication.document
    Section.objects.update(state="ready", writer=cast.amina)
    Section.objects.update(updated_at=timezone.now() - dt.timedelta(days=1))
    client = signed_in(cast.amina)
    assert "readers answer by" in client.get(document.get_absolute_url()).content.decode()
    comment_as_member(document=document, said=Said(text="Who pays?"), by=cast.bo)
    assert "decide on 1 comment." in client.get(document.get_absolute_url()).content.decode()


def test_a_new_version_offers_the_summary_of_the_one_before(cast: Cast) -> None:
    first = make_published(cast)
    write_summary(publication=first, language="en", text="They meet.", by=cast.amina)
    make_section(first.document, "Money is found.")
    second = publish(document=first.document, by=cast.amina)
    assert (offered_summary(second, "en"), offered_summary(second, "af")) == ("They meet.", "")
