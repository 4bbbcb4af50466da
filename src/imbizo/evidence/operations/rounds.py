"""Coding rounds: several people on the same material, compared when they are done."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import Conflict
from imbizo.convening.models import Gathering
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Codebook, CodingRound, Source
from imbizo.evidence.operations.codebooks import must_own
from imbizo.evidence.states import RoundState, Unit
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write

_FEW = _("Agreement needs at least two coders. Tick another.")
_NOTHING = _("Choose what is to be coded: a gathering, or a text.")
_NOBODY_CODED = _("Nobody has coded anything in this round yet.")
_DONE = _("This round is compared already.")


@transaction.atomic
def create_round(
    *,
    codebook: Codebook,
    name: str,
    coders: Iterable[Membership],
    by: Membership,
    gatherings: Iterable[Gathering] = (),
    sources: Iterable[Source] = (),
    unit: str = Unit.WHOLE,
    is_blind: bool = True,
    id: UUID | None = None,
) -> CodingRound:
    """Begin a round. Sent twice it is one. Raises NotAllowed, NotReady, Conflict."""
    must_own(codebook, by)
    people, heard, texts = list(coders), list(gatherings), list(sources)
    if len(people) < 2:
        raise NotReady(_FEW)
    if not (heard or texts):
        raise NotReady(_NOTHING)
    if any(each.partner_id != codebook.owner_id for each in people):
        raise Conflict(_("Coders must be members of the partner whose codebook it is."))
    fields: dict[str, Any] = {"codebook": codebook, "name": name, "is_blind": is_blind, "unit": unit}
    made = make_once(CodingRound, id=id, programme=codebook.programme, by=by, **fields)
    made.coders.set(people)
    made.gatherings.set(heard)
    made.sources.set(texts)
    return made


@transaction.atomic
def compare_round(*, within: CodingRound, by: Membership) -> CodingRound:
    """Close the coding and lay it open: from now on everybody sees what each coded. Raises NotAllowed, NotNow."""
    must_own(within.codebook, by)
    now = CodingRound.objects.select_for_update().get(pk=within.pk)
    if now.state != RoundState.OPEN:
        raise NotNow(_DONE)
    if not now.codings.exists():
        raise NotReady(_NOBODY_CODED)
    write(within, {"state": RoundState.COMPARED, "compared_at": timezone.now()}, by=by, verb="compare")
    return within


def takes_codings(within: CodingRound, member: Membership) -> bool:
    """Whether the member may code in it now."""
    return within.state == RoundState.OPEN and within.coders.filter(pk=member.pk).exists()
