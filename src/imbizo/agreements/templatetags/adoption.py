"""How paths of adoption are put into words: what holds them up, what to look at, what a vote's figures say."""

from typing import Final

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from imbizo.agreements.models import AdoptionStep, Resolution
from imbizo.agreements.queries import adoption as queries
from imbizo.agreements.states import StepState
from imbizo.base.templatetags.look import state_badge, when
from imbizo.calc.adoption import State
from imbizo.calc.adoptioncautions import Caution, Code
from imbizo.calc.adoptiondates import Because
from imbizo.calc.council import Code as VoteCode
from imbizo.calc.council import Finding

register = template.Library()
_LOOKS: Final = {
    State.DONE: ("ok", gettext_lazy("done")),
    State.SKIPPED: ("none", gettext_lazy("not needed")),
    State.CONDITIONS: ("doubtful", gettext_lazy("with conditions")),
    State.DEFERRED: ("doubtful", gettext_lazy("deferred")),
    State.REJECTED: ("bad", gettext_lazy("rejected")),
    State.NOT_COVERED: ("bad", gettext_lazy("on another text")),
}
_HOLDS: Final = {
    Because.OFFICE: gettext_lazy("an office works on it"),
    Because.TO_HAND_IN: gettext_lazy("to be handed in"),
    Because.ON_AGENDA: gettext_lazy("on the agenda"),
    Because.NO_MEETING: gettext_lazy("no meeting of this body is known"),
    Because.DEFERRED: gettext_lazy("deferred"),
    Because.REJECTED: gettext_lazy("rejected"),
    Because.NOT_COVERED: gettext_lazy("the resolution is on another text"),
    Because.CONDITIONS: gettext_lazy("its conditions aren't met yet"),
    Because.CONFIRM_AGAIN: gettext_lazy("confirm it again with the new council"),
}
_CAUTIONS: Final = {
    Code.AGENDA_MISSED: gettext_lazy(
        "The agenda of %(day)s has closed already; the next meeting can take it."
    ),
    Code.MEETING_PASSED: gettext_lazy("The meeting of %(day)s has passed, and nothing is noted of it."),
    Code.MEETING_IN_RECESS: gettext_lazy("The meeting of %(day)s lies in a recess."),
    Code.RECESS: gettext_lazy("It waits through the recess until %(day)s."),
    Code.NO_MEETING: gettext_lazy(
        "No meeting of this body is known that could decide it. Note when it sits."
    ),
    Code.OTHER_TEXT: gettext_lazy("It was decided on another text than this one, so it doesn't cover it."),
    Code.NO_HASH: gettext_lazy("The resolution doesn't say on which text it is."),
    Code.NO_CLAUSE: gettext_lazy("A condition names no clause, so nothing is opened again: %(name)s"),
    Code.NOTED_ONLY: gettext_lazy("The council noted it, and so hasn't adopted it."),
    Code.OUT_OF_ORDER: gettext_lazy("It is done while a step before it is open."),
    Code.SIGNED_UNADOPTED: gettext_lazy("It was signed without the council's adoption of this text."),
    Code.CONFIRM_AGAIN: gettext_lazy("Another council sits since %(day)s: confirm it again."),
    Code.ELECTION_AHEAD: gettext_lazy("An election on %(day)s comes before the path can end."),
}
_VOTES: Final = {
    VoteCode.NEGATIVE: gettext_lazy("A figure below nought can't be right."),
    VoteCode.NO_MEMBERS: gettext_lazy("A council has at least one member."),
    VoteCode.MORE_PRESENT_THAN_MEMBERS: gettext_lazy("%(figure)s were present, and the council has %(limit)s members."),
    VoteCode.TOO_FEW_PRESENT: gettext_lazy("%(figure)s were present; a council may vote with %(limit)s or more."),
    VoteCode.NO_COUNT: gettext_lazy("The votes aren't counted here."),
    VoteCode.MORE_VOTES_THAN_PRESENT: gettext_lazy("There are %(figure)s votes, and %(limit)s were present."),
    VoteCode.VOTES_MISSING: gettext_lazy("Of %(limit)s present, %(figure)s are accounted for."),
    VoteCode.TIE: gettext_lazy("The votes are equal, %(figure)s to %(limit)s, and no casting vote is noted."),
    VoteCode.CASTING_VOTE_WITHOUT_TIE: gettext_lazy("A casting vote was used though the votes weren't equal."),
    VoteCode.CASTING_VOTE_NOT_ALLOWED: gettext_lazy("A casting vote doesn't make up for a majority of all members."),
    VoteCode.MAJORITY_OF_MEMBERS_NEEDED: gettext_lazy(
        "It needs a majority of all members: %(limit)s votes, and it had %(figure)s."
    ),
    VoteCode.MINUTE_DIFFERS: gettext_lazy(
        "By these figures, %(figure)s to %(limit)s, another outcome follows than the minutes give."
    ),
}  # fmt: skip


@register.simple_tag
def adoption_badge(row: queries.Row) -> SafeString:
    """Where a step stands, in a word."""
    look = _LOOKS.get(row.planned.state)
    if look is not None:
        return state_badge(look[0], str(look[1]))
    if row.step.state == StepState.HANDED_IN:
        return state_badge("info", row.step.get_state_display())
    return state_badge("none", row.step.get_state_display())


@register.filter
def holds_up(stand: queries.Stand) -> str:
    """What holds a path up, and since when; empty where nothing does."""
    up = stand.plan.hold_up
    if up is None:
        return ""
    told = {"why": _HOLDS[up.because], "day": when(up.since)}
    return _("%(why)s, since %(day)s") % told


@register.filter
def caution_words(caution: Caution) -> str:
    """What to look at, in a sentence."""
    if caution.code == Code.AGENDA_CLOSES:
        return _agenda_words(caution)
    return str(_CAUTIONS[caution.code]) % {"day": when(caution.on), "name": caution.name}


@register.filter
def vote_words(resolution: Resolution) -> list[str]:
    """What a clerk should look at again in the figures of a minute."""
    check = queries.checked(resolution)
    return [_finding(each) for each in check.findings] if check else []


@register.filter
def step_date(step: AdoptionStep) -> str:
    """The day on which it was done, or handed in."""
    if step.done_on:
        return str(when(step.done_on))
    return _("handed in %(day)s") % {"day": when(step.handed_in_on)} if step.handed_in_on else ""


def _agenda_words(caution: Caution) -> str:
    days = caution.days or 0
    if days == 0:
        return _("The agenda closes today.")
    text = ngettext(
        "The agenda closes in %(days)s day: hand it in by %(day)s.",
        "The agenda closes in %(days)s days: hand it in by %(day)s.",
        days,
    )
    return text % {"days": days, "day": when(caution.on)}


def _finding(found: Finding) -> str:
    return str(_VOTES[found.code]) % {"figure": found.figure, "limit": found.limit}
