"""Letters on paper, for those of the reference group whom no message reaches."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from imbizo.convening.models import Letterhead
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Comment, ReferenceGroup, ReferenceMember
from imbizo.drafting.operations import circulating, papers, reference_groups
from imbizo.drafting.operations.comments import Said, comment_as_reader, say_no_comment
from imbizo.drafting.operations.dispositions import Decision, decide
from imbizo.drafting.states import Verdict
from imbizo.messaging.models import Message
from imbizo.thread.models import PublicLink
from tests.cast import Cast, signed_in
from tests.convening.making import keep_no_quiet_hours
from tests.drafting.circulated import make_circulation, make_group, make_person, reader, seat
from tests.drafting.making import make_document
from tests.parts.poppler import Poppler

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(cast: Cast) -> ReferenceGroup:
    """Nomsa, who has no phone and no mail, and Pieter, who has mail."""
    keep_no_quiet_hours(cast.programme)
    made = make_group(cast, make_document(cast))
    seat(cast, made, make_person(cast, "Nomsa Dube"))
    seat(cast, made, make_person(cast, "Pieter Louw", "pieter@example.org"))
    return made


def _ask(cast: Cast, group: ReferenceGroup) -> dict[str, bool]:
    asked = reference_groups.invite_to_group(group=group, members=list(group.members.all()), by=cast.amina)
    return {str(member): is_on_its_way for member, _page, is_on_its_way in asked}


def test_who_was_asked_by_message_is_noted(cast: Cast, group: ReferenceGroup) -> None:
    assert _ask(cast, group) == {"Nomsa Dube": False, "Pieter Louw": True}
    assert list(group.members.exclude(asked_at=None).values_list("actor__name", flat=True)) == ["Pieter Louw"]


def test_a_second_press_asks_nobody_twice(cast: Cast, group: ReferenceGroup) -> None:
    _ask(cast, group)
    ReferenceMember.objects.filter(actor__name="Nomsa Dube").delete()
    with pytest.raises(NotNow):
        _ask(cast, group)
    assert Message.objects.count() == 1


def test_who_no_message_reaches_gets_a_tagged_letter_with_the_terms_to_sign(
    cast: Cast, group: ReferenceGroup, poppler: Poppler
) -> None:
    _ask(cast, group)
    url = reverse("drafting:reference-group-letters", args=["winelands", group.document_id])
    content = signed_in(cast.amina).post(url).content
    text, facts = poppler.text(content), poppler.info(content)
    assert (facts["Tagged"], facts["Pages"]) == ("yes", "1")
    wanted = ("Nomsa Dube", "Terms of reference", "We read.", "I agree to these terms.")
    assert [each for each in wanted if each not in text] == []
    assert not group.members.filter(asked_at=None).exists()


def test_a_letter_is_written_in_the_persons_language(cast: Cast, group: ReferenceGroup) -> None:
    person = group.members.get(actor__name="Nomsa Dube").actor
    person.language = "af"
    person.save()
    (paper,) = papers.ask_on_paper(group=group, members=[group.members.get(actor=person)], by=cast.amina)
    assert paper.language == "af"


def test_readers_whom_no_message_reached_answer_on_paper(cast: Cast) -> None:
    circulation = make_circulation(cast)
    written = papers.draft_on_paper(circulation=circulation, by=cast.amina)
    assert [each.addressee for each in written] == ["Nomsa Dube", "Pieter Louw"]
    assert not circulation.readers.filter(sent_at=None).exists()
    with pytest.raises(NotReady):
        papers.draft_on_paper(circulation=circulation, by=cast.amina)


def test_who_answered_by_another_way_or_left_gets_no_letter(cast: Cast) -> None:
    circulation = make_circulation(cast)
    say_no_comment(reader=reader(circulation))
    reference_groups.leave_group(member=reader(circulation, "Pieter Louw").member, by=cast.amina)
    with pytest.raises(NotReady):
        papers.draft_on_paper(circulation=circulation, by=cast.amina)


def test_a_circulation_that_is_closed_asks_nobody_by_letter(cast: Cast) -> None:
    closed = circulating.close_circulation(circulation=make_circulation(cast), by=cast.amina)
    with pytest.raises(NotNow):
        papers.draft_on_paper(circulation=closed, by=cast.amina)


def test_a_lost_letter_to_a_reader_is_printed_again(cast: Cast, poppler: Poppler) -> None:
    circulation = make_circulation(cast)
    papers.draft_on_paper(circulation=circulation, by=cast.amina)
    before = reader(circulation)
    url = reverse("drafting:reader-letter", args=["winelands", before.pk])
    assert "Nomsa Dube" in poppler.text(signed_in(cast.amina).post(url).content)
    assert reader(circulation).sent_at == before.sent_at


@pytest.fixture
def decided(cast: Cast) -> Comment:
    """Nomsa's comment, which is noted."""
    made = comment_as_reader(reader=reader(make_circulation(cast)), said=Said(text="Meet monthly."))
    decide(comment=made, decision=Decision(verdict=Verdict.NOTED, reason="It is in the plan."), by=cast.amina)
    return made


def test_who_commented_on_paper_is_told_on_paper(cast: Cast, decided: Comment) -> None:
    (paper,) = papers.answers_on_paper(document=decided.document, by=cast.amina)
    assert "You said: Meet monthly.\nDecided: noted.\nIt is in the plan." in paper.text
    assert Comment.objects.get().told_at is not None


def test_a_lost_letter_with_what_was_decided_is_printed_again(
    cast: Cast, decided: Comment, poppler: Poppler
) -> None:
    papers.answers_on_paper(document=decided.document, by=cast.amina)
    told_at = Comment.objects.get().told_at
    url = reverse("drafting:comment-letter", args=["winelands", decided.pk])
    assert "Meet monthly." in poppler.text(signed_in(cast.amina).post(url).content)
    assert Comment.objects.get().told_at == told_at


def test_where_a_letter_cant_be_set_nobody_counts_as_told(cast: Cast, decided: Comment) -> None:
    Letterhead.objects.create(
        programme=cast.programme, owner=cast.convenor, name="Ubambano", signatory="Amina", logo=b"no picture"
    )
    url = reverse("drafting:comments-letters", args=["winelands", decided.document_id])
    answer = signed_in(cast.amina).post(url, follow=True)
    assert "can&#x27;t be read" in answer.content.decode()
    assert Comment.objects.get().told_at is None


def test_the_silent_are_reminded_once_an_hour_at_most(cast: Cast) -> None:
    circulation = make_circulation(cast)
    papers.draft_on_paper(circulation=circulation, by=cast.amina)
    circulating.remind(circulation=circulation, by=cast.amina)
    with pytest.raises(NotNow):
        circulating.remind(circulation=circulation, by=cast.amina)


def test_who_was_asked_before_it_was_noted_counts_as_asked_when_their_last_link_was_made(
    cast: Cast, group: ReferenceGroup
) -> None:
    _ask(cast, group)
    group.members.update(asked_at=None)
    note_asked = import_module("imbizo.drafting.migrations.0002_asked_to_sit").note_asked
    note_asked(apps, connection.schema_editor())
    asked = dict(group.members.values_list("pk", "asked_at"))
    assert asked == dict(PublicLink.objects.values_list("record_id", "created_at"))
