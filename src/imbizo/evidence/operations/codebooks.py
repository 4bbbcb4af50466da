"""The code tree: making, naming, moving, merging and withdrawing codes. Nothing that was coded is lost by any of it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Code, Codebook, Coding
from imbizo.evidence.operations.links import relink
from imbizo.evidence.states import CodingState
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.operations.editing import make_once, write
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

COLOURS = (
    *("#0f5e5a", "#b5741a", "#7a3b8f", "#2b6cb0", "#a8322a", "#4c7a2b", "#8a5a44", "#5b5fc7"),
    *("#b03a73", "#3b7f8f", "#6b6b00", "#5a6b7b"),
)
"""The colours that new codes take in turn; each stands out from paper and from its neighbours."""

_TAKEN = _("There is a code of that name in the same place. Use it, or choose another name.")
_NOT_YOURS = _("This codebook belongs to another partner. Make one of your own to code with.")
_GONE = _("This code isn't in use any more. Open the codebook and choose another.")
_CIRCLE = _("A code can't stand under itself or under one of its own parts.")
_OTHER_BOOK = _("Both codes must be in the same codebook.")


@transaction.atomic
def create_codebook(
    *, name: str, by: Membership, description: str = "", sharing: str = Sharing.ITSELF, id: UUID | None = None
) -> Codebook:
    """Begin a codebook of the member's partner. Sent twice it is one. Raises Conflict."""
    return make_once(
        Codebook,
        id=id,
        programme=by.programme,
        by=by,
        defaults={"owner": by.partner, "sharing": sharing},
        name=name,
        description=description,
    )


@transaction.atomic
def change_codebook(*, codebook: Codebook, by: Membership, **wanted: Any) -> Codebook:
    """Change its name, what it is for, or who sees it. Raises NotAllowed."""
    must_own(codebook, by)
    partners: Iterable[Partner] | None = wanted.pop("shared_with", None)
    write(codebook, wanted, by=by)
    if partners is not None:
        named = [each for each in partners if each.programme_id == codebook.programme_id]
        codebook.shared_with.set(named if codebook.sharing == Sharing.NAMED else [])
    return codebook


@transaction.atomic
def add_code(
    *,
    codebook: Codebook,
    name: str,
    by: Membership,
    parent: Code | None = None,
    memo: str = "",
    colour: str = "",
    is_codable: bool = True,
    id: UUID | None = None,
) -> Code:
    """Add a code, under another or at the top, after those that are there. Raises NotAllowed, NotReady, NotNow."""
    must_own(codebook, by)
    if parent is not None:
        _must_be_in_use(parent)
        _must_be_of(codebook, parent)
    last = codebook.codes.aggregate(last=Max("position"))["last"] or 0
    new = {"colour": colour or COLOURS[last % len(COLOURS)], "position": last + 1}
    wanted = {
        "codebook": codebook,
        "parent": parent,
        "name": name.strip(),
        "memo": memo,
        "is_codable": is_codable,
    }
    try:
        with transaction.atomic():
            return make_once(Code, id=id, programme=codebook.programme, by=by, defaults=new, **wanted)
    except IntegrityError as error:
        raise NotReady(_TAKEN) from error


@transaction.atomic
def change_code(*, code: Code, changes: Mapping[str, Any], by: Membership) -> Code:
    """Rename it, write its memo, give it another colour or place. Raises NotAllowed, NotNow, NotReady."""
    must_own(code.codebook, by)
    _must_be_in_use(code)
    if "parent" in changes:
        _must_fit_under(code, changes["parent"])
    try:
        with transaction.atomic():
            write(code, changes, by=by)
    except IntegrityError as error:
        raise NotReady(_TAKEN) from error
    return code


