"""Circulation to a reference group (drafting-and-agreements.md section 2): three answers, and reminders."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc.circulation import Answer, Circulation, Figures, Member, due, figures, is_late, next_reminder

DAY = timedelta(days=1)
CLOSES = datetime(2026, 10, 30, 15, tzinfo=UTC)
SENT = CLOSES - 21 * DAY
DRAFT = Circulation(CLOSES)
SILENT = Member("Nomsa", SENT)
WROTE = replace(SILENT, id="Pieter", comments=3, first_comment_at=SENT + DAY)
NOTHING = replace(SILENT, id="Grace", no_comment_at=SENT + DAY)


@pytest.mark.parametrize(
    ("member", "answer"),
    [
        (WROTE, Answer.COMMENTS),
        (NOTHING, Answer.NO_COMMENT),
        (SILENT, Answer.SILENCE),
        (replace(WROTE, no_comment_at=SENT), Answer.COMMENTS),
        (replace(SILENT, first_comment_at=SENT), Answer.SILENCE),
    ],
)
def test_comments_no_comment_and_silence_are_told_apart(member: Member, answer: Answer) -> None:
    assert (member.answer, member.answered_at is None) == (answer, answer is Answer.SILENCE)


def test_figures_tell_who_answered_how_and_whom_the_draft_never_reached() -> None:
    late = replace(NOTHING, no_comment_at=CLOSES)
    found = figures(DRAFT, [WROTE, NOTHING, late, SILENT, replace(SILENT, is_unreached=True)], CLOSES)
    assert found == Figures(5, 1, 2, 2, late=1, unreached=1, comments=3, is_closed=True)
    assert found.answered == 3


def test_silence_is_not_final_before_the_close() -> None:
    assert figures(DRAFT, [SILENT], CLOSES - DAY).is_closed is False


@pytest.mark.parametrize(
    ("member", "late"), [(SILENT, False), (WROTE, False), (replace(WROTE, first_comment_at=CLOSES), True)]
)
def test_an_answer_after_the_close_is_late(member: Member, late: bool) -> None:
    assert is_late(DRAFT, member) is late


@pytest.mark.parametrize(
    ("member", "now", "names"),
    [
        (SILENT, CLOSES - 8 * DAY, ()),
        (SILENT, CLOSES - 7 * DAY, ("Nomsa",)),
        (SILENT, CLOSES, ()),
        (WROTE, CLOSES - DAY, ()),
        (NOTHING, CLOSES - DAY, ()),
        (replace(SILENT, is_unreached=True), CLOSES - DAY, ()),
        (replace(SILENT, sent_at=CLOSES - DAY), CLOSES - DAY, ()),
        (replace(SILENT, reminded_at=CLOSES - 7 * DAY), CLOSES - 6 * DAY, ()),
        (replace(SILENT, reminded_at=CLOSES - 7 * DAY), CLOSES - 2 * DAY, ("Nomsa",)),
    ],
)
def test_silent_members_are_due_one_reminder_for_each_moment(
    member: Member, now: datetime, names: tuple[str, ...]
) -> None:
    assert due(DRAFT, [member], now) == names


@pytest.mark.parametrize(
    ("now", "moment"),
    [(SENT, CLOSES - 7 * DAY), (CLOSES - 7 * DAY, CLOSES - 2 * DAY), (CLOSES - 2 * DAY, None)],
)
def test_the_next_reminder_is_known_beforehand(now: datetime, moment: datetime | None) -> None:
    assert next_reminder(DRAFT, now) == moment


MEMBERS = st.lists(
    st.builds(
        Member,
        id=st.text(max_size=3),
        sent_at=st.just(SENT),
        comments=st.integers(0, 2),
        first_comment_at=st.none() | st.just(CLOSES + DAY),
        no_comment_at=st.none() | st.just(SENT + DAY),
        is_unreached=st.booleans(),
    ),
    max_size=8,
)


@given(MEMBERS)
def test_the_three_answers_make_up_all_who_were_asked(members: list[Member]) -> None:
    found = figures(DRAFT, members, CLOSES)
    assert (found.answered + found.silent, found.unreached <= found.silent) == (found.asked, True)
