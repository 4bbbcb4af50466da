"""Who reads an agreement beside the partner that keeps it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy

from imbizo.actors.operations.actors import sharing_state
from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations.holding import held
from imbizo.drafting.operations.documents import share
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, differences

_NOBODY = gettext_lazy("Name at least one partner, or choose who reads it differently.")


@transaction.atomic
def share_agreement(
    *, agreement: Agreement, sharing: str, partners: Iterable[Partner] = (), by: Membership
) -> Agreement:
    """Let it and its text be read by its owner alone, by the partners named, or by all: the two go together.

    Raises NotAllowed, NotNow (it is over), NotReady (nobody is named).
    """
    current = held(agreement, by)
    named = [
        each for each in partners if each.programme_id == by.programme_id and each.pk != current.owner_id
    ]
    if sharing == Sharing.NAMED and not named:
        raise NotReady(_NOBODY)
    before = sharing_state(current)
    current.sharing = sharing
    current.save(update_fields=["sharing", "updated_at"])
    current.shared_with.set(named if sharing == Sharing.NAMED else [])
    if changed := differences(before, sharing_state(current)):
        audit("share", [current], by=by, changes=changed)
    share(record=current.document, sharing=sharing, partners=named, by=by)
    return current
