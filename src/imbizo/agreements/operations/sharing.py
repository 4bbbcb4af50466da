"""Who reads an agreement beside the partner that keeps it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy

from imbizo.agreements.errors import NotReady
from imbizo.agreements.models import Agreement
from imbizo.agreements.operations.holding import held
from imbizo.drafting.operations.documents import share
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.operations.sharing import share_with

_NOBODY = gettext_lazy("Name at least one partner, or choose who reads it differently.")


@transaction.atomic
def share_agreement(
    *, agreement: Agreement, sharing: str, partners: Iterable[Partner] = (), by: Membership
) -> Agreement:
    """Let it and its text be read by its owner alone, by the partners named, or by all: the two go together.

    Raises NotAllowed, NotNow (it is over), NotReady (nobody is named).
    """
    current = held(agreement, by)
    named = share_with(current, sharing, partners, by=by, if_nobody=NotReady(_NOBODY))
    share(record=current.document, sharing=sharing, partners=named, by=by)
    return current
