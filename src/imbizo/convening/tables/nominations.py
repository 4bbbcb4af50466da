"""Lists of institutions that were asked, and of those who came forward."""

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import Candidate, Nomination
from imbizo.convening.operations.nominating_letters import wanted_words
from imbizo.convening.queries.nominations import is_open
from imbizo.convening.queries.reserves import has_moved_up, is_gone
from imbizo.convening.queries.selection import Words
from imbizo.convening.states import NominationState

_LOOK = {
    NominationState.ASKED: "info",
    NominationState.ANSWERED: "ok",
    NominationState.CLOSED: "none",
}


def _state(nomination: Nomination) -> SafeString:
    if nomination.state == NominationState.ASKED and not is_open(nomination):
        return state_badge("doubtful", translated("no answer in time"))
    return state_badge(_LOOK[NominationState(nomination.state)], str(nomination.get_state_display()))


def _named(nomination: Any) -> str:
    if not nomination.named:
        return ""
    said = {"named": nomination.named, "taken": nomination.taken}
    return translated("%(named)s named, %(taken)s on the list") % said


class NominationFilters(forms.Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *NominationState.choices], required=False
    )


class NominationsTable(Table[Nomination]):
    """One line an institution."""

    name = "nominations"
    label = _("institutions")
    label_of_one = _("institution")
    default_sort = "who"
    filter_form = NominationFilters
    empty = Empty(
        _("No institution has been asked to name people yet"),
        _("Institutions choose themselves who speaks for them. Ask several at once; each gets a page without an "
          "account."),
        icon="user-check",
    )  # fmt: skip
    columns: ClassVar = (
        Column(
            "who",
            _("Institution"),
            text=lambda each: each.institution.name,
            url=Nomination.get_absolute_url,
            sort=("institution__sort_name",),
        ),
        Column("wanted", _("Asked for"), text=wanted_words),
        Column("due", _("By"), text=lambda each: when(each.due_at), sort=("due_at",)),
        Column("state", _("State"), text=_state, sort=("state",)),
        Column("named", _("Named"), text=_named),
        Column("asked", _("Asked"), text=lambda each: when(each.asked_at), sort=("asked_at",)),
    )

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By state."""
        return rows.filter(state=chosen["state"]) if chosen.get("state") else rows


_STANDING = (
    ("chosen", _("chosen")),
    ("reserve", _("in reserve")),
    ("out", _("not considered")),
    ("required", _("must be there")),
)


class CandidateFilters(forms.Form):
    standing = forms.ChoiceField(label=_("Standing"), choices=[("", _("all")), *_STANDING], required=False)


class CandidatesTable(Table[Candidate]):
    """One line a candidate: what they said, how they stand and why. `words` knows the selection's quotas."""

    name = "candidates"
    label = _("people came forward")
    label_of_one = _("person came forward")
    default_sort = "rank"
    filter_form = CandidateFilters
    empty = Empty(
        _("Nobody has come forward yet"),
        _("Make the public page's link and let it be known, or add people yourself."),
        icon="user-plus",
    )

    def __init__(self, *args: Any, words: Words, **options: Any) -> None:
        self.columns = (  # type: ignore[misc]  # the cells need the words of one selection
            Column(
                "name",
                _("Name"),
                text=lambda each: each.actor.name,
                url=words.address,
                sort=("actor__sort_name",),
            ),
            Column("said", _("What they said"), text=words.said),
            Column("standing", _("Standing"), text=_standing, sort=("is_chosen", "rank")),
            Column("rank", _("Order"), text=lambda each: each.rank, sort=("rank",), is_number=True),
            Column("why", _("Why"), text=words.why),
        )
        super().__init__(*args, **options)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By standing."""
        wanted = {
            "chosen": {"is_chosen": True},
            "reserve": {"is_chosen": False},
            "required": {"is_required": True},
        }
        standing = chosen.get("standing")
        if standing == "out":
            return rows.exclude(excluded_because="")
        return rows.filter(**wanted[standing]) if standing in wanted else rows


def _standing(candidate: Any) -> SafeString:
    """How the draw went for them; after it, whether they come at all."""
    if candidate.excluded_because:
        return state_badge("none", translated("not considered"))
    if candidate.is_chosen is not None:
        return _drawn(candidate)
    if candidate.is_required:
        return state_badge("info", translated("must be there"))
    return state_badge("none", translated("came forward"))


def _drawn(candidate: Any) -> SafeString:
    if is_gone(candidate.invited_as):
        return state_badge("doubtful", translated("doesn't come"))
    if candidate.is_chosen:
        return state_badge("ok", translated("chosen"))
    if has_moved_up(candidate, candidate.invited_as):
        return state_badge("ok", translated("moved up"))
    return state_badge("info", translated("in reserve"))
