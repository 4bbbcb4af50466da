"""Open places: set up, quotas, who comes forward, and what is forgotten of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Candidate, Gathering, Quota, Selection
from imbizo.convening.operations.invitations.held import held, may_write
from imbizo.convening.operations.invitations.inviting import must_be_told
from imbizo.convening.operations.invitations.places import move_up
from imbizo.convening.queries import selection as queries
from imbizo.convening.rules.criteria import criteria
from imbizo.convening.states import SelectionState
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, differences, issue_public_link

KEPT_FOR: Final = dt.timedelta(days=90)
"""So long after the gathering what candidates said of themselves is kept, to answer questions about the draw."""
_DRAWN = _("It was drawn already. Undo the draw first, while nobody was invited by it.")
_KNOWN = _("The seed can't be changed any more: somebody has come forward, and it must be chosen before.")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What is offered and asked. An empty seed is made."""

    places: int
    criteria: Sequence[Mapping[str, Any]] = ()
    call: str = ""
    apply_by: dt.datetime | None = None
    seed: str = ""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A quota as somebody wrote it. `conditions` is criterion -> values, any of which counts."""

    label: str
    conditions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    minimum: int = 0
    maximum: int | None = None


@transaction.atomic
def set_up(*, gathering: Gathering, terms: Terms, by: Membership) -> Selection:
    """Offer open places, or change what is offered. The seed stands once somebody has come forward.

    Raises NotAllowed, NotNow (drawn, it is over), BadAnswer (the seed is known, a quota asks by what is taken away).
    """
    current = held(gathering, by)
    if current.is_over:
        raise NotNow(_("It is over, so nobody can come forward any more."))
    selection = Selection.objects.filter(gathering=current).first()
    if selection is None:
        return _begin(current, terms, by)
    must_be_open(selection)
    _must_keep_seed(selection, terms.seed)
    _must_keep_criteria(selection, terms.criteria)
    after = asdict(terms) | {"criteria": list(terms.criteria), "seed": terms.seed.strip() or selection.seed}
    before = {name: getattr(selection, name) for name in after}
    if changed := differences(before, after):
        for name, value in after.items():
            setattr(selection, name, value)
        selection.save()
        audit("change", [selection], by=by, changes=changed)
    return selection


@transaction.atomic
def put_quota(*, selection: Selection, wish: Wish, by: Membership, quota: Quota | None = None) -> Quota:
    """Add a quota, or change one. Raises NotAllowed, NotNow, BadAnswer."""
    current = open_one(selection, by)
    _must_make_sense(current, wish, quota)
    row = quota or Quota(
        id=new_id(), programme=current.programme, selection=current, position=current.quotas.count() + 1
    )
    after: dict[str, Any] = asdict(wish) | {
        "conditions": {key: list(values) for key, values in wish.conditions.items()}
    }
    before = {name: getattr(row, name) for name in after} if quota else {}
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    audit("change" if quota else "create", [row], by=by, changes=differences(before, after))
    return row


@transaction.atomic
def drop_quota(*, quota: Quota, by: Membership) -> None:
    """Take a quota away. Raises NotAllowed, NotNow."""
    open_one(quota.selection, by)
    audit("remove", [quota], by=by, changes={"label": [quota.label, None]})
    quota.delete()


@transaction.atomic
def add_candidate(
    *,
    selection: Selection,
    actor: Actor,
    attributes: Mapping[str, str],
    by: Membership | None,
    is_required: bool = False,
    id: UUID | None = None,
) -> Candidate:
    """Put somebody among those who came forward; who is there already stays as they are.

    Raises NotAllowed, NotNow, BadAnswer (a value that isn't offered).
    """
    current = open_one(selection, by)
    known = current.candidates.filter(actor=actor).first()
    if known is not None:
        return known
    content = {"selection_id": current.pk, "actor_id": actor.pk}
    row = Candidate(
        id=id or new_id(),
        programme=current.programme,
        attributes=_kept(current, attributes),
        is_required=is_required,
        **content,
    )
    row, is_new = insert(row, content)
    if is_new:
        # What they say of themselves stays out of the trail, which more people read.
        audit("come_forward", [row], by=by)
    return row


@transaction.atomic
def change_candidate(
    *,
    candidate: Candidate,
    attributes: Mapping[str, str],
    is_required: bool,
    excluded_because: str,
    by: Membership,
) -> Candidate:
    """What they said, must they be there, why they aren't considered. Raises NotAllowed, NotNow, BadAnswer."""
    current = open_one(candidate.selection, by)
    reason = " ".join(excluded_because.split())[:300]
    if reason and is_required:
        raise BadAnswer(
            _("Somebody who must be there can't be left out too. Choose one."), field="excluded_because"
        )
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    before = {"is_required": row.is_required, "excluded_because": row.excluded_because}
    row.attributes = _kept(current, attributes)
    row.is_required, row.excluded_because = is_required, reason
    row.save(update_fields=["attributes", "is_required", "excluded_because", "updated_at"])
    after = {"is_required": is_required, "excluded_because": reason}
    audit("change", [row], by=by, changes=differences(before, after))
    return row


@transaction.atomic
def choose_how_reserves_move(*, selection: Selection, moves_up: bool, by: Membership) -> Selection:
    """Whether reserves move up by themselves when one of the chosen doesn't come; those who are due do at once.

    Raises NotAllowed, NotNow (it is over).
    """
    gathering = held(selection.gathering, by)
    if gathering.is_over:
        raise NotNow(_("It is over, so nobody moves up any more."))
    current = locked(selection, by)
    if current.moves_up != moves_up:
        current.moves_up = moves_up
        current.save(update_fields=["moves_up", "updated_at"])
        audit("change", [current], by=by, changes={"moves_up": [not moves_up, moves_up]})
    move_up(gathering)
    return current


@transaction.atomic
def open_call(*, selection: Selection, by: Membership, because: str = "") -> str:
    """A new address of the public page on which people come forward; earlier ones close. Told here once.

    It invites the public: where somebody must be told first, `because` lets it go on. Raises NotAllowed, Untold.
    """
    must_be_told(held(selection.gathering, by), because, by)
    current = locked(selection, by)
    return issue_public_link(current, purpose=queries.LINK, days=180, by=by)


@transaction.atomic
def log_export(*, selection: Selection, count: int, by: Membership) -> AuditEntry:
    """Log who took what candidates said of themselves out of the system. Raises NotAllowed."""
    may_write(selection.gathering, by)
    return audit("export", [selection], by=by, changes={"count": [None, count]})[0]


def keep_candidates_to_retention(now: dt.datetime) -> int:
    """For the clock: what candidates said of themselves goes some time after the gathering; of how many."""
    ids = list(queries.to_forget(now - KEPT_FOR).values_list("pk", flat=True)[:5_000])
    _empty(ids)
    return len(ids)


@transaction.atomic
def _empty(ids: Iterable[UUID]) -> None:
    found = list(ids)
    Candidate.objects.filter(pk__in=found).update(attributes={}, reason={}, updated_at=timezone.now())
    AuditEntry.objects.filter(subject_id__in=found).update(changes={})


def _begin(current: Gathering, terms: Terms, by: Membership) -> Selection:
    content = asdict(terms) | {"criteria": list(terms.criteria), "seed": terms.seed.strip() or _fresh_seed()}
    selection = Selection.objects.create(programme=current.programme, gathering=current, **content)
    audit("create", [selection], by=by, changes=differences({}, content))
    return selection


def _fresh_seed() -> str:
    return f"{timezone.localdate():%Y-%m-%d}-{get_random_string(8, 'abcdefghjkmnpqrstuvwxyz23456789')}"


def open_one(selection: Selection, by: Membership | None) -> Selection:
    """The selection, held, while it is being prepared. Raises NotAllowed, NotNow."""
    current = locked(selection, by)
    must_be_open(current)
    return current


def locked(selection: Selection, by: Membership | None) -> Selection:
    rows = Selection.objects.select_for_update(of=("self",)).select_related("gathering__owner", "programme")
    current: Selection = rows.get(pk=selection.pk)
    if by is not None:
        may_write(current.gathering, by)
    return current


def must_be_open(selection: Selection) -> None:
    if selection.state != SelectionState.OPEN:
        raise NotNow(_DRAWN)


def _must_keep_seed(selection: Selection, seed: str) -> None:
    is_other = bool(seed.strip()) and seed.strip() != selection.seed
    if is_other and selection.candidates.exists():
        raise BadAnswer(_KNOWN, field="seed")


def _must_keep_criteria(selection: Selection, stored: Sequence[Mapping[str, Any]]) -> None:
    keys = {each["key"] for each in stored}
    asked = [quota.label for quota in selection.quotas.all() if set(quota.conditions) - keys]
    if asked:
        text = _("These quotas ask by what you take away: %(quotas)s. Change them first.")
        raise BadAnswer(text % {"quotas": ", ".join(asked)})


def _must_make_sense(selection: Selection, wish: Wish, quota: Quota | None) -> None:
    if wish.maximum is not None and wish.maximum < wish.minimum:
        raise BadAnswer(_("“At most” can't be less than “at least”."), field="maximum")
    if wish.minimum > selection.places:
        raise BadAnswer(_("There aren't as many places."), field="minimum")
    others = selection.quotas.exclude(pk=quota.pk) if quota else selection.quotas.all()
    if others.filter(label=wish.label).exists():
        raise BadAnswer(_("Another quota has this name."), field="label")


def _kept(selection: Selection, attributes: Mapping[str, str]) -> dict[str, str]:
    """What was said, as far as it was asked. Raises BadAnswer for a value that isn't offered."""
    found = {}
    for each in criteria(selection.criteria):
        value = attributes.get(each.key, "")
        if value and value not in dict(each.choices):
            raise BadAnswer(_("Choose one of the answers."), field=each.key)
        if value:
            found[each.key] = value
    return found