@transaction.atomic
def shift_code(*, code: Code, by_places: int, by: Membership) -> Code:
    """Move it up (-1) or down (1) among those beside it; at either end it stays. Raises NotAllowed."""
    must_own(code.codebook, by)
    beside = list(
        Code.objects.select_for_update().filter(
            codebook=code.codebook, parent=code.parent_id, merged_into=None, withdrawn_because=""
        )
    )
    at = next(place for place, each in enumerate(beside) if each.pk == code.pk)
    to = min(max(at + by_places, 0), len(beside) - 1)
    beside.insert(to, beside.pop(at))
    for position, each in enumerate(beside, start=1):
        Code.objects.filter(pk=each.pk).update(position=position)
    if to != at:
        audit("change", [code], by=by, changes={"position": [at + 1, to + 1]})
    return code


@transaction.atomic
def merge_code(*, code: Code, into: Code, by: Membership) -> Code:
    """Put a code into another: its words and parts go there, its row stays so that its thread does.

    Words that the same coder coded with both are coded once. Raises NotAllowed, NotNow, NotReady.
    """
    must_own(code.codebook, by)
    _must_be_in_use(code)
    _must_be_in_use(into)
    _must_be_of(code.codebook, into)
    if is_under(into, code):
        raise NotReady(_CIRCLE)
    touched = _move_codings(code, into)
    code.parts.update(parent=into)
    code.merged_into = into
    code.save(update_fields=["merged_into", "updated_at"])
    relink(touched, by=by)
    link(into, code, Relation.MERGED_FROM, by=by)
    audit("merge_code", [code], by=by, changes={"merged_into": [None, into.pk]})
    return into


@transaction.atomic
def withdraw_code(*, code: Code, because: str, by: Membership) -> Code:
    """Take a code out of use, with the reason; what was coded with it stays and can be read. Raises NotReady."""
    must_own(code.codebook, by)
    _must_be_in_use(code)
    if not because.strip():
        raise NotReady(_("Say in a few words why it is withdrawn."))
    if code.parts.filter(merged_into=None, withdrawn_because="").exists():
        raise NotReady(_("Other codes stand under this one. Move or withdraw them first."))
    write(code, {"withdrawn_because": because.strip()}, by=by, verb="withdraw")
    return code


def must_own(codebook: Codebook, by: Membership) -> None:
    """Raises NotAllowed for members of other partners."""
    if codebook.owner_id != by.partner_id:
        raise NotAllowed(_NOT_YOURS)


def is_under(code: Code, other: Code) -> bool:
    """Whether the code is the other one, or stands anywhere below it."""
    here: Code | None = code
    while here is not None:
        if here.pk == other.pk:
            return True
        here = here.parent
    return False


def _must_be_in_use(code: Code) -> None:
    if code.merged_into_id or code.withdrawn_because:
        raise NotNow(_GONE)


def _must_be_of(codebook: Codebook, code: Code) -> None:
    if code.codebook_id != codebook.pk:
        raise NotReady(_OTHER_BOOK)


def _must_fit_under(code: Code, parent: Code | None) -> None:
    if parent is None:
        return
    _must_be_of(code.codebook, parent)
    _must_be_in_use(parent)
    if is_under(parent, code):
        raise NotReady(_CIRCLE)


def _move_codings(code: Code, into: Code) -> list[Coding]:
    """Put every coding under the other code; one that the coder made with both is taken back. Those touched."""
    there = {_place(each) for each in into.codings.filter(state=CodingState.STANDING)}
    rows = list(code.codings.prefetch_related("input", "source"))
    twice = [row.pk for row in rows if row.state == CodingState.STANDING and _place(row) in there]
    Coding.objects.filter(pk__in=twice).update(state=CodingState.TAKEN_BACK)
    code.codings.update(code=into)
    # The links of both codes are looked at again.
    moved = into.codings.filter(pk__in=[row.pk for row in rows])
    return [*rows, *moved.prefetch_related("input", "source")]


def _place(coding: Coding) -> tuple[Any, ...]:
    return (
        coding.coder_key,
        coding.round_id,
        coding.input_id,
        coding.source_id,
        coding.language,
        coding.start,
        coding.end,
    )
