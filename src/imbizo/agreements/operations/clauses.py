"""Clauses: written anew or taken from a section of the strategy, opened again by a council's condition."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import made_before
from imbizo.agreements.errors import NotNow, NotReady
from imbizo.agreements.models import Agreement, Clause
from imbizo.agreements.operations.holding import held
from imbizo.agreements.states import AgreementState, ClauseKind
from imbizo.base.models import new_id
from imbizo.drafting.models import Section
from imbizo.drafting.operations import outline, sections
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit, link
from imbizo.thread.states import Relation

_NO_REASON = _("Say why: the parties read it when they are asked again.")
_CITED = _("Parties said something about this clause, or a measure stands on it, so it stays a clause.")


@transaction.atomic
def add_clause(
    *,
    agreement: Agreement,
    title: str,
    by: Membership,
    kind: str = ClauseKind.COMMITMENT,
    source: Section | None = None,
    id: UUID | None = None,
) -> Clause:
    """One more clause at the end: with the words of a section of the strategy, or empty, to be written.

    Raises NotAllowed, NotNow (it is being signed), NotReady (no heading), Conflict.
    """
    current = held(agreement, by, before_signing=True)
    content = {"agreement_id": current.pk, "kind": kind}
    if (before := made_before(Clause, id, content)) is not None:
        return before
    return make_clause(agreement=current, title=title, kind=kind, source=source, by=by, id=id)


def make_clause(
    *,
    agreement: Agreement,
    title: str,
    by: Membership,
    kind: str = ClauseKind.COMMITMENT,
    html: str = "",
    source: Section | None = None,
    id: UUID | None = None,
) -> Clause:
    """A section of the agreement's document, and the clause on it. What was taken over knows where from."""
    section = outline.add_section(document=agreement.document, title=title, by=by)
    words = source.html if source is not None else html
    if words:
        section = sections.write(section=section, html=words, base_version=section.version, by=by).section
    if source is not None:
        link(section, source, Relation.INFORMS, by=by)
    return stand_on(agreement=agreement, section=section, kind=kind, by=by, id=id)


def stand_on(
    *, agreement: Agreement, section: Section, kind: str, by: Membership, id: UUID | None = None
) -> Clause:
    """A clause on a section that is there already, in the agreement's own document."""
    clause = Clause.objects.create(
        id=id or new_id(), programme=agreement.programme, agreement=agreement, section=section, kind=kind
    )
    link(clause, section, Relation.COMMITS_TO, by=by)
    audit("create", [clause], by=by, changes={"title": [None, section.title]})
    return clause


@transaction.atomic
def take_in_sections(*, agreement: Agreement, by: Membership) -> list[Clause]:
    """A clause for each section that somebody added to the document since, so that nothing is signed unasked."""
    current = held(agreement, by, before_signing=True)
    rows = current.document.sections.filter(clause=None, joined_into=None, removed_because="")
    return [
        stand_on(agreement=current, section=each, kind=ClauseKind.OTHER, by=by)
        for each in rows.order_by("position", "created_at")
    ]


@transaction.atomic
def change_kind(*, clause: Clause, kind: str, by: Membership) -> Clause:
    """What the clause is for. Raises NotAllowed, NotNow."""
    held(clause.agreement, by)
    write(clause, {"kind": kind}, by=by)
    return clause


@transaction.atomic
def reopen(*, clauses: Iterable[Clause], because: str, by: Membership | None) -> list[Clause]:
    """Open clauses again for all parties, as a council's condition asks: what was agreed of them counts no more.

    Raises NotAllowed, NotReady (no reason), NotNow (it is being signed).
    """
    if not because.strip():
        raise NotReady(_NO_REASON, field="because")
    found = list(clauses)
    for each in found:
        current = held(each.agreement, by, before_signing=True)
        changes = {"is_reopened": True, "reopened_because": because.strip()[:500]}
        write(each, changes, by=by, verb="open_again")
        if current.state == AgreementState.AGREED:
            write(current, {"state": AgreementState.DRAFTING}, by=by, verb="open_again")
    return found


@transaction.atomic
def drop_clause(*, clause: Clause, because: str, by: Membership) -> None:
    """Take a clause and its section out of the agreement, where nobody said anything of it yet.

    Raises NotAllowed, NotNow, NotReady.
    """
    held(clause.agreement, by, before_signing=True)
    if clause.positions.exists() or clause.measures.exists():
        raise NotNow(_CITED)
    outline.take_away(section=clause.section, because=because, by=by)
