"""The open places of a gathering: who came forward, what the draw gave and why.

What candidates say of themselves is read by the convening partner's members with the permission, and by nobody else.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor
from imbizo.calc import selection as calc
from imbizo.convening.models import Candidate, Gathering, Invitation, Quota, Selection
from imbizo.convening.queries.quotas import counts
from imbizo.convening.queries.seeing import of_gatherings
from imbizo.convening.rules.criteria import PRIVATE, Criterion, criteria, said
from imbizo.convening.states import SelectionState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

LINK, OWN_LINK = "convening.apply", "convening.candidate"
"""The purposes of the link to the public call, and of a candidate's own."""


@dataclass(frozen=True)
class Input:
    """What a draw is made of, and its digest: the same digest and seed give the same result."""

    candidates: Sequence[calc.Candidate]
    quotas: Sequence[calc.Quota]
    places: int
    seed: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all of it, whatever the order of the candidates."""
        people = [[each.id, each.attributes, each.is_must_have, each.excluded] for each in self.candidates]
        asked = [
            [each.label, {key: sorted(values) for key, values in each.conditions.items()},
             each.minimum, each.maximum]
            for each in self.quotas
        ]  # fmt: skip
        whole = [sorted(people, key=itemgetter(0)), asked, self.places, self.seed]
        return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    def solve(self) -> calc.Draw:
        """The draw. Raises the errors of `calc.selection`."""
        return calc.draw(self.candidates, self.places, self.quotas, self.seed)


@dataclass(frozen=True)
class Check:
    """One quota before the draw: how many it wants, how many fit, and the same in a sentence where it can't be met."""

    quota: Quota
    available: int
    problem: str


@dataclass(frozen=True)
class Met:
    """One quota after the draw, in words."""

    label: str
    text: str
    is_met: bool


def selections(member: Membership) -> QuerySet[Selection]:
    """Those that the member may read."""
    rows = of_gatherings(Selection, member, Permission.INVITED_VIEW, only_own=True)
    return rows.select_related("programme", "gathering__programme", "gathering__owner", "drawn_by__user")


def selection_of(gathering: Gathering, member: Membership) -> Selection | None:
    """The selection of a gathering, where it has open places."""
    return selections(member).filter(gathering=gathering).first()


def candidates(member: Membership) -> QuerySet[Candidate]:
    """Those who came forward, with what they said of themselves."""
    rows = of_gatherings(
        Candidate, member, Permission.INVITED_VIEW, path="selection__gathering", only_own=True
    )
    return rows.select_related("programme", "actor", "selection__gathering__owner", "selection__programme")


def quotas(member: Membership) -> QuerySet[Quota]:
    """The quotas of selections that the member may read."""
    rows = of_gatherings(Quota, member, Permission.INVITED_VIEW, path="selection__gathering", only_own=True)
    return rows.select_related("programme", "selection__gathering__owner", "selection__programme")


def is_open(selection: Selection) -> bool:
    """Whether people can still come forward on the public page."""
    is_in_time = selection.apply_by is None or selection.apply_by >= timezone.now()
    return is_in_time and selection.state == SelectionState.OPEN and not selection.gathering.is_over


def behind(link: PublicLink) -> Selection | None:
    """The selection whose public call a link opens."""
    rows = Selection.objects.select_related("programme", "gathering__owner", "gathering__programme")
    return rows.select_related("gathering__place").filter(pk=link.record_id).first()


def candidate_behind(link: PublicLink) -> Candidate | None:
    """The candidate whose own page a link opens."""
    rows = Candidate.objects.select_related("programme", "actor", "selection__gathering__owner")
    return rows.select_related("selection__gathering__programme").filter(pk=link.record_id).first()


def opened_by(link: PublicLink) -> Membership | None:
    """The member who made a link: the register gains people in their name."""
    if link.made_by_id is None:
        return None
    rows = Membership.objects.filter(programme_id=link.programme_id, user_id=link.made_by_id)
    return rows.select_related("programme", "partner", "user").first()


def input_of(selection: Selection) -> Input:
    """What the draw is made of, as it stands in the database: two queries."""
    said = Cast("attributes", TextField())
    rows = list(selection.candidates.order_by().values_list("pk", said, "is_required", "excluded_because"))
    # Read at once: row by row it would take as long as everything else.
    attributes = json.loads(f"[{','.join(row[1] for row in rows)}]")
    people = [
        calc.Candidate(str(pk), given, is_required, out or None)
        for (pk, _text, is_required, out), given in zip(rows, attributes, strict=True)
    ]
    return Input(people, [_quota(each) for each in selection.quotas.all()], selection.places, selection.seed)


def mark_of(selection: Selection) -> tuple[Any, ...]:
    """Differs once anything was added, changed or taken away of what a draw is made of."""
    rows = (selection.candidates.order_by(), selection.quotas.order_by())
    marks = [each.aggregate(number=Count("pk"), last=Max("updated_at")) for each in rows]
    return (selection.places, selection.seed, *(value for mark in marks for value in mark.values()))


def _quota(quota: Quota) -> calc.Quota:
    conditions = {key: frozenset(values) for key, values in quota.conditions.items()}
    return calc.Quota(quota.label, conditions, quota.minimum, quota.maximum)


def checks(selection: Selection) -> list[Check]:
    """Each quota with how many fit it, before anything is drawn."""
    people = list(selection.candidates.filter(excluded_because="").values_list("attributes", flat=True))
    return [_check(each, people) for each in selection.quotas.all()]


def _check(quota: Quota, people: Sequence[Mapping[str, str]]) -> Check:
    available = sum(counts(quota.conditions, each) for each in people)
    problem = "" if available >= quota.minimum else too_few(quota.label, available, quota.minimum)
    return Check(quota, available, problem)


