"""Comments on a document: on which words, whose, in which order, what was decided."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.calc import dispositions as calc
from imbizo.drafting.models import Comment, Disposition, Document, Publication, Reader, Section
from imbizo.drafting.queries.seeing import comments, documents, own
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_WHOSE = (
    "reader__member__actor",
    "member__user",
    "member__partner",
    "on_behalf_of",
    "circulation",
    "disposition__section",
    "disposition__by__user",
    "disposition__duplicate_of",
)


def of_document(document: Document, member: Membership) -> QuerySet[Comment]:
    """The comments on a document with whose they are and what was decided, as they came; replies aside."""
    rows = comments(member).filter(document=document, answers=None)
    return rows.select_related(*_WHOSE).order_by("created_at", "pk")


def in_matrix(document: Document, member: Membership) -> QuerySet[Comment]:
    """Those that stand, in the order in which they came."""
    return of_document(document, member).filter(withdrawn_because="")


def whole(member: Membership) -> QuerySet[Comment]:
    """Comments as their own page needs them."""
    return comments(member).select_related(*_WHOSE, "document__owner", "publication")


def own_comments(member: Membership) -> QuerySet[Comment]:
    """Those on documents that the member's partner owns."""
    mine = own(documents(member), member).order_by()
    return whole(member).filter(document__in=mine.values("pk"))


def of_reader(reader: Reader) -> QuerySet[Comment]:
    """What a reader said, as their own page shows it."""
    rows = reader.comments.select_related(
        "section", "document", "circulation", "reader", "disposition__section"
    )
    return rows.order_by("created_at")


def reader_of(document: Document, actor: Actor) -> Reader | None:
    """Their place in the document's last circulation, if they had one."""
    rows = Reader.objects.filter(circulation__publication__document=document, member__actor=actor)
    return (
        rows.select_related("circulation__publication", "programme")
        .order_by("-circulation__opened_at")
        .first()
    )


def words_of(section: Section | None, publication: Publication | None, version: int | None = None) -> str:
    """A section's words as they were published; else as they were at a version; else as they stand."""
    if section is None:
        return ""
    frozen = publication.frozen.get("sections", ()) if publication else ()
    published = next((part["text"] for part in frozen if part["id"] == str(section.pk)), None)
    if published is not None:
        return str(published)
    seen = section.revisions.filter(number__lte=version).first() if version is not None else None
    return seen.text if seen else section.text


def standing_of(section: Section) -> Section:
    """The section as it is now, or the one that it was joined into at last."""
    section = Section.objects.select_related("joined_into").get(pk=section.pk)
    seen: set[UUID] = set()
    while section.joined_into is not None and section.pk not in seen:
        seen.add(section.pk)
        section = section.joined_into
    return section


def said_by(comment: Comment, member: Membership) -> str:
    """Whose comment it is, as the member may know: of the reference group, others see for whom somebody speaks."""
    is_ours = comment.document.owner_id == member.partner_id
    if comment.on_behalf_of is not None or comment.reader is not None:
        return _of_the_group(comment, is_ours=is_ours, may_see=member.may(Permission.ACTORS_VIEW))
    if comment.member is not None:
        return f"{comment.member.user} ({comment.member.partner.label})"
    return comment.name or _("somebody whose name isn’t known")


def _of_the_group(comment: Comment, *, is_ours: bool, may_see: bool) -> str:
    speaks_for = comment.reader.member.speaks_for if comment.reader else ""
    if not is_ours or not may_see:
        return speaks_for or _("a member of the reference group")
    person = comment.on_behalf_of or (comment.reader.member.actor if comment.reader else None)
    name = str(person or "")
    return f"{name} ({speaks_for})" if speaks_for else name


def dispositions_of(rows: Iterable[Comment]) -> list[calc.Disposition]:
    """What was decided about these comments, as `calc.dispositions` reads it."""
    return [as_calc(each.disposition) for each in rows if hasattr(each, "disposition")]


def as_calc(decided: Disposition) -> calc.Disposition:
    return calc.Disposition(
        comment=str(decided.comment_id),
        ending=calc.Ending(decided.verdict),
        reason=decided.reason,
        section=str(decided.section_id or ""),
        version=decided.section_version,
        original=str(decided.duplicate_of_id) if decided.duplicate_of_id else None,
    )


def standing_comments(document: Document) -> list[Comment]:
    """All comments that wait for a decision or have one, with what was decided."""
    rows = document.comments.filter(answers=None, withdrawn_because="")
    return list(rows.select_related("disposition__section", "section", "reader__member", "programme"))


def final_word(comment: Comment, rows: Sequence[Comment]) -> Disposition | None:
    """What the commenter is told: of a duplicate, how its original ended; None while that is open."""
    found = calc.answering(str(comment.pk), dispositions_of(rows))
    if found is None:
        return None
    by_id = {str(each.pk): each for each in rows}
    decided: Disposition = by_id[found.comment].disposition
    return decided


def to_tell(ids: Iterable[UUID]) -> QuerySet[Comment]:
    """These comments with whom to tell."""
    rows = Comment.objects.filter(pk__in=list(ids)).order_by("created_at")
    return rows.select_related(
        "on_behalf_of",
        "member__user",
        "reader__member__actor",
        "reader__circulation__publication__document__owner__programme",
        "reader__circulation__programme",
    )


def sections_with_comments(document: Document) -> list[tuple[str, str]]:
    """The sections on which something was said: id and heading."""
    rows = (
        Section.objects.filter(document=document, comments__isnull=False)
        .distinct()
        .order_by("position", "pk")
    )
    return [(str(pk), title) for pk, title in rows.values_list("pk", "title")]


def readers_with_comments(document: Document) -> list[tuple[str, str]]:
    """Who of the register said something: id and name."""
    said = Q(pk__in=document.comments.values("reader__member__actor")) | Q(
        pk__in=document.comments.values("on_behalf_of")
    )
    rows = Actor.objects.filter(said).order_by("sort_name")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def of_section(section: Section, member: Membership) -> QuerySet[Comment]:
    """The comments on one section, those on words in their order."""
    rows = of_document(section.document, member).filter(section=section)
    return rows.order_by("start", "created_at", "pk")


def choosable_sections(document: Document) -> QuerySet[Section]:
    """The sections that a change can stand in."""
    rows = Section.objects.filter(document=document, removed_because="", joined_into=None)
    return rows.order_by("position", "created_at")


def others(comment: Comment) -> QuerySet[Comment]:
    """The comments that this one could be the same as."""
    rows = Comment.objects.filter(document_id=comment.document_id, answers=None, withdrawn_because="")
    return rows.exclude(pk=comment.pk).order_by("created_at")


def open_count(document: Document) -> int:
    return document.comments.filter(disposition=None, withdrawn_because="", answers=None).count()


def untold_count(document: Document) -> int:
    rows = document.comments.filter(
        disposition__isnull=False, told_at=None, withdrawn_because="", answers=None
    )
    return rows.count()


def next_open(comment: Comment) -> Comment | None:
    """The next comment of the document that waits for a decision, from here on and round."""
    rows = others(comment).filter(disposition=None)
    return rows.filter(created_at__gte=comment.created_at).first() or rows.first()
