"""Sources: adding, changing, sharing and withdrawing them, each with what its kind adds."""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.errors import NotAllowed
from imbizo.calc.folding import fold
from imbizo.calc.references import doi_in
from imbizo.evidence.errors import NotNow, NotReady
from imbizo.evidence.models import Interview, Practice, Source
from imbizo.evidence.operations.interviews import settled
from imbizo.evidence.states import SourceKind
from imbizo.programmes.models import Membership, Partner
from imbizo.programmes.operations.editing import make_once, write
from imbizo.programmes.operations.sharing import share_with
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit

ADDED_BY: Final[dict[str, type[Practice] | type[Interview]]] = {
    SourceKind.POLICY: Practice,
    SourceKind.PRACTICE: Practice,
    SourceKind.INTERVIEW: Interview,
}
_NOT_YOURS = _("This source belongs to another partner, who alone can change it.")
_GONE = _("This source was withdrawn. Bring it back first.")
_NAME = _("Give it a title.")
_WHY = _("Say in a few words why.")
_WHOM = _("Name at least one partner, or choose “only the owner”.")


@transaction.atomic
def add_source(
    *,
    kind: SourceKind,
    by: Membership,
    id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    **fields: Any,
) -> Source:
    """Put a source into the library of the member's partner, kept to itself. Sent twice it is one.

    `details` are the fields of Practice (a policy or a practice) or of Interview. An interview's title is made of the
    name that stands in for the person. Raises NotReady, Conflict.
    """
    more = dict(details or {})
    if kind == SourceKind.INTERVIEW:
        more = settled(more)
        fields["title"] = _interview_title(more["called"])
    wanted = _tidied(fields)
    if not wanted.get("title"):
        raise NotReady(_NAME, field="title")
    is_new = not id or not Source.objects.filter(pk=id).exists()
    defaults = {"owner": by.partner, "sharing": Sharing.ITSELF, "title_key": title_key(wanted["title"])}
    source = make_once(Source, id=id, programme=by.programme, by=by, defaults=defaults, kind=kind, **wanted)
    if is_new and kind in ADDED_BY:
        made = ADDED_BY[kind].objects.create(programme=by.programme, source=source, **more)
        audit("create", [made], by=by)
    return source


@transaction.atomic
def change_source(
    *, source: Source, by: Membership, changes: Mapping[str, Any], details: Mapping[str, Any] | None = None
) -> Source:
    """Change what is known of it. Raises NotAllowed, NotNow, NotReady."""
    must_change(source, by)
    wanted = _tidied(changes)
    if not wanted.get("title", source.title):
        raise NotReady(_NAME, field="title")
    if "title" in wanted:
        wanted["title_key"] = title_key(wanted["title"])
    write(source, wanted, by=by)
    if details and source.kind in ADDED_BY:
        write(getattr(source, _row_of(source)), details, by=by)
    return source


@transaction.atomic
def share_source(*, source: Source, sharing: str, by: Membership, partners: Iterable[Partner] = ()) -> Source:
    """Let the partners named, or all of them, see it. Raises NotAllowed, NotReady (nobody is named)."""
    must_own(source, by)
    share_with(source, sharing, partners, by=by, if_nobody=NotReady(_WHOM, field="shared_with"))
    return source


@transaction.atomic
def withdraw_source(*, source: Source, because: str, by: Membership) -> Source:
    """Take it out of the library; what came of it stays, and its page says why. Raises NotAllowed, NotReady."""
    must_change(source, by)
    if not because.strip():
        raise NotReady(_WHY, field="because")
    write(source, {"withdrawn_because": because.strip()}, by=by, verb="withdraw")
    return source


@transaction.atomic
def restore_source(*, source: Source, by: Membership) -> Source:
    """Bring it back. Raises NotAllowed."""
    must_own(source, by)
    write(source, {"withdrawn_because": ""}, by=by, verb="restore")
    return source


def must_own(source: Source, by: Membership) -> None:
    """Raises NotAllowed where another partner owns it."""
    if not source.is_owned_by(by):
        raise NotAllowed(_NOT_YOURS)


def must_change(source: Source, by: Membership) -> None:
    """Raises NotAllowed where another partner owns it, NotNow where it is withdrawn."""
    must_own(source, by)
    if source.withdrawn_because:
        raise NotNow(_GONE)


def title_key(title: str) -> str:
    """What near-duplicates are looked for by."""
    return " ".join(fold(title).split())[:200]


def _interview_title(called: str) -> str:
    return _now("Interview with %(name)s") % {"name": called}


def _tidied(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields as they are kept: a DOI without its prefix, no more than its column holds."""
    wanted = dict(fields)
    if "doi" in wanted:
        wanted["doi"] = doi_in(wanted["doi"])[:200]
    if "title" in wanted:
        wanted["title"] = " ".join(wanted["title"].split())[:500]
    return wanted


def _row_of(source: Source) -> str:
    return "interview" if source.kind == SourceKind.INTERVIEW else "practice"
