"""Themes: making, wording, ordering, merging and withdrawing them. The thread says what each of them came from."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.convening.models import Input
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Code, Excerpt, Finding, InTheme, Theme
from imbizo.evidence.states import ThemeState
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.operations.editing import make_once, write
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, link, link_many, unlink_many
from imbizo.thread.states import Relation

LIVE = (ThemeState.DRAFT, ThemeState.AGREED)

_NOT_YOURS = _("This theme belongs to another partner. Make one of your own, or ask them.")
_GONE = _("This theme went into another or was withdrawn, so it can't be changed any more.")
_WHY = _("Say in a few words why.")


@transaction.atomic
def create_theme(
    *,
    title: str,
    by: Membership,
    statement: str = "",
    sharing: str = Sharing.ITSELF,
    codes: Iterable[Code] = (),
    inputs: Iterable[Input] = (),
    id: UUID | None = None,
) -> Theme:
    """Make a theme of the member's partner, of codes, of sentences or of neither yet. Sent twice it is one.

    Raises Conflict.
    """
    last = Theme.objects.filter(programme_id=by.programme_id, owner_id=by.partner_id)
    position = (last.aggregate(last=Max("position"))["last"] or 0) + 1
    theme = make_once(
        Theme,
        id=id,
        programme=by.programme,
        by=by,
        defaults={"owner": by.partner, "sharing": sharing, "position": position},
        title=title,
        statement=statement,
    )
    add_codes(theme=theme, codes=codes, by=by)
    put_in(theme=theme, inputs=inputs, by=by)
    return theme


@transaction.atomic
def change_theme(*, theme: Theme, changes: Mapping[str, Any], by: Membership) -> Theme:
    """Word it anew, agree on it, share it or keep it. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    wanted = dict(changes)
    partners: Iterable[Partner] | None = wanted.pop("shared_with", None)
    write(theme, wanted, by=by)
    if partners is not None:
        named = [each for each in partners if each.programme_id == theme.programme_id]
        theme.shared_with.set(named if theme.sharing == Sharing.NAMED else [])
    return theme


@transaction.atomic
def set_codes(*, theme: Theme, codes: Sequence[Code], by: Membership) -> Theme:
    """Have exactly these codes bring their words into the theme. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    wanted = {code.pk for code in codes}
    gone = [code for code in theme.codes.all() if code.pk not in wanted]
    if gone:
        theme.codes.remove(*gone)
        unlink_many([(theme, code) for code in gone], Relation.INFORMS, by=by)
    add_codes(theme=theme, codes=codes, by=by)
    return theme


@transaction.atomic
def add_codes(*, theme: Theme, codes: Iterable[Code], by: Membership) -> None:
    """Have these codes bring their words into it too. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    there = set(theme.codes.values_list("pk", flat=True))
    new = [code for code in codes if code.pk not in there and code.programme_id == theme.programme_id]
    if new:
        theme.codes.add(*new)
        link_many([(theme, code) for code in new], Relation.INFORMS, by=by)
        audit("change", [theme], by=by, changes={"codes": [None, [code.pk for code in new]]})


@transaction.atomic
def put_in(
    *,
    theme: Theme,
    by: Membership,
    inputs: Iterable[Input] = (),
    excerpts: Iterable[Excerpt] = (),
    findings: Iterable[Finding] = (),
) -> list[Any]:
    """Put sentences, excerpts and findings into a theme by hand; those that are new in it. Raises NotAllowed, NotNow.

    A finding stands in it by the thread alone: its sources carry it already.
    """
    _must_be_live(theme, by)
    said = _new(theme, inputs, "input_id")
    quoted = _new(theme, excerpts, "excerpt_id")
    InTheme.objects.bulk_create(
        [
            *(InTheme(programme=theme.programme, theme=theme, input=each, by=by) for each in said),
            *(InTheme(programme=theme.programme, theme=theme, excerpt=each, by=by) for each in quoted),
        ]
    )
    new = [*said, *quoted, *findings]
    link_many([(theme, each) for each in new], Relation.INFORMS, by=by)
    if new:
        audit("put_in_theme", [theme], by=by, changes={"members": [None, [each.pk for each in new]]})
    return new


