"""The life of an agreement: made from a strategy, described, shown in public, withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations.clauses import make_clause
from imbizo.agreements.operations.holding import held
from imbizo.agreements.operations.rounds import end_rounds
from imbizo.agreements.queries.templates import ClauseWords, checklist_of, clause_template
from imbizo.agreements.states import AgreementKind, AgreementState, EffectRule
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.models import Gathering
from imbizo.drafting.models import Document, Section
from imbizo.drafting.operations.documents import add_document, change_document
from imbizo.drafting.states import DocumentKind
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_CODE_LETTERS: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is read as another
_NOT_YOURS = gettext_lazy("Only those who prepare agreements can make one.")
_NO_REASON = gettext_lazy("Say why it is withdrawn: the parties read it.")
_NOT_IN_EFFECT = gettext_lazy("Only an agreement that is in effect can end. Withdraw it instead.")
_TO_COME = gettext_lazy(
    "This day is still to come. Note it as the day on which it ends: change the agreement."
)
_TOO_EARLY = gettext_lazy("It hadn't taken effect on this day.")
_NO_NUMBER = gettext_lazy("Say how many parties must have signed.")
_NO_STRATEGY = gettext_lazy("The chosen sections aren't all of one document. Choose them again.")


@dataclass(frozen=True, slots=True)
class _Making:
    """What the clauses of a new agreement are made from."""

    agreement: Agreement
    sections: Sequence[Section]
    by: Membership


@transaction.atomic
def make_agreement(
    *,
    title: str,
    by: Membership,
    kind: str = AgreementKind.MOU,
    strategy: Document | None = None,
    sections: Sequence[Section] = (),
    id: UUID | None = None,
    **fields: Any,
) -> Agreement:
    """An agreement with the clauses of its kind's template; the chosen sections of the strategy become clauses of it.

    Its words are a document of their own, so that the strategy stays as it was published. `fields` are the model's.
    Raises NotAllowed, NotReady, Conflict.
    """
    if not by.may(Permission.AGREEMENTS_WRITE):
        raise NotAllowed(_NOT_YOURS)
    if any(strategy is None or each.document_id != strategy.pk for each in sections):
        raise NotReady(_NO_STRATEGY, field="sections")
    content = {"owner_id": by.partner_id, "kind": kind, "strategy": strategy, **fields}
    if (before := made_before(Agreement, id, content)) is not None:
        return before
    document = add_document(title=title, by=by, kind=DocumentKind.AGREEMENT)
    made, is_new = insert(_new(id, document, by, content), content)
    if is_new:
        audit("create", [made], by=by, changes={"title": [None, document.title]})
        _fill(_Making(made, sections, by))
    return made


@transaction.atomic
def change_agreement(*, agreement: Agreement, changes: Mapping[str, Any], by: Membership) -> Agreement:
    """Write its title, rule of effect, dates. Raises NotAllowed, NotNow, NotReady (a rule without its number)."""
    current = held(agreement, by)
    wanted = dict(changes)
    title = wanted.pop("title", None)
    if title is not None and title != current.document.title:
        change_document(document=current.document, changes={"title": title}, by=by)
    rule = wanted.get("effect_rule", current.effect_rule)
    if rule == EffectRule.SOME and not wanted.get("effect_needed", current.effect_needed):
        raise NotReady(_NO_NUMBER, field="effect_needed")
    if rule == EffectRule.ALL:
        wanted["effect_needed"] = None
    write(current, wanted, by=by)
    return current


@transaction.atomic
def show_in_public(*, agreement: Agreement, is_public: bool, by: Membership) -> Agreement:
    """Open or close the page on which anybody reads it and verifies a copy. Raises NotAllowed, NotNow."""
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE)
    verb = "open_to_public" if is_public else "close_to_public"
    write(current, {"is_public": is_public}, by=by, verb=verb)
    return current


@transaction.atomic
def tick(*, agreement: Agreement, ticked: Mapping[str, Mapping[str, Any]], by: Membership) -> Agreement:
    """Note what of the checklist is done: {key: {"done": bool, "note": str}}. Keys that it hasn't are left out."""
    current = held(agreement, by)
    known = {item.key for item in checklist_of(current.kind)}
    kept = {
        key: {"done": bool(each.get("done")), "note": str(each.get("note", "")).strip()[:500]}
        for key, each in ticked.items()
        if key in known
    }
    write(current, {"checklist": kept}, by=by, verb="tick")
    return current


