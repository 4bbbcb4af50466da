"""The end of a programme, seen from its agreements: names of officials go; what is signed stays, as in forgetting.

Photos and papers that owners sent about their measures go. Minutes, signed files and counterparts are public acts,
kept as published documents are.
"""

from functools import partial
from typing import Final

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from imbizo.agreements.models import AdoptionStep, MeasureUpdate
from imbizo.agreements.operations.forgetting import NAMED, UNSIGNED, hasnt_signed
from imbizo.convening.operations import emptying
from imbizo.convening.operations.nameless import Named
from imbizo.programmes.models import Programme

_OUTSIDE: Final = (Named(AdoptionStep, "", (), {"who": ""}),)


def anonymise_programme(*, programme: Programme) -> None:
    """In chunks; twice it does nothing. Its entry in the audit trail is that of the programme's end."""
    emptying.empty([*NAMED, *_OUTSIDE], lambda named: Q(programme=programme))
    emptying.empty([UNSIGNED], lambda named: Q(programme=programme) & hasnt_signed())
    _drop_evidence(programme)


@transaction.atomic
def _drop_evidence(programme: Programme) -> None:
    rows = MeasureUpdate.objects.filter(programme=programme).exclude(file="")
    for update in rows:
        transaction.on_commit(partial(default_storage.delete, str(update.file.name)))
    rows.update(file="", file_name="")