@transaction.atomic
def take_out(
    *,
    theme: Theme,
    by: Membership,
    inputs: Iterable[Input] = (),
    excerpts: Iterable[Excerpt] = (),
    findings: Iterable[Finding] = (),
) -> None:
    """Take out what was put in by hand; what codes bring goes with its coding. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    said, quoted = list(inputs), list(excerpts)
    theme.members.filter(input__in=said).delete()
    theme.members.filter(excerpt__in=quoted).delete()
    gone = [*said, *quoted, *findings]
    unlink_many([(theme, each) for each in gone], Relation.INFORMS, by=by)


@transaction.atomic
def merge_theme(*, theme: Theme, into: Theme, by: Membership) -> Theme:
    """Put a theme into another: its codes and members go there; its row stays, so that its thread goes on.

    Raises NotAllowed, NotNow, NotReady.
    """
    _must_be_live(theme, by)
    _must_be_live(into, by)
    if theme.pk == into.pk:
        raise NotReady(_("Choose another theme."))
    add_codes(theme=into, codes=theme.codes.all(), by=by)
    put_in(
        theme=into,
        inputs=Input.objects.filter(themes__theme=theme),
        excerpts=Excerpt.objects.filter(themes__theme=theme),
        by=by,
    )
    if theme.is_grave and not into.is_grave:
        mark_grave(theme=into, because=theme.grave_because, by=by)
    link(into, theme, Relation.MERGED_FROM, by=by)
    write(theme, {"merged_into": into, "state": ThemeState.MERGED}, by=by, verb="merge_theme")
    return into


@transaction.atomic
def withdraw_theme(*, theme: Theme, because: str, by: Membership) -> Theme:
    """Take it off the list, with the reason; its sentences are unanswered again.

    Raises NotAllowed, NotNow, NotReady.
    """
    _must_be_live(theme, by)
    if not because.strip():
        raise NotReady(_WHY)
    wanted = {"state": ThemeState.WITHDRAWN, "withdrawn_because": because.strip()}
    write(theme, wanted, by=by, verb="withdraw")
    return theme


@transaction.atomic
def bring_back(*, theme: Theme, by: Membership) -> Theme:
    """Put a withdrawn theme on the list again. Raises NotAllowed, NotNow for one that wasn't withdrawn."""
    must_own(theme, by)
    if theme.state != ThemeState.WITHDRAWN:
        raise NotNow(_("This theme isn't withdrawn."))
    write(theme, {"state": ThemeState.DRAFT, "withdrawn_because": ""}, by=by)
    return theme


@transaction.atomic
def mark_grave(*, theme: Theme, because: str, by: Membership) -> Theme:
    """Keep it in sight however few raised it, with the reason. Raises NotAllowed, NotNow, NotReady."""
    _must_be_live(theme, by)
    if not because.strip():
        raise NotReady(_WHY)
    write(theme, {"is_grave": True, "grave_because": because.strip()}, by=by, verb="mark_grave")
    return theme


@transaction.atomic
def unmark_grave(*, theme: Theme, by: Membership) -> Theme:
    """Take the mark off. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    write(theme, {"is_grave": False, "grave_because": ""}, by=by)
    return theme


@transaction.atomic
def shift_theme(*, theme: Theme, by_places: int, by: Membership) -> Theme:
    """Move it up (-1) or down (1) among the partner's themes; at either end it stays. Raises NotAllowed, NotNow."""
    _must_be_live(theme, by)
    rows = Theme.objects.select_for_update().filter(
        programme=theme.programme, owner=theme.owner, state__in=LIVE
    )
    beside = list(rows)
    at = next(place for place, each in enumerate(beside) if each.pk == theme.pk)
    to = min(max(at + by_places, 0), len(beside) - 1)
    beside.insert(to, beside.pop(at))
    moved = [each for position, each in enumerate(beside, start=1) if _placed(each, position)]
    Theme.objects.bulk_update(moved, ["position"])
    if to != at:
        audit("change", [theme], by=by, changes={"position": [at + 1, to + 1]})
    return theme


def must_own(theme: Theme, by: Membership) -> None:
    """Raises NotAllowed for members of other partners."""
    if theme.owner_id != by.partner_id:
        raise NotAllowed(_NOT_YOURS)


def _must_be_live(theme: Theme, by: Membership) -> None:
    must_own(theme, by)
    if theme.state not in LIVE:
        raise NotNow(_GONE)


def _placed(theme: Theme, position: int) -> bool:
    """Give it the place; whether that is another one."""
    is_other = theme.position != position
    theme.position = position
    return is_other


def _new(theme: Theme, records: Iterable[Any], field: str) -> list[Any]:
    """Those of the programme that weren't put in by hand yet, each once."""
    given = {each.pk: each for each in records if each.programme_id == theme.programme_id}
    there = theme.members.filter(**{f"{field}__in": list(given)}).values_list(field, flat=True)
    return [each for pk, each in given.items() if pk not in set(there)]
