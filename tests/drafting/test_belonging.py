"""What the register promises for every person holds for drafts: joined, forgotten, told of, kept in time, passed on."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from imbizo.actors.models import Actor
from imbizo.actors.operations.erasure import erase
from imbizo.actors.operations.merging import merge, undo_merge
from imbizo.actors.queries.requests import held_about
from imbizo.actors.registry import timeline_sources
from imbizo.desk.queries import notices
from imbizo.drafting.models import Circulation, Comment, Reader, ReferenceMember, WordReturn
from imbizo.drafting.operations import retention
from imbizo.drafting.states import DocumentState, ReturnState, SectionState
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.operations.members import hand_over, open_work
from imbizo.thread.operations import audit
from tests.cast import Cast
from tests.drafting.circulated import make_circulation, make_person, reader, seat
from tests.drafting.circulated import section as section_of
from tests.drafting.making import make_comment, make_document, make_section


@pytest.fixture
def out(cast: Cast) -> Circulation:
    return make_circulation(cast)


def comment_of(out: Circulation, name: str = "Nomsa Dube") -> Comment:
    """What a reader said on her page, with the name that her Word file gave."""
    said = section_of(out.publication.document)
    return make_comment(said, reader=reader(out, name), name="N. Dube", text="Who pays for it?")


def brought(out: Circulation) -> WordReturn:
    document = out.publication.document
    return WordReturn.objects.create(
        programme=document.programme,
        document=document,
        reader=reader(out),
        file=ContentFile(b"words", name="nomsa.docx"),
        file_name="nomsa.docx",
        state=ReturnState.TAKEN,
    )


def nomsa() -> Actor:
    return Actor.objects.get(name="Nomsa Dube")


def test_the_words_of_an_erased_person_stay_without_their_name(cast: Cast, out: Circulation) -> None:
    comment_of(out)
    erase(actor=nomsa(), by=cast.amina)
    kept = Comment.objects.get()
    assert (kept.text, kept.name) == ("Who pays for it?", "")


def test_the_word_file_of_an_erased_person_goes(
    cast: Cast, out: Circulation, django_capture_on_commit_callbacks: Any
) -> None:
    name = str(brought(out).file.name)
    with django_capture_on_commit_callbacks(execute=True):
        erase(actor=nomsa(), by=cast.amina)
    kept = WordReturn.objects.get()
    assert (bool(kept.file), kept.file_name, default_storage.exists(name)) == (False, "–", False)


def test_an_old_word_file_goes_in_time_and_a_waiting_one_stays(cast: Cast, out: Circulation) -> None:
    brought(out)
    later = timezone.localdate() + timedelta(days=70)
    WordReturn.objects.update(state=ReturnState.READ)
    assert retention.apply_retention(programme=cast.programme, today=later) == 0
    WordReturn.objects.update(state=ReturnState.TAKEN)
    done = [retention.apply_retention(programme=cast.programme, today=later) for _ in range(2)]
    assert done == [1, 0]


def told_of(actor: Actor, member: Membership) -> list[str]:
    return [str(event.title) for source in timeline_sources() for event in source(actor, member)]


def test_a_persons_timeline_tells_of_their_seat_what_they_read_and_said(cast: Cast, out: Circulation) -> None:
    comment_of(out)
    told = {"Sits in Reference group", f"Asked to read {out.publication}", "Commented: “Who pays for it?”"}
    assert told <= set(told_of(nomsa(), cast.amina))


def test_other_partners_read_none_of_it(cast: Cast, out: Circulation) -> None:
    comment_of(out)
    assert told_of(nomsa(), cast.thandi) == []


def test_a_persons_own_file_holds_their_comment_in_full(cast: Cast, out: Circulation) -> None:
    comment_of(out)
    notes = "\n".join(str(event.note) for event in held_about(nomsa(), cast.amina).elsewhere)
    assert ["comment: Who pays for it?" in notes, "name as given: N. Dube" in notes] == [True, True]


def twice(cast: Cast, out: Circulation) -> tuple[Actor, Actor]:
    """Nomsa sits a second time, under a name that was spelt otherwise; both were sent the draft."""
    other = make_person(cast, "N. Dube")
    seated = seat(cast, out.publication.document.reference_group, other, speaks_for="women")
    Reader.objects.create(circulation=out, member=seated, programme=cast.programme)
    return nomsa(), other


def test_two_seats_of_one_person_become_one_and_two_again(cast: Cast, out: Circulation) -> None:
    kept, gone = twice(cast, out)
    said = comment_of(out, "N. Dube")
    done = merge(survivor=kept, absorbed=gone, by=cast.amina)
    said.refresh_from_db()
    sitting = ReferenceMember.objects.filter(actor=kept, left_on=None)
    assert [(sitting.count(), said.reader == reader(out))] == [(1, True)]
    undo_merge(merge=done, by=cast.amina)
    said.refresh_from_db()
    assert ([seat.actor for seat in ReferenceMember.objects.filter(left_on=None).order_by("created_at")][::2],
            said.reader == reader(out, "N. Dube")) == ([kept, gone], True)  # fmt: skip


def test_sections_pass_to_a_successor(cast: Cast) -> None:
    document = make_document(cast)
    mine = make_section(document, writer=cast.bo)
    make_section(document, writer=cast.bo, state=SectionState.AGREED)
    make_section(make_document(cast, state=DocumentState.FINAL), writer=cast.bo)
    assert [work.records for work in open_work(cast.bo)] == [[mine]]
    hand_over(member=cast.bo, successor=cast.amina, by=cast.amina)
    mine.refresh_from_db()
    assert mine.writer == cast.amina


def told(member: Membership) -> list[str]:
    return [notice.sentence for notice in notices(member) if "member" not in notice.sentence]


def test_a_section_that_is_given_to_me_is_told(cast: Cast) -> None:
    section = make_section(make_document(cast))
    write(section, {"writer": cast.bo}, by=cast.amina)
    assert told(cast.bo) == ["Amina changed the section Section 1"]


def test_a_comment_on_my_section_is_told_to_me_alone(cast: Cast) -> None:
    section = make_section(make_document(cast), writer=cast.bo)
    audit("receive_comment", [make_comment(section)], by=None)
    assert [len(told(member)) for member in (cast.bo, cast.amina)] == [1, 0]


def test_a_comment_on_nobodys_section_is_told_to_those_who_decide(cast: Cast) -> None:
    audit("receive_comment", [make_comment(make_section(make_document(cast)))], by=None)
    assert len(told(cast.amina)) == 1


def test_the_end_of_a_circulation_is_told_to_those_who_decide(cast: Cast, out: Circulation) -> None:
    before = len(told(cast.amina))
    audit("close", [out], by=None)
    assert len(told(cast.amina)) == before + 1
