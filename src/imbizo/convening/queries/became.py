"""The sentences in which a participant reads what became of their words, for the kinds of records of this app."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.convening.models import Action, Decision, Input, PutTo
from imbizo.convening.registry import Becoming, Teller
from imbizo.convening.states import ActionState, InputState, PutState

_DAY = "j F Y"


def of_input(said: Input) -> Becoming | None:
    """The input that it went into, or that came of it; quoted only once a facilitator let it through."""
    if said.state != InputState.SHOWN:
        return Becoming("kept", _("It was put together with others, or divided."), is_news=False)
    words = {"words": Truncator(said.text).chars(160)}
    return Becoming("shown", _("It goes on as: “%(words)s”") % words, is_news=False)


def of_put(put: PutTo) -> Becoming | None:
    """To whom it was put, and what they answered."""
    told = {"institution": put.institution.name, "asked": date_format(put.asked_on, _DAY)}
    if put.state == PutState.WITHDRAWN:
        return None
    if put.state == PutState.ANSWERED and put.answered_on:
        told |= {"day": date_format(put.answered_on, _DAY), "answer": put.answer}
        return Becoming("answered", _("%(institution)s answered on %(day)s: “%(answer)s”") % told)
    told["by"] = date_format(put.answer_by, _DAY)
    if put.state == PutState.OVERDUE:
        return Becoming(
            "overdue",
            _("It was put to %(institution)s on %(asked)s. Their answer was due on %(by)s and hasn't come.")
            % told,
        )
    return Becoming("asked", _("It was put to %(institution)s on %(asked)s, to answer by %(by)s.") % told)


def of_decision(decision: Decision) -> Becoming | None:
    """The decision that it informed."""
    told = {"decision": decision.text, "why": decision.withdrawn_because}
    if decision.withdrawn_because:
        text = _("It informed a decision that was withdrawn since: “%(decision)s” (%(why)s)")
        return Becoming("withdrawn", text % told)
    return Becoming("decided", _("It informed a decision: “%(decision)s”") % told)


def of_action(action: Action) -> Becoming | None:
    """What is done about it. Whoever does it isn't named: they may be somebody's neighbour."""
    told = {"action": action.text}
    if action.state == ActionState.DROPPED:
        return None
    if action.state == ActionState.DONE and action.done_on:
        told["day"] = date_format(action.done_on, _DAY)
        return Becoming("done", _("Done on %(day)s: “%(action)s”") % told)
    if action.due_on:
        told["day"] = date_format(action.due_on, _DAY)
        return Becoming("open", _("To be done by %(day)s: “%(action)s”") % told, is_news=False)
    return Becoming("open", _("To be done: “%(action)s”") % told, is_news=False)


SENTENCES: Final[Mapping[str, Teller]] = {
    "convening.input": of_input,
    "convening.put_to": of_put,
    "convening.decision": of_decision,
    "convening.action": of_action,
}
"""By kind of record; `queries.said` registers them."""
