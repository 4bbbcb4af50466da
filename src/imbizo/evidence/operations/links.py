"""The thread of codings: a code comes from each input and source of which words stand under it."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Coding, Source
from imbizo.evidence.states import CodingState, RoundState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import link_many, unlink_many
from imbizo.thread.states import Relation

Text = Input | Source


def relink(touched: Iterable[Coding], *, by: Membership | None) -> None:
    """Make the links of these codings' codes and texts say what stands: one for each pair, none where nothing does.

    Codings of a round count once it is settled, so that a blind one shows nobody anything.
    """
    pairs = {(each.code_id, text.pk): (each.code, text) for each in touched if (text := text_of(each))}
    standing = _standing(pairs.values())
    link_many([pair for key, pair in pairs.items() if key in standing], Relation.CODED_AS, by=by)
    unlink_many([pair for key, pair in pairs.items() if key not in standing], Relation.CODED_AS, by=by)


def text_of(coding: Coding) -> Text | None:
    """The input or source whose words they are."""
    return coding.input or coding.source


def _standing(pairs: Iterable[tuple[Code, Text]]) -> set[tuple[object, object]]:
    """Those pairs, by their ids, of which a coding stands in the open."""
    codes, texts = {code.pk for code, _text in pairs}, {text.pk for _code, text in pairs}
    is_open = Q(round=None) | Q(round__state=RoundState.SETTLED)
    rows = Coding.objects.filter(is_open, Q(input__in=texts) | Q(source__in=texts), code__in=codes)
    found = rows.filter(state=CodingState.STANDING).values_list("code_id", "input_id", "source_id")
    return {_pair(*row) for row in found.distinct()}


def _pair(code: UUID, said: UUID | None, source: UUID | None) -> tuple[object, object]:
    return code, said or source
