"""The kinds of records that agreements give to the thread, and who sees them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.models import (
    AdoptionPath,
    AdoptionStep,
    Agreement,
    BodyMeeting,
    Clause,
    ConsentRound,
    CouncilBreak,
    Measure,
    MeasureUpdate,
    MeetingRecord,
    Party,
    Position,
    Resolution,
    Signatory,
    Signature,
    SigningFile,
)
from imbizo.agreements.queries import seeing as queries
from imbizo.agreements.queries.telling import TELLINGS
from imbizo.agreements.states import AgreementState, MeasureState
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

Seeing = Callable[[Membership], QuerySet[Any]]


def _register(
    kind: str, model: type[Model], noun: Promise, icon: str, visible_to: Seeing, **more: Any
) -> None:
    register(
        RecordKind(
            kind=f"agreements.{kind}", model=model, noun=noun, icon=icon, visible_to=visible_to, **more
        )
    )


def _of(model: type[Model], path: str = "agreement", *, only_own: bool = False) -> Seeing:
    return partial(queries.of_agreements, model, path=path, only_own=only_own)


def _of_paths(model: type[Model], path: str) -> Seeing:
    return lambda member: model._default_manager.filter(
        **{f"{path}__in": queries.paths(member).order_by().values("pk")}
    )


def _of_programme(model: type[Model], member: Membership) -> QuerySet[Any]:
    rows = model._default_manager.filter(programme_id=member.programme_id)
    return rows if member.may(P.AGREEMENTS_VIEW) else rows.none()


def _search_agreement(agreement: Agreement) -> SearchText | None:
    if agreement.state == AgreementState.WITHDRAWN:
        return None
    return SearchText(agreement.document.title, subtitle=agreement.get_kind_display())


def _search_measure(measure: Measure) -> SearchText | None:
    if measure.state == MeasureState.STOPPED:
        return None
    return SearchText(measure.title, body=measure.description, subtitle=str(measure.institution or ""))


_register(
    "agreement", Agreement, _("agreement"), "file-certificate", queries.agreements, search=_search_agreement,
    search_sources=lambda rows: rows.select_related("document"),
)  # fmt: skip
_register(
    "measure", Measure, _("measure"), "checklist", queries.measures, search=_search_measure,
    search_sources=lambda rows: rows.select_related("institution"),
)  # fmt: skip
_register("party", Party, _("party"), "building", _of(Party))
_register("clause", Clause, _("clause"), "section", _of(Clause))
_register("meeting_record", MeetingRecord, _("agreed at a meeting"), "gavel", _of(MeetingRecord))
_register("round", ConsentRound, _("consent round"), "repeat", _of(ConsentRound))
_register("position", Position, _("position"), "message", queries.positions, hidden=Hidden.EXISTENCE)
_register("path", AdoptionPath, _("adoption path"), "route", queries.paths)
_register("step", AdoptionStep, _("step of adoption"), "list", _of_paths(AdoptionStep, "path"))
_register("resolution", Resolution, _("resolution"), "gavel", _of_paths(Resolution, "step__path"))
_register(
    "body_meeting",
    BodyMeeting,
    _("meeting of a council or committee"),
    "calendar",
    partial(_of_programme, BodyMeeting),
)
_register(
    "council_break", CouncilBreak, _("recess or election"), "calendar", partial(_of_programme, CouncilBreak)
)
_register("signing_file", SigningFile, _("file for signing"), "file-text", _of(SigningFile))
_register("signatory", Signatory, _("signatory"), "user", _of(Signatory, "party__agreement"))
_register("signature", Signature, _("signature"), "writing", _of(Signature, "signatory__party__agreement"))
_register(
    "update",
    MeasureUpdate,
    _("update on a measure"),
    "clipboard-check",
    _of(MeasureUpdate, "measure__agreement"),
)

register_verbs(
    {
        "agree": _("All parties agreed on the text: %(what)s"),
        "agree_at_meeting": _("%(who)s noted what was agreed at a meeting: %(what)s"),
        "close_round": _("%(what)s closed"),
        "close_to_public": _("%(who)s closed the public page of %(what)s"),
        "end": _("%(who)s noted the end of %(what)s"),
        "move_party": _("%(who)s gave another place to %(what)s"),
        "open_again": _("%(who)s opened %(what)s again for all parties"),
        "open_round": _("%(who)s asked all parties: %(what)s"),
        "open_to_public": _("%(who)s showed %(what)s in public"),
        "agenda_closes": _("An agenda closes soon for %(what)s"),
        "ask_to_confirm": _("%(who)s asked an official to confirm how a text is adopted: %(what)s"),
        "confirm_again": _("Another council sits, so this is to be confirmed again: %(what)s"),
        "confirm_path": _("It was confirmed how a text is adopted: %(what)s"),
        "hand_in": _("%(who)s noted what was handed in: %(what)s"),
        "join_parties": _("%(who)s joined what two records of one institution had in an agreement: %(what)s"),
        "leave_open": _("A step of adoption stays open: %(what)s"),
        "resolve": _("%(who)s noted a resolution: %(what)s"),
        "skip_step": _("%(who)s noted that a step isn't needed: %(what)s"),
        "take_up_step": _("%(who)s opened a step of adoption again: %(what)s"),
        "ask_update": _("%(who)s asked how it goes: %(what)s"),
        "measure_overdue": _("The day has passed for %(what)s"),
        "move_measure": _("%(what)s moved on"),
        "report": _("%(who)s reported how it goes: %(what)s"),
        "stop_measure": _("%(who)s stopped %(what)s"),
        "take_up_measure": _("%(who)s took up %(what)s again"),
        "party_leaves": _("%(who)s noted that %(what)s withdraws"),
        "party_returns": _("%(who)s noted that %(what)s takes part again"),
        "speak": _("%(who)s took the position of a party: %(what)s"),
        "run_out": _("%(what)s has run out"),
        "close_early": _("%(who)s closed %(what)s before its day"),
        "ask_to_sign": _("%(who)s sent a link to sign to %(what)s"),
        "begin_signing": _("%(who)s began the signing of %(what)s"),
        "decline_to_sign": _("%(what)s doesn't sign"),
        "finish_step": _("A step of adoption is done: %(what)s"),
        "note_paper": _("%(who)s noted a signature on paper: %(what)s"),
        "sign": _("%(what)s signed"),
        "take_back_signing": _("%(who)s took %(what)s back from signing"),
        "take_effect": _("%(what)s is in effect"),
        "trust_certificate": _("%(who)s checked whose certificate it is: %(what)s"),
        "tick": _("%(who)s went through the checklist of %(what)s"),
    }
)
register_pair(ForeignPair(Clause, "section", Relation.COMMITS_TO, holder="record"))
register_pair(ForeignPair(Measure, "clause", Relation.DELIVERS, holder="record"))
register_pair(ForeignPair(MeasureUpdate, "measure", Relation.EVIDENCES, holder="record"))
for _telling in TELLINGS:
    register_telling(_telling)