def too_few(label: str, available: int, wanted: int) -> str:
    """Only 1 candidate fits “farm workers, Witzenberg” of 3 wanted."""
    text = ngettext(
        "Only %(available)s candidate fits “%(label)s” of %(wanted)s wanted.",
        "Only %(available)s candidates fit “%(label)s” of %(wanted)s wanted.",
        available,
    )
    return text % {"available": available, "label": label, "wanted": wanted}


def repeats(selection: Selection) -> bool | None:
    """Whether drawing again gives the same people in the same order; None where what it was made of has changed."""
    drawn = input_of(selection)
    if drawn.digest != selection.result.get("digest"):
        return None
    again = drawn.solve()
    order = [each.id for each in again.chosen] + [each.id for each in again.reserves]
    kept = selection.candidates.exclude(rank=None).order_by("rank").values_list("pk", flat=True)
    chosen = selection.candidates.filter(is_chosen=True).count()
    return order == [str(pk) for pk in kept] and len(again.chosen) == chosen


def met(result: Mapping[str, Any]) -> list[Met]:
    """How the quotas came out, each in a sentence."""
    return [_met(each) for each in result.get("quotas", [])]


def _met(quota: Mapping[str, Any]) -> Met:
    said = {key: quota[key] for key in ("met", "minimum", "missing", "available")}
    if not quota["missing"]:
        text = _("%(met)s chosen, %(minimum)s wanted") % said
        return Met(quota["label"], text, is_met=True)
    if quota["because"] == calc.Because.TOO_FEW:
        text = ngettext(
            "%(met)s of %(minimum)s: %(missing)s too few, because only %(available)s person came forward",
            "%(met)s of %(minimum)s: %(missing)s too few, because only %(available)s people came forward",
            quota["available"],
        )
    else:
        text = _(
            "%(met)s of %(minimum)s: %(missing)s too few, although %(available)s came forward: the places, the upper "
            "limits or other quotas leave no room"
        )
    return Met(quota["label"], text % said, is_met=False)


class Words:
    """What one selection's candidates said, and why each stands where they stand, in the reader's language."""

    def __init__(self, selection: Selection, *, to_themselves: bool = False) -> None:
        self._selection = selection
        self.criteria: list[Criterion] = criteria(selection.criteria)
        self._to_themselves = to_themselves
        self._labels = [str(each["label"]) for each in selection.result.get("quotas", [])]
        self._private = {
            number
            for number, each in enumerate(selection.result.get("quotas", []))
            if PRIVATE & set(each.get("keys", ()))
        }

    def address(self, candidate: Candidate) -> str:
        """The candidate's page."""
        return reverse("convening:candidate", args=[self._selection.programme.slug, candidate.pk])

    def said(self, candidate: Candidate) -> str:
        """What they said of themselves."""
        return said(candidate.attributes, self.criteria)

    def why(self, candidate: Candidate) -> str:
        """Why they are chosen, in reserve or not considered; empty before the draw."""
        if candidate.excluded_because:
            return _("Not considered: %(reason)s") % {"reason": candidate.excluded_because}
        if candidate.is_chosen is None:
            return ""
        reason = candidate.reason
        if candidate.is_chosen:
            return self._chosen(reason)
        return self._reserve(reason, candidate.rank or 0)

    def _chosen(self, reason: Mapping[str, Any]) -> str:
        if reason.get("why") == calc.Why.MUST_HAVE:
            return _("Must be there.")
        fills = [
            _("“%(label)s” %(number)s of %(of)s") % {"label": label, "number": number, "of": of}
            for at, number, of in reason.get("fills", [])
            if (label := self._label(at))
        ]
        if fills:
            return _("Chosen: fills %(quotas)s.") % {"quotas": ", ".join(fills)}
        return _("Drawn for an open place.")

    def _reserve(self, reason: Mapping[str, Any], rank: int) -> str:
        place = rank - self._selection.result.get("chosen", 0)
        parts = [_("In reserve, number %(place)s by lot.") % {"place": place}]
        could = self._named(reason.get("could", []))
        blocked = self._named(reason.get("blocked", []))
        if could:
            parts.append(_("Moves up first for %(quotas)s.") % {"quotas": could})
        if blocked:
            parts.append(_("Only once somebody of %(quotas)s leaves: as many as may be are chosen.")
                         % {"quotas": blocked})  # fmt: skip
        return " ".join(parts)

    def _named(self, numbers: Iterable[int]) -> str:
        return ", ".join(f"“{self._label(at)}”" for at in numbers if self._label(at))

    def _label(self, at: int) -> str:
        """A quota's name. To whoever holds a phone, one that says where somebody comes from has another."""
        if self._to_themselves and at in self._private:
            return _("a group that has to be there")
        return self._labels[at] if at < len(self._labels) else ""


def invitation_of(candidate: Candidate) -> Invitation | None:
    """The candidate's invitation, once they are on the list."""
    return Invitation.objects.filter(
        gathering_id=candidate.selection.gathering_id, actor_id=candidate.actor_id
    ).first()


def people_not_in(selection: Selection, actors: Iterable[Actor]) -> list[Actor]:
    """Those who haven't come forward yet."""
    known = set(selection.candidates.values_list("actor_id", flat=True))
    return [each for each in actors if each.pk not in known]


def to_forget(cutoff: Any) -> QuerySet[Candidate]:
    """Candidates of gatherings that ended before the cutoff, of whom something is still kept."""
    rows = Candidate.objects.exclude(attributes={}, reason={})
    over = Q(selection__gathering__closed_at__lt=cutoff) | Q(
        selection__gathering__closed_at=None, selection__gathering__ends_at__lt=cutoff
    )
    return rows.filter(over)
