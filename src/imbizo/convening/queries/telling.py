"""How what was said at gatherings, and what was done there, stands in the plain sentences of a thread."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.sentences import listed
from imbizo.convening.models import Action, Decision, Input, PutTo
from imbizo.convening.queries.citable import where
from imbizo.convening.states import ActionState, GatheringKind, InputState, PutState
from imbizo.programmes.models import Membership
from imbizo.thread.models import Link
from imbizo.thread.queries.telling import few
from imbizo.thread.registry import Telling
from imbizo.thread.states import Part, Stage

_INPUT: Final = "convening.input"


def said(given: Input) -> str:
    """Where and when it was said; of an anonymous one the month alone."""
    return _("what was said %(where)s") % {"where": at(given)}


def at(given: Input) -> str:
    """The same as a part of a sentence: "in De Doorns on 12 May 2026"."""
    gathering = given.gathering
    day = date_format(
        given.said_at.astimezone(given.programme.zone), "F Y" if given.is_anonymous else "j F Y"
    )
    words = {"place": where(gathering), "day": day}
    if given.is_anonymous:
        in_place, at_event = _("in %(place)s in %(day)s"), _("at “%(place)s” in %(day)s")
    else:
        in_place, at_event = _("in %(place)s on %(day)s"), _("at “%(place)s” on %(day)s")
    return (in_place if gathering.place_id else at_event) % words


def origin(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """How many things were said, and at how many gatherings. What was joined counts as often as it was said."""
    derived = Link.objects.filter(record_id=OuterRef("pk"), source_kind=_INPUT, source_id__in=list(ids))
    rows = Input.objects.filter(~Exists(derived), pk__in=list(ids)).exclude(state=InputState.WITHDRAWN)
    counted = rows.order_by().values("gathering", "gathering__kind").annotate(number=Count("pk"))
    kinds: dict[str, int] = {}
    total = 0
    for row in counted:
        total += row["number"]
        kinds[row["gathering__kind"]] = kinds.get(row["gathering__kind"], 0) + 1
    if not total:
        return ()
    places = listed(_gatherings(GatheringKind(kind), number) for kind, number in sorted(kinds.items()))
    words = ngettext("%(count)s thing said in %(where)s", "%(count)s things said in %(where)s", total)
    return (words % {"count": total, "where": places},)


def _gatherings(kind: GatheringKind, number: int) -> str:
    words = {
        GatheringKind.WORKSHOP: ngettext("%(count)s workshop", "%(count)s workshops", number),
        GatheringKind.MEETING: ngettext("%(count)s meeting", "%(count)s meetings", number),
        GatheringKind.DIALOGUE: ngettext("%(count)s dialogue", "%(count)s dialogues", number),
        GatheringKind.TRAINING: ngettext("%(count)s training", "%(count)s trainings", number),
    }
    return words[kind] % {"count": number}


def put(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """The institutions to which it was put, and whether they answered."""
    rows = PutTo.objects.filter(pk__in=list(ids)).exclude(state=PutState.WITHDRAWN)
    return few([_answered(each) for each in rows.select_related("institution")])


def _answered(each: PutTo) -> str:
    if each.state == PutState.ANSWERED and each.answered_on:
        words = {"institution": each.institution, "day": date_format(each.answered_on, "j F Y")}
        return _("%(institution)s, which answered on %(day)s") % words
    return _("%(institution)s, which hasn't answered yet") % {"institution": each.institution}


def decided(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """The decisions that stand."""
    rows = Decision.objects.filter(pk__in=list(ids), withdrawn_because="")
    return few([_("the decision “%(text)s”") % {"text": _short(each.text)} for each in rows])


def acted(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """What people took on, and whether it's done."""
    rows = Action.objects.filter(pk__in=list(ids)).exclude(state=ActionState.DROPPED)
    done, open_ = _("the action “%(text)s”, which is done"), _("the action “%(text)s”")
    return few(
        [(done if each.state == ActionState.DONE else open_) % {"text": _short(each.text)} for each in rows]
    )


def _short(text: str) -> str:
    return Truncator(text.rstrip(".")).chars(80)


TELLINGS: Final = (
    Telling(kind=_INPUT, stage=Stage.SAID, subject=said, origin=origin, is_root=True),
    Telling(kind="convening.put_to", stage=Stage.REMARKED, part=Part.PUT, became=put),
    Telling(kind="convening.decision", stage=Stage.RESOLVED, part=Part.LED, became=decided),
    Telling(kind="convening.action", stage=Stage.DONE, part=Part.LED, became=acted),
)
"""Registered in `convening.records`."""
