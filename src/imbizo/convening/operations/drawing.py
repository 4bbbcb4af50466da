"""The draw for open places: made, tried out, undone, and what follows from it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.base import bulk
from imbizo.base.models import new_id
from imbizo.calc import errors
from imbizo.calc import selection as calc
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Candidate, Invitation, Selection
from imbizo.convening.operations.invitations import put_on_list, take_off
from imbizo.convening.operations.invitations.held import held, may_write
from imbizo.convening.operations.selection import locked, must_be_open, open_one
from imbizo.convening.queries import selection as queries
from imbizo.convening.queries.reserves import openings
from imbizo.convening.states import InvitationState, SelectionState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit


def draw(*, selection: Selection, by: Membership, drawn_at: dt.datetime | None = None) -> Selection:
    """Draw who is chosen and in which order the others are in reserve, and keep why.

    It is solved before the writing begins, so that nobody waits for the solver; what changed meanwhile is noticed.
    Raises NotAllowed, NotNow (drawn before, changed meanwhile), NotReady (nobody came forward), BadAnswer.
    """
    may_write(selection.gathering, by)
    must_be_open(selection)
    mark, drawn = queries.mark_of(selection), queries.input_of(selection)
    if not drawn.candidates:
        raise NotReady(_("Nobody has come forward yet, so there is nobody to draw."))
    result = _solved(drawn)
    with transaction.atomic():
        current = open_one(selection, by)
        if queries.mark_of(current) != mark:
            raise NotNow(_("Something changed while it was drawn. Draw once more."))
        return _keep_result(current, drawn, result, by=by, at=drawn_at or timezone.now())


def try_out(*, selection: Selection, by: Membership) -> list[queries.Met]:
    """How the quotas would come out, by a seed that isn't the draw's, so that nobody learns who would be chosen.

    Raises NotAllowed, NotReady, BadAnswer.
    """
    may_write(selection.gathering, by)
    found = queries.input_of(selection)
    if not found.candidates:
        raise NotReady(_("Nobody has come forward yet, so there is nobody to draw."))
    other = queries.Input(found.candidates, found.quotas, found.places, f"{new_id()}")
    return queries.met({"quotas": _quota_results(other, _solved(other))})


@transaction.atomic
def undo_draw(*, selection: Selection, by: Membership) -> Selection:
    """Put the draw back: possible as long as nobody was written to by it. Raises NotAllowed, NotNow."""
    held(
        selection.gathering, by
    )  # Before the draw, as everywhere: two who hold them the other way round never end.
    current = locked(selection, by)
    if current.state == SelectionState.OPEN:
        return current
    if current.state == SelectionState.TAKEN:
        _take_off_again(current, by)
    current.candidates.update(is_chosen=None, rank=None, reason={}, updated_at=timezone.now())
    before, current.state = current.state, SelectionState.OPEN
    current.result, current.drawn_at, current.drawn_by = {}, None, None
    current.save()
    audit("undo_draw", [current], by=by, changes={"state": [before, current.state]})
    return current


@transaction.atomic
def take_chosen(*, selection: Selection, by: Membership) -> int:
    """Put the chosen on the list of the gathering, to be invited; how many are new there. Raises NotAllowed, NotNow."""
    held(selection.gathering, by)
    current = locked(selection, by)
    if current.state == SelectionState.OPEN:
        raise NotNow(_("Draw first."))
    chosen = list(current.candidates.filter(is_chosen=True).select_related("actor"))
    for is_required in (True, False):
        people = [each.actor for each in chosen if each.is_required == is_required]
        _put(current, people, by, is_required=is_required)
    if current.state == SelectionState.DRAWN:
        current.state = SelectionState.TAKEN
        current.save(update_fields=["state", "updated_at"])
        audit("take_chosen", [current], by=by, changes={"people": [None, len(chosen)]})
    return len(chosen)


@transaction.atomic
def take_reserve(*, candidate: Candidate, by: Membership) -> Candidate:
    """Put a reserve on the list for somebody who doesn't come. Raises NotAllowed, NotNow (not their turn)."""
    held(candidate.selection.gathering, by)
    current = locked(candidate.selection, by)
    turns = [each.reserve for each in openings(current) if each.reserve is not None]
    found = next((each for each in turns if each.pk == candidate.pk), None)
    if found is None:
        raise NotNow(_("It isn't their turn: look who is next."))
    _put(current, [found.actor], by)
    audit("move_up", [found], by=by)
    return found


