"""Answering what was said: putting it into themes, marking it grave, setting it aside with a reason."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.convening.models import Input
from imbizo.evidence.errors import NotReady
from imbizo.evidence.models import Theme, Weighed
from imbizo.evidence.operations.themes import put_in, take_out
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_WHY = _("Say in a few words why, for those who said it.")


@dataclass(frozen=True, slots=True)
class Put:
    """What one press put into a theme, so that it can be taken out again."""

    theme: UUID
    inputs: tuple[UUID, ...]


@transaction.atomic
def put_into_themes(*, said: Sequence[Input], themes: Iterable[Theme], by: Membership) -> list[Put]:
    """Answer these sentences with one theme or several. What was new in each. Raises NotAllowed, NotNow, NotReady."""
    chosen = list(themes)
    if not chosen:
        raise NotReady(_("Choose a theme, or make one."))
    done = [
        Put(theme.pk, tuple(each.pk for each in put_in(theme=theme, inputs=said, by=by))) for theme in chosen
    ]
    return [each for each in done if each.inputs]


@transaction.atomic
def take_back(*, put: Iterable[Put], by: Membership) -> None:
    """Take out again what `put_into_themes` put in. Raises NotAllowed, NotNow."""
    for each in put:
        theme = Theme.objects.get(pk=each.theme, programme_id=by.programme_id)
        said = Input.objects.filter(pk__in=each.inputs, programme_id=by.programme_id)
        take_out(theme=theme, inputs=said, by=by)


@transaction.atomic
def set_aside(*, said: Sequence[Input], because: str, by: Membership) -> list[Input]:
    """Answer them with a reason why they go no further; those that weren't set aside already. Raises NotReady."""
    return _weigh(said, "set_aside", because, by)


@transaction.atomic
def mark_inputs_grave(*, said: Sequence[Input], because: str, by: Membership) -> list[Input]:
    """Keep them in sight, however few said so; those that weren't marked already. Raises NotReady without a reason."""
    return _weigh(said, "is_grave", because, by)


@transaction.atomic
def take_up_again(*, said: Sequence[Input], by: Membership) -> None:
    """They are no longer set aside."""
    _unweigh(said, "set_aside", by)


@transaction.atomic
def unmark_inputs(*, said: Sequence[Input], by: Membership) -> None:
    """They are no longer marked grave."""
    _unweigh(said, "is_grave", by)


def _weigh(said: Sequence[Input], field: str, because: str, by: Membership) -> list[Input]:
    if not because.strip():
        raise NotReady(_WHY)
    there = {each.input_id: each for each in Weighed.objects.select_for_update().filter(input__in=said)}
    changed = [each for each in said if each.pk not in there or not getattr(there[each.pk], field)]
    rows = [there.get(each.pk) or Weighed(programme=by.programme, input=each) for each in changed]
    for row in rows:
        setattr(row, field, True)
        row.because, row.by = because.strip(), by
    Weighed.objects.bulk_create([row for row in rows if row.input_id not in there])
    Weighed.objects.bulk_update([row for row in rows if row.input_id in there], [field, "because", "by"])
    verb = "set_aside" if field == "set_aside" else "mark_grave"
    audit(verb, changed, by=by, changes={"because": [None, because.strip()]})
    return changed


def _unweigh(said: Sequence[Input], field: str, by: Membership) -> None:
    rows = Weighed.objects.select_for_update().filter(input__in=said, **{field: True}).select_related("input")
    gone = [row.input for row in rows]
    rows.update(**{field: False})
    Weighed.objects.filter(input__in=said, set_aside=False, is_grave=False).delete()
    audit("take_in_again", gone, by=by, changes={field: [True, False]})