@transaction.atomic
def plan_final_workshop(*, agreement: Agreement, gathering: Gathering | None, by: Membership) -> Agreement:
    """The gathering at which the text is settled; None where it is planned no more. Raises NotAllowed, NotNow."""
    current = held(agreement, by)
    write(current, {"final_workshop": gathering}, by=by)
    if gathering is not None:
        link(current, gathering, Relation.INFORMS, by=by, note=_("final workshop"))
    return current


@transaction.atomic
def withdraw_agreement(*, agreement: Agreement, because: str, by: Membership) -> Agreement:
    """Say that nobody works on it any more, and why. Nothing in it is lost; an open round is called off.

    Raises NotAllowed, NotNow, NotReady.
    """
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE)
    if not because.strip():
        raise NotReady(_NO_REASON, field="because")
    end_rounds(agreement=current, because=because, by=by)
    changes = {"state": AgreementState.WITHDRAWN, "withdrawn_because": because.strip()[:300]}
    write(current, changes, by=by, verb="withdraw")
    return current


@transaction.atomic
def end_agreement(*, agreement: Agreement, on: date, by: Membership) -> Agreement:
    """It has run out, or the parties ended it, on that day. Raises NotAllowed, NotNow, NotReady."""
    current = held(agreement, by, Permission.AGREEMENTS_DECIDE)
    if current.state != AgreementState.IN_EFFECT:
        raise NotNow(_NOT_IN_EFFECT)
    if on > timezone.localdate(timezone=current.programme.zone):
        raise NotReady(_TO_COME, field="on")
    if current.took_effect_on is not None and on < current.took_effect_on:
        raise NotReady(_TOO_EARLY, field="on")
    write(current, {"state": AgreementState.ENDED, "ends_on": on}, by=by, verb="end")
    return current


def end_due(now: datetime) -> int:
    """For the clock: agreements whose last day is over have ended; how many."""
    rows = Agreement.objects.filter(state=AgreementState.IN_EFFECT, ends_on__isnull=False)
    rows = rows.filter(programme__anonymised_at=None).select_related("programme")
    over = [
        each for each in rows if each.ends_on and each.ends_on < now.astimezone(each.programme.zone).date()
    ]
    return sum(_has_run_out(each) for each in over)


@transaction.atomic
def _has_run_out(agreement: Agreement) -> bool:
    try:
        current = held(agreement, None)
    except NotNow:  # Somebody ended or withdrew it since the list was read: the others still run out.
        return False
    is_new = current.state == AgreementState.IN_EFFECT
    if is_new:
        write(current, {"state": AgreementState.ENDED}, by=None, verb="run_out")
    return is_new


def _new(id: UUID | None, document: Document, by: Membership, content: Mapping[str, Any]) -> Agreement:
    return Agreement(
        id=id or new_id(),
        programme_id=by.programme_id,
        document=document,
        code=get_random_string(12, _CODE_LETTERS),
        **content,
    )


def _fill(making: _Making) -> None:
    """The template's clauses in their order; the strategy's sections stand where it takes them."""
    for words in clause_template(making.agreement.kind).clauses:
        if words.takes_sections:
            _take_sections(making)
        else:
            _write_clause(making, words)


def _write_clause(making: _Making, words: ClauseWords) -> None:
    make_clause(
        agreement=making.agreement, title=_(words.title), html=words.html, kind=words.kind, by=making.by
    )


def _take_sections(making: _Making) -> None:
    for section in making.sections:
        make_clause(agreement=making.agreement, title=section.title, source=section, by=making.by)
