"""The kinds of records that gatherings give to the thread, and who sees them."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import (
    Action,
    AgendaItem,
    Answer,
    Attendance,
    Booking,
    CalendarDay,
    Candidate,
    Certificate,
    DatePoll,
    Decision,
    Design,
    Device,
    DeviceItem,
    FirstToTell,
    Gathering,
    Helper,
    Input,
    Invitation,
    KnowledgeQuestion,
    Letterhead,
    Module,
    ModuleVersion,
    Nomination,
    Nominee,
    NoticeRun,
    NoticeWording,
    Picture,
    PollOption,
    Proceedings,
    PutTo,
    Question,
    Quota,
    Round,
    SafetySheet,
    Selection,
    SlipCategory,
    Table,
    TaughtModule,
    Telling,
    TestSheet,
    Translation,
    Venue,
    Voter,
)
from imbizo.convening.queries import inputs as said
from imbizo.convening.queries.agendas import questions, sessions
from imbizo.convening.queries.halls import bookings
from imbizo.convening.queries.seeing import designs, gatherings, modules, of_gatherings, rounds, venues
from imbizo.convening.queries.telling import TELLINGS
from imbizo.convening.states import GatheringState, InputState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission as P
from imbizo.thread.registry import (
    ForeignPair,
    RecordKind,
    SearchText,
    register,
    register_pair,
    register_telling,
    register_verbs,
)
from imbizo.thread.states import Hidden, Relation

_BEHIND = frozenset({InputState.MERGED, InputState.SPLIT, InputState.WITHDRAWN})
_TITLE = 120  # letters
Seeing = Callable[[Membership], QuerySet[Any]]


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, visible_to: Seeing, **more: Any
) -> None:
    register(
        RecordKind(kind=f"convening.{kind}", model=model, noun=noun, icon=icon, visible_to=visible_to, **more)
    )


def _of(model: type[Model], permission: P = P.GATHERINGS_VIEW, *, path: str = "gathering") -> Seeing:
    """Seen by whoever sees the gathering and has the permission."""
    return lambda member: of_gatherings(model, member, permission, path=path)


def _own(model: type[Model], permission: P, *, path: str = "gathering") -> Seeing:
    """Seen by the partner that convenes alone: it names people."""
    return lambda member: of_gatherings(model, member, permission, path=path, only_own=True)


def _of_programme(model: type[Model], permission: P, member: Membership) -> QuerySet[Any]:
    rows = model._default_manager.filter(programme_id=member.programme_id)
    return rows if member.may(permission) else rows.none()


def _search_gathering(gathering: Gathering) -> SearchText:
    return SearchText(gathering.name, body=gathering.purpose, subtitle=str(gathering.place or ""))


def _search_venue(venue: Venue) -> SearchText | None:
    return (
        None
        if venue.retired_at
        else SearchText(venue.name, body=venue.address, subtitle=str(venue.place or ""))
    )


def _search_input(said: Input) -> SearchText | None:
    """Words alone, whoever said them; what stands behind another is found by that one."""
    if said.state in _BEHIND:
        return None
    return SearchText(said.text[:_TITLE], body=said.text, subtitle=said.gathering.name)


def _search_decision(decision: Decision) -> SearchText | None:
    if decision.withdrawn_because:
        return None
    return SearchText(decision.text[:_TITLE], body=decision.text, subtitle=decision.gathering.name)


def _said_at(gatherings: Sequence[Gathering]) -> Iterable[tuple[str, UUID]]:
    """What was said without anybody deciding on it is found from the day's closing on.

    By their ids: those of anonymous inputs are random, so that the order of the index gives nothing away.
    """
    over = [each.pk for each in gatherings if each.state == GatheringState.HELD]
    rows = Input.objects.filter(gathering__in=over) if over else Input.objects.none()
    return (("convening.input", pk) for pk in rows.order_by("pk").values_list("pk", flat=True))


_register(
    "gathering", Gathering, _("gathering"), "users-group", gatherings, search=_search_gathering,
    search_sources=lambda rows: rows.select_related("place"), also_search=_said_at,
)  # fmt: skip
_register("round", Round, _("round of gatherings"), "repeat", rounds)
_register("design", Design, _("design"), "layout-list", designs)
_register("venue", Venue, _("venue"), "building", venues, search=_search_venue)
_register("module", Module, _("training module"), "school", modules)
_register("helper", Helper, _("helper"), "user", _own(Helper, P.GATHERINGS_VIEW))
_register(
    "calendar_day", CalendarDay, _("day in the calendar"), "calendar",
    partial(_of_programme, CalendarDay, P.GATHERINGS_VIEW),
)  # fmt: skip
_register(
    "first_to_tell",
    FirstToTell,
    _("person to tell first"),
    "bell",
    partial(_of_programme, FirstToTell, P.GATHERINGS_VIEW),
)
_register(
    "letterhead",
    Letterhead,
    _("letterhead"),
    "writing",
    partial(_of_programme, Letterhead, P.GATHERINGS_PLAN),
)
_register("telling", Telling, _("letter of protocol"), "mail", _own(Telling, P.GATHERINGS_PLAN))
_register("poll", DatePoll, _("date poll"), "calendar-event", _own(DatePoll, P.GATHERINGS_VIEW))
_register(
    "poll_option",
    PollOption,
    _("date on offer"),
    "calendar-event",
    _own(PollOption, P.GATHERINGS_VIEW, path="poll__gathering"),
)
_register(
    "voter",
    Voter,
    _("voter"),
    "user",
    _own(Voter, P.INVITED_VIEW, path="poll__gathering"),
    hidden=Hidden.EXISTENCE,
)
_register("booking", Booking, _("booking"), "key", bookings)
_register(
    "invitation",
    Invitation,
    _("invitation"),
    "mail",
    _own(Invitation, P.INVITED_VIEW),
    hidden=Hidden.EXISTENCE,
)
_register(
    "answer",
    Answer,
    _("answer to an invitation"),
    "message",
    _own(Answer, P.INVITED_VIEW, path="invitation__gathering"),
    hidden=Hidden.EXISTENCE,
)
_register(
    "notice_wording",
    NoticeWording,
    _("wording to the invited"),
    "writing",
    _own(NoticeWording, P.INVITED_VIEW),
)
_register("notice_run", NoticeRun, _("sending to the invited"), "send", _own(NoticeRun, P.INVITED_VIEW))
_register("nomination", Nomination, _("nomination"), "user-check", _own(Nomination, P.INVITED_VIEW))
_register(
    "nominee",
    Nominee,
    _("nominee"),
    "user",
    _own(Nominee, P.INVITED_VIEW, path="nomination__gathering"),
    hidden=Hidden.EXISTENCE,
)
_register("selection", Selection, _("selection"), "arrows-shuffle", _own(Selection, P.INVITED_VIEW))
_register("quota", Quota, _("quota"), "chart-bar", _own(Quota, P.INVITED_VIEW, path="selection__gathering"))
_register(
    "candidate",
    Candidate,
    _("candidate"),
    "user",
    _own(Candidate, P.INVITED_VIEW, path="selection__gathering"),
    hidden=Hidden.EXISTENCE,
)
_register("agenda_item", AgendaItem, _("session"), "list", sessions)
_register("question", Question, _("question"), "help-circle", questions)
_register("safety", SafetySheet, _("safety sheet"), "shield", _own(SafetySheet, P.GATHERINGS_VIEW))
_register("device", Device, _("device"), "device-mobile", _own(Device, P.DAY_REGISTER))
_register(
    "device_item",
    DeviceItem,
    _("item from a device"),
    "device-mobile",
    _own(DeviceItem, P.DAY_REGISTER),
    hidden=Hidden.EXISTENCE,
)
_register(
    "attendance",
    Attendance,
    _("attendance"),
    "user-check",
    _own(Attendance, P.DAY_REGISTER),
    hidden=Hidden.EXISTENCE,
)
_register(
    "slip_category",
    SlipCategory,
    _("question on the slip"),
    "list",
    partial(_of_programme, SlipCategory, P.GATHERINGS_VIEW),
)
_register("table", Table, _("table"), "table", _own(Table, P.INPUTS_VIEW))
_register(
    "input", Input, _("input"), "quote", said.inputs, search=_search_input,
    search_sources=lambda rows: rows.select_related("gathering"),
)  # fmt: skip
_register(
    "translation",
    Translation,
    _("translation"),
    "language",
    said.translations,
)
_register("picture", Picture, _("picture"), "photo", _own(Picture, P.INPUTS_VIEW))
_register(
    "put_to",
    PutTo,
    _("input put to an institution"),
    "arrow-forward-up",
    said.puts,
)
_register(
    "decision", Decision, _("decision"), "gavel", _of(Decision), search=_search_decision,
    search_sources=lambda rows: rows.select_related("gathering"),
)  # fmt: skip
_register("action", Action, _("action"), "clipboard-check", _of(Action))
_register("proceedings", Proceedings, _("proceedings"), "file-text", _own(Proceedings, P.INPUTS_VIEW))
_register(
    "certificate",
    Certificate,
    _("certificate"),
    "certificate",
    _own(Certificate, P.DAY_REGISTER, path="attendance__gathering"),
    hidden=Hidden.EXISTENCE,
)
_register("taught_module", TaughtModule, _("module of a training"), "school", _of(TaughtModule))
_register(
    "module_version", ModuleVersion, _("version of a module"), "school",
    lambda member: ModuleVersion.objects.filter(module__in=modules(member).values("pk")),
)  # fmt: skip
_register(
    "knowledge_question", KnowledgeQuestion, _("question of a knowledge test"), "help-circle",
    lambda member: KnowledgeQuestion.objects.filter(module__in=modules(member).values("pk")),
)  # fmt: skip
_register(
    "test_sheet",
    TestSheet,
    _("test sheet"),
    "clipboard-check",
    _own(TestSheet, P.DAY_REGISTER, path="taught__gathering"),
)

register_verbs(
    {
        "decide": _("%(who)s decided whether it is safe to hold: %(what)s"),
        "close_test": _("%(who)s closed the test of %(what)s"),
        "drop_question": _("%(who)s took away a question: %(what)s"),
        "drop_sheet": _("%(who)s took away a sheet that was typed wrong: %(what)s"),
        "open_test": _("%(who)s opened the test of %(what)s"),
        "release": _("%(who)s released %(what)s"),
        "stop_teaching": _("%(who)s no longer teaches %(what)s there"),
        "type_sheet": _("%(who)s typed a test sheet: %(what)s"),
        "assemble": _("%(who)s assembled %(what)s"),
        "correct": _("%(who)s began to correct %(what)s"),
        "hand_back": _("%(who)s gave back for mending: %(what)s"),
        "issue": _("%(who)s issued a certificate: %(what)s"),
        "revoke_certificate": _("%(who)s revoked a certificate: %(what)s"),
        "send": _("%(who)s sent %(what)s"),
        "write_part": _("%(who)s wrote in %(what)s"),
        "drop": _("%(who)s dropped %(what)s"),
        "finish_action": _("%(what)s is done, says %(who)s"),
        "keep_open": _("%(who)s said how it stands: %(what)s"),
        "remind_of": _("%(who)s asked how it stands: %(what)s"),
        "ask_voters": _("%(who)s wrote to the voters of %(what)s"),
        "bump": _("%(who)s noted that the venue gave the hall to others: %(what)s"),
        "follow": _("%(who)s moved a booking with its gathering: %(what)s"),
        "give_back": _("%(who)s gave a venue back: %(what)s"),
        "not_free": _("%(who)s moved a gathering, and its venue isn't free then: %(what)s"),
        "other_time": _("%(who)s noted another time that the venue offers: %(what)s"),
        "remind_voters": _("%(who)s reminded voters of %(what)s"),
        "retire_venue": _("%(who)s took a venue out of use: %(what)s"),
        "settle_date": _("%(who)s chose the date in %(what)s"),
        "take_up_again": _("%(who)s asked for a venue again: %(what)s"),
        "vote": _("%(who)s took a vote: %(what)s"),
        "ask_no_longer": _("%(who)s no longer asks %(what)s"),
        "agree_date": _("%(who)s set the date of %(what)s"),
        "call_off": _("%(who)s called off %(what)s"),
        "keep_off": _("%(who)s kept %(what)s off the wall"),
        "let_through": _("%(who)s let %(what)s through to the wall"),
        "look_again": _("%(who)s looked again whether it is safe to hold: %(what)s"),
        "mark": _("%(who)s marked %(what)s"),
        "open": _("%(who)s opened %(what)s"),
        "move": _("%(who)s gave another place to %(what)s"),
        "overdue": _("No answer came in time from %(what)s"),
        "postpone": _("%(who)s gave %(what)s more time"),
        "print": _("%(who)s printed papers of %(what)s"),
        "put_to": _("%(who)s put something that was said to %(what)s"),
        "reconcile": _("%(who)s laid the payment sheet of %(what)s beside what was noted"),
        "register": _("%(who)s registered %(what)s"),
        "retire": _("%(who)s no longer asks %(what)s"),
        "reveal": _("%(who)s asked for the key of %(what)s"),
        "safety_due": _("Safety is to be looked at before the day of %(what)s"),
        "settle": _("%(who)s settled what came as %(what)s"),
        "split": _("%(who)s divided %(what)s"),
        "tell_change": _("%(who)s told of the new day: %(what)s"),
        "tell": _("%(who)s told %(what)s"),
        "translate": _("%(who)s translated %(what)s"),
        "unmark": _("%(who)s took the mark from %(what)s"),
        "add": _("%(who)s added %(what)s"),
        "ask_nomination": _("%(who)s asked for names: %(what)s"),
        "change_needs": _("%(who)s noted what somebody needs: %(what)s"),
        "come_forward": _("Somebody came forward for an open place: %(what)s"),
        "draw": _("%(who)s drew the open places of %(what)s"),
        "edit": _("%(who)s changed %(what)s"),
        "take_out_name": _("The name of somebody who was erased was taken out of %(what)s"),
        "forget_names": _("The names of who came were forgotten in time: %(what)s"),
        "go_on_untold": _("%(who)s invites the public before all were told: %(what)s"),
        "invite_by_letter": _("%(who)s invited by letter: %(what)s"),
        "items_wait": _("Something that a device sent waits for somebody to decide: %(what)s"),
        "move_up": _("%(who)s let a reserve move up: %(what)s"),
        "nominate": _("%(who)s noted who is nominated: %(what)s"),
        "note_answer": _("%(who)s noted an answer: %(what)s"),
        "offer_unheard": _("No message could tell of a place that is free: ring %(what)s"),
        "offer": _("%(who)s offered a place: %(what)s"),
        "remind": _("%(who)s reminded %(what)s"),
        "send_notices": _("%(who)s wrote to the invited: %(what)s"),
        "step_back": _("Somebody no longer wants an open place: %(what)s"),
        "substitute": _("%(who)s noted who comes instead: %(what)s"),
        "take": _("%(who)s took somebody onto the list: %(what)s"),
        "take_chosen": _("%(who)s put those drawn on the list: %(what)s"),
        "undo_draw": _("%(who)s took the draw back: %(what)s"),
        "unword": _("%(who)s went back to the programme's own words: %(what)s"),
        "word": _("%(who)s wrote the words to the invited: %(what)s"),
    }
)
register_pair(ForeignPair(PutTo, "input", Relation.PUT_TO, holder="record"))
register_pair(ForeignPair(Action, "decision", Relation.DELIVERS, holder="record"))
for _telling in TELLINGS:
    register_telling(_telling)
