"""Who signs for a party, as what, by what authority, in which turn: settled before signing begins."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Party, Signatory
from imbizo.agreements.operations.holding import held
from imbizo.agreements.states import AgreementState, PartyRole, SignatoryState, SignWay
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit

_OBSERVER = _("Observers don't sign. Only parties do.")
_WITHDREW = _("This party has withdrawn, so nobody signs for it.")
_BEGUN = _(
    "The boxes were made when signing began, so who signs and in which turn stays. Somebody else can still be added "
    "who signs on paper."
)
_ONLY_PAPER = _("Signing has begun and the file has its boxes. Whoever is added now signs on paper.")
_SIGNED = _("They have signed or declined already.")
_NO_ADDRESS = _(
    "To sign here they must be chosen from the register: the link and the code go to their address."
)


@transaction.atomic
def add_signatory(
    *,
    party: Party,
    name: str,
    office: str,
    by: Membership,
    id: UUID | None = None,
    **fields: Any,
) -> Signatory:
    """Somebody who signs for a party. `fields` are the model's: actor, authority, turn, way.

    Once signing has begun only somebody who signs on paper can join: a counterpart needs no box in the file.
    Raises NotAllowed, NotNow, NotReady, Conflict.
    """
    current = held(party.agreement, by, Permission.AGREEMENTS_DECIDE)
    content = {"party_id": party.pk, "name": name.strip(), "office": office.strip(), **fields}
    if (before := made_before(Signatory, id, content)) is not None:
        return before
    _check_party(party)
    _check_way(content)
    if _has_begun(current.state) and content.get("way", SignWay.PAPER) != SignWay.PAPER:
        raise NotNow(_ONLY_PAPER)
    made = Signatory(id=id or new_id(), programme_id=party.programme_id, **content)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change_signatory(*, signatory: Signatory, changes: Mapping[str, Any], by: Membership) -> Signatory:
    """Write these fields. Raises NotAllowed, NotNow (signing has begun), NotReady."""
    current = held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    if _has_begun(current.state):
        raise NotNow(_BEGUN)
    now = {"way": signatory.way, "actor": signatory.actor}
    _check_way({**now, **changes})
    write(signatory, changes, by=by)
    return signatory


@transaction.atomic
def remove_signatory(*, signatory: Signatory, by: Membership) -> None:
    """They don't sign after all. Raises NotAllowed, NotNow (signing has begun)."""
    current = held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    if _has_begun(current.state):
        raise NotNow(_BEGUN)
    audit("remove", [signatory], by=by, changes={"name": [signatory.name, None]})
    signatory.delete()


@transaction.atomic
def sign_on_paper_instead(*, signatory: Signatory, by: Membership) -> Signatory:
    """They sign with a pen and not electronically: their box in the file stays empty. Raises NotAllowed, NotNow."""
    held(signatory.party.agreement, by, Permission.AGREEMENTS_DECIDE)
    now: Signatory = Signatory.objects.select_for_update().get(pk=signatory.pk)
    if now.state != SignatoryState.WAITING:
        raise NotNow(_SIGNED)
    write(signatory, {"way": SignWay.PAPER}, by=by)
    return signatory


def _check_party(party: Party) -> None:
    if party.role != PartyRole.PARTY:
        raise NotNow(_OBSERVER)
    if party.withdrew_on is not None:
        raise NotNow(_WITHDREW)


def _check_way(content: Mapping[str, Any]) -> None:
    if content.get("way") == SignWay.PLATFORM and content.get("actor") is None:
        raise NotReady(_NO_ADDRESS, field="actor")


def _has_begun(state: str) -> bool:
    return state in {AgreementState.SIGNING, AgreementState.IN_EFFECT}