def _solved(drawn: queries.Input) -> calc.Draw:
    try:
        return drawn.solve()
    except errors.TooManyMustHavesError as error:
        said: dict[str, Any] = {"people": error.must_haves, "places": error.places}
        text = _("%(people)s people must be there, and there are %(places)s places.")
        raise BadAnswer(text % said) from error
    except errors.MustHavesOverMaximumError as error:
        said = {"label": error.label, "people": error.must_haves, "most": error.maximum}
        text = _("%(people)s who must be there are in “%(label)s”, which takes at most %(most)s.")
        raise BadAnswer(text % said) from error
    except errors.NoSelectionError as error:
        raise BadAnswer(_("No selection keeps all limits. Raise an upper limit, or add places.")) from error


def _keep_result(
    current: Selection, drawn: queries.Input, result: calc.Draw, *, by: Membership, at: dt.datetime
) -> Selection:
    bulk.update_rows(Candidate, ("is_chosen", "rank", "reason"), _rows(result))
    current.state, current.drawn_at, current.drawn_by = SelectionState.DRAWN, at, by
    current.result = {
        "digest": drawn.digest,
        "quotas": _quota_results(drawn, result),
        "candidates": len(drawn.candidates),
        "chosen": len(result.chosen),
        "places_left": result.places_left,
        "is_proven": result.is_proven,
    }
    current.save()
    changes: dict[str, list[Any]] = {"seed": [None, drawn.seed], "chosen": [None, len(result.chosen)]}
    audit("draw", [current], by=by, changes=changes)
    return current


def _rows(result: calc.Draw) -> list[tuple[bool, int, dict[str, Any], UUID]]:
    """(chosen, rank, why, id) of each; quotas are numbered as in the result.

    Equal reasons are one dictionary, and follow one another: each is turned into JSON once.
    """
    numbers = {quota.label: at for at, quota in enumerate(result.quotas)}
    rows: list[tuple[bool, int, dict[str, Any], UUID]] = []
    for rank, chosen in enumerate(result.chosen, 1):
        fills = [[numbers[fill.label], fill.number, fill.of] for fill in chosen.fills]
        rows.append((True, rank, {"why": chosen.why.value, "fills": fills}, UUID(chosen.id)))
    reasons: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[str, Any]] = {}
    for rank, reserve in enumerate(result.reserves, len(result.chosen) + 1):
        key = reserve.could_fill, reserve.blocked_by
        if key not in reasons:
            could, blocked = ([numbers[label] for label in labels] for labels in key)
            reasons[key] = {"could": could, "blocked": blocked}
        rows.append((False, rank, reasons[key], UUID(reserve.id)))
    return sorted(rows, key=lambda row: id(row[2]))


def _quota_results(drawn: queries.Input, result: calc.Draw) -> list[dict[str, Any]]:
    return [
        asdict(each) | {"keys": sorted(quota.conditions)}
        for each, quota in zip(result.quotas, drawn.quotas, strict=True)
    ]


def _put(current: Selection, people: Sequence[Actor], by: Membership, *, is_required: bool = False) -> None:
    """Onto the list; whoever stands there already, nominated or from a list, keeps that."""
    put_on_list(
        gathering=current.gathering, actors=people, by=by, is_open_place=True, is_required=is_required
    )


def _take_off_again(current: Selection, by: Membership) -> None:
    drawn = current.candidates.exclude(rank=None).values("actor_id")
    rows = Invitation.objects.filter(gathering=current.gathering, actor__in=drawn, is_open_place=True)
    if rows.exclude(state=InvitationState.READY).exists():
        raise NotNow(_("Some of the chosen were invited already, so the draw stands."))
    take_off(gathering=current.gathering, invitations=rows, by=by)
