"""Parties: who takes part, who speaks for each, who withdraws."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement, Party
from imbizo.agreements.operations.holding import held
from imbizo.agreements.states import PartyRole
from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, revoke_public_links

LINK = "consent"
"""The purpose of the link by which the official of a party gives its positions."""

_THERE = _("This institution is in the agreement already. Look at it below.")
_NO_INSTITUTION = _("A party is an institution. The person who speaks for it is named beside it.")
_NO_PERSON = _("Name a person who speaks for the party.")
_NO_REASON = _("Say why it withdraws, as it told you.")
_GONE = _("It has withdrawn already.")
_STAYS = _("It hasn't withdrawn.")
_NO_SIGNATURES = _("A party needs at least one signature.")


@transaction.atomic
def add_party(
    *,
    agreement: Agreement,
    institution: Actor,
    by: Membership,
    role: str = PartyRole.PARTY,
    official: Actor | None = None,
    signatures_needed: int = 1,
    id: UUID | None = None,
) -> Party:
    """An institution takes part: with one voice, or as an observer with none.

    Raises NotAllowed, NotNow (it is being signed), NotReady (a person, no institution), Conflict (it is in already).
    """
    current = held(agreement, by, before_signing=True)
    content = {"agreement_id": current.pk, "institution": institution, "role": role, "official": official}
    content["signatures_needed"] = signatures_needed
    if (before := made_before(Party, id, content)) is not None:
        return before
    _check(institution, official, signatures_needed)
    if current.parties.filter(institution=institution).exists():
        raise Conflict(_THERE)
    position = (current.parties.order_by("-position").values_list("position", flat=True).first() or 0) + 1
    party = Party(id=id or new_id(), programme=current.programme, position=position, **content)
    made, is_new = insert(party, content)
    if is_new:
        audit("create", [made], by=by, changes={"institution": [None, institution]})
    return made


@transaction.atomic
def change_party(*, party: Party, changes: Mapping[str, Any], by: Membership) -> Party:
    """Write its role, who speaks for it, how many signatures it needs. Another official's link opens nothing more.

    Raises NotAllowed, NotNow, NotReady.
    """
    held(party.agreement, by, before_signing="role" in changes and changes["role"] != party.role)
    now = _row(party)
    wanted = {name: changes[name] for name in ("role", "official", "signatures_needed") if name in changes}
    _check(
        now.institution,
        wanted.get("official", now.official),
        wanted.get("signatures_needed", now.signatures_needed),
    )
    if "official" in wanted and wanted["official"] != now.official:
        revoke_public_links(now, purpose=LINK)
    write(now, wanted, by=by)
    return now


@transaction.atomic
def withdraw_party(*, party: Party, because: str, on: date, by: Membership) -> Party:
    """A party leaves, also after it has consented: what it said stays on record and counts no more from that day.

    Raises NotAllowed, NotNow (it has withdrawn already), NotReady (no reason).
    """
    held(party.agreement, by, Permission.AGREEMENTS_DECIDE)
    now = _row(party)
    if now.withdrew_on is not None:
        raise NotNow(_GONE)
    if not because.strip():
        raise NotReady(_NO_REASON, field="because")
    changes = {"withdrew_on": on, "withdrew_because": because.strip()[:500]}
    write(now, changes, by=by, verb="party_leaves")
    revoke_public_links(now, purpose=LINK)
    return now


@transaction.atomic
def return_party(*, party: Party, by: Membership) -> Party:
    """It takes part again. Raises NotAllowed, NotNow."""
    held(party.agreement, by, Permission.AGREEMENTS_DECIDE, before_signing=True)
    now = _row(party)
    if now.withdrew_on is None:
        raise NotNow(_STAYS)
    write(now, {"withdrew_on": None, "withdrew_because": ""}, by=by, verb="party_returns")
    return now


@transaction.atomic
def move_party(*, party: Party, up: bool, by: Membership) -> None:
    """One place up or down in the order in which parties are named. Raises NotAllowed, NotNow."""
    held(party.agreement, by)
    rows = list(party.agreement.parties.order_by("position", "created_at"))
    at = next(index for index, each in enumerate(rows) if each.pk == party.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, each in enumerate(rows, 1):
        each.position = position
    Party.objects.bulk_update(rows, ["position"])
    audit("move_party", [party], by=by, changes={"position": [at + 1, to + 1]})


def _row(party: Party) -> Party:
    rows = Party.objects.select_for_update(of=("self",)).select_related(
        "institution", "official", "programme"
    )
    return rows.get(pk=party.pk)


def _check(institution: Actor, official: Actor | None, signatures_needed: int) -> None:
    if institution.is_person:
        raise NotReady(_NO_INSTITUTION, field="institution")
    if official is not None and not official.is_person:
        raise NotReady(_NO_PERSON, field="official")
    if signatures_needed < 1:
        raise NotReady(_NO_SIGNATURES, field="signatures_needed")
