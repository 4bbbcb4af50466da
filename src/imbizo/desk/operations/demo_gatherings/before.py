"""What happens before the day: letters, the hall, the poll, invitations and their answers, the safety sheet."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from imbizo.convening.models import (
    Answer,
    Booking,
    DatePoll,
    Gathering,
    Invitation,
    PollOption,
    SafetySheet,
    Telling,
    Venue,
    Vote,
    Voter,
)
from imbizo.convening.operations.bookings import book, note_taken
from imbizo.convening.operations.invitations.listing import put_on_list
from imbizo.convening.operations.poll_asking import ask_voters
from imbizo.convening.operations.telling import write_letters
from imbizo.convening.queries.told import facts
from imbizo.convening.states import (
    HOLDING,
    AnswerOutcome,
    AnswerWay,
    BookingState,
    InvitationState,
    Said,
    TellingState,
    VoteAnswer,
)
from imbizo.desk.operations.demo_messages import Stage
from imbizo.messaging.models import Message
from imbizo.messaging.states import MessageState
from imbizo.thread.operations import audit

Row = Mapping[str, Any]
_VOTES = {"y": VoteAnswer.YES, "i": VoteAnswer.IF_NEEDED, "n": VoteAnswer.NO}
_LEADS_TO = {
    Said.YES: InvitationState.ACCEPTED,
    Said.NO: InvitationState.DECLINED,
    Said.PERHAPS: InvitationState.TENTATIVE,
}


def load_before(stage: Stage, gathering: Gathering, row: Row, venues: Mapping[str, Venue]) -> None:
    """All of it, as far as the file has it."""
    if row.get("told"):
        _told(stage, gathering, row["told"])
    if row.get("booking"):
        _booked(stage, gathering, row["booking"], venues)
    if row.get("poll"):
        _poll(stage, gathering, row["poll"])
    if row.get("invited"):
        _invited(stage, gathering, row)
    if row.get("safety"):
        _safety(stage, gathering, row["safety"])


def _told(stage: Stage, gathering: Gathering, rows: Iterable[Row]) -> None:
    letters = write_letters(gathering=gathering, by=stage.coordinator)
    for letter, row in zip(letters, rows, strict=False):
        day = stage.at(row["day"])
        letter.state, letter.told_by, letter.told_on = TellingState(row["state"]), row["by"], day.date()
        if row.get("answer"):
            letter.answer, letter.answered_on = row["answer"], (day + timedelta(days=2)).date()
        letter.save()
    gone = [letter for letter in letters if letter.state != TellingState.DRAFT]
    audit("tell", gone, by=stage.coordinator)
    Telling.objects.filter(gathering=gathering).update(created_at=stage.at(-31))


def _booked(stage: Stage, gathering: Gathering, row: Row, venues: Mapping[str, Venue]) -> None:
    made = book(gathering=gathering, venue=venues[row["venue"]], by=stage.coordinator)
    confirmed = row.get("confirmed") or {}
    Booking.objects.filter(pk=made.pk).update(
        state=row["state"],
        form_sent_on=_date(stage, row.get("form_sent")),
        form_accepted_on=_date(stage, row.get("form_accepted")),
        deposit_state=row["deposit"],
        confirmed_at=stage.at(confirmed["day"], 11) if confirmed else None,
        confirmed_who=confirmed.get("who") or "",
        confirmed_via=confirmed.get("via") or "",
        ended_because=row.get("ended_because") or "",
    )
    if row["state"] not in HOLDING:
        made.slots.all().delete()
    if row["state"] == BookingState.BUMPED:
        _note_who_has_it(stage, made, row["ended_because"])


def _note_who_has_it(stage: Stage, bumped: Booking, what_for: str) -> None:
    note_taken(
        venue=bumped.venue,
        what_for=what_for,
        starts_at=bumped.starts_at,
        ends_at=bumped.ends_at,
        by=stage.coordinator,
    )


def _date(stage: Stage, day: int | None) -> Any:
    return None if day is None else stage.at(day).date()


def _poll(stage: Stage, gathering: Gathering, row: Row) -> None:
    here = {"programme": stage.programme}
    poll = DatePoll.objects.create(gathering=gathering, closes_at=stage.at(row["closes"], 18), **here)
    options = [
        PollOption.objects.create(
            poll=poll,
            position=position,
            starts_at=_clock(stage, each["day"], each["from"]),
            ends_at=_clock(stage, each["day"], each["until"]),
            **here,
        )
        for position, each in enumerate(row["options"], 1)
    ]
    for number, each in enumerate(row["votes"]):
        answers = each.get("answers") or ""
        voter = Voter.objects.create(
            poll=poll,
            actor=stage.actors[each["person"]],
            is_required=each["person"] in row["required"],
            voted_at=stage.at(-3, 9 + number) if answers else None,
            via=AnswerWay.SMS if answers and number % 2 else AnswerWay.PAGE if answers else "",
            **here,
        )
        votes = zip(options, answers, strict=False)
        Vote.objects.bulk_create(
            [Vote(voter=voter, option=option, answer=_VOTES[letter], **here) for option, letter in votes]
        )
    audit("create", [poll], by=stage.coordinator)
    _asked(stage, poll)


def _asked(stage: Stage, poll: DatePoll) -> None:
    """The voters were written to four days ago, and all has arrived."""
    at = stage.at(-4, 9)
    ask_voters(poll=poll, by=stage.coordinator)
    sent = Message.objects.filter(source_id=poll.pk, state=MessageState.WAITING)
    sent.update(state=MessageState.DELIVERED, not_before=at, sent_at=at, settled_at=at, created_at=at)
    DatePoll.objects.filter(pk=poll.pk).update(asked_at=at)


def _clock(stage: Stage, day: int, clock: str) -> datetime:
    hours, minutes = clock.split(":")
    return stage.at(day, int(hours), int(minutes))


def _invited(stage: Stage, gathering: Gathering, row: Row) -> None:
    proposed = row.get("proposed") or {}
    for key in row["invited"]:
        body = stage.actors[proposed[key]] if key in proposed else None
        put_on_list(gathering=gathering, actors=[stage.actors[key]], by=stage.coordinator, proposed_by=body)
    first = min((each["day"] for each in row.get("answers") or ()), default=-1) - 2
    at = stage.at(first, 10)
    gathering.invitations.update(state=InvitationState.DELIVERED, invited_at=at, **_as_told(gathering))
    taken = 0
    for each in sorted(row.get("answers") or (), key=lambda answer: answer["day"]):
        said = Said(each["said"])
        is_full = gathering.capacity is not None and taken >= gathering.capacity
        number = taken + 1 if said == Said.YES and not is_full else None
        taken += number is not None
        invitation = gathering.invitations.get(actor=stage.actors[each["person"]])
        _answered(stage, invitation, each, said, number)


def _as_told(gathering: Gathering) -> dict[str, Any]:
    """What those invited know: the time and place as they stand."""
    gathering.refresh_from_db()  # moments as the database gives them, in UTC
    now_true = facts(gathering)
    told = {"starts": now_true.starts, "ends": now_true.ends, "hall": now_true.hall, "join": now_true.join}
    return {"told_sequence": gathering.sequence, "told": {**told, "is_off": False}}


def _answered(stage: Stage, invitation: Invitation, row: Row, said: Said, number: int | None) -> None:
    at = stage.at(row["day"], 9, 12)
    state = _LEADS_TO[said]
    is_waiting = said == Said.YES and number is None
    needs = row.get("needs") or {}
    Invitation.objects.filter(pk=invitation.pk).update(
        state=InvitationState.WAITING if is_waiting else state,
        place_number=number,
        waiting_since=at if is_waiting else None,
        answered_at=at,
        answered_via=row["via"],
        interpreter=needs.get("interpreter") or "",
        children=needs.get("children"),
        needs_transport=True if "transport" in needs else None,
        transport_from=needs.get("transport") or "",
        diet=needs.get("diet") or "",
        access=needs.get("access") or "",
    )
    made = Answer.objects.create(
        programme=stage.programme,
        invitation=invitation,
        said=said,
        via=row["via"],
        outcome=AnswerOutcome.WAITING if is_waiting else AnswerOutcome.TAKEN,
        at=at,
        by=stage.coordinator if row["via"] == AnswerWay.PHONE else None,
    )
    audit("answer", [made], by=stage.coordinator if made.by else None)


def _safety(stage: Stage, gathering: Gathering, row: Row) -> None:
    made = SafetySheet.objects.create(
        programme=stage.programme,
        gathering=gathering,
        tension=row["tension"],
        tension_note=row["note"],
        venue_is_neutral=row["neutral"],
        no_papers=True,
        police=row["police"],
        who_stops=row["stops"],
        way_home=row["home"],
        numbers="\n".join(row["numbers"]),
        verdict=row["verdict"],
        decided_by=stage.coordinator,
        decided_at=stage.at(-3, 15),
        looked_again_on=_date(stage, row.get("looked")),
        looked_again_by=stage.coordinator if "looked" in row else None,
    )
    audit("create", [made], by=stage.coordinator)
