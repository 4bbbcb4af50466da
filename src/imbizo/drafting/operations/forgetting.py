"""What drafts keep of an erased person: their words, without their name; that a seat was held, and for whom.

Texts that people wrote (sections, comments, decisions on them) aren't searched: who writes a name into them takes it
out.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from imbizo.actors.registry import Forgotten
from imbizo.convening.operations import emptying
from imbizo.convening.operations.nameless import NAMELESS, Named
from imbizo.drafting.models import Comment, Reader, ReferenceMember, WordReturn

CHUNK: Final = 500  # people in one statement
NAMED_COMMENTS: Final = Named(Comment, "", ("reader__member__actor", "on_behalf_of"), {"name": ""})


def forget(forgotten: Forgotten) -> None:
    """Bound to erasing, in its transaction: names, Word files and links of these people go."""
    ids = [actor.pk for actor in forgotten.actors]
    for start in range(0, len(ids), CHUNK):
        _forget_some(ids[start : start + CHUNK])


def drop_files(rows: QuerySet[WordReturn]) -> int:
    """Delete Word files that came back, with their names; what was found in them stays. How many."""
    returns = list(rows.exclude(file=""))
    for returned in returns:
        transaction.on_commit(partial(default_storage.delete, str(returned.file.name)))
    WordReturn.objects.filter(pk__in=[each.pk for each in returns]).update(file="", file_name=NAMELESS)
    return len(returns)


def _forget_some(people: Sequence[UUID]) -> None:
    said = Comment.objects.filter(Q(reader__member__actor__in=people) | Q(on_behalf_of__in=people))
    seats = ReferenceMember.objects.filter(actor__in=people)
    readers = Reader.objects.filter(member__actor__in=people)
    drop_files(WordReturn.objects.filter(reader__in=readers))
    ids = list(said.values_list("pk", flat=True))
    emptying.empty([NAMED_COMMENTS], lambda named: Q(pk__in=ids))
    for rows in (seats, readers):
        emptying.empty_trail(list(rows.values_list("pk", flat=True)))
