"""A draft in circulation, in the world: a group, a reader, comments, a decision, a summary."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from imbizo.drafting.models import (
    Circulation,
    Comment,
    Disposition,
    Document,
    PlainSummary,
    Publication,
    Reader,
    ReferenceGroup,
    ReferenceMember,
    Section,
)

DOCUMENT, VERSION, SENT = {"pk": "read_document"}, {"pk": "read_version"}, {"pk": "sent_out"}
MEMBER, READER, COMMENT = {"pk": "seat"}, {"pk": "draft_reader"}, {"pk": "comment"}
PRIVATE: dict[str, dict[str, str]] = {
    **{
        f"drafting:{name}": DOCUMENT
        for name in (
            "reference-group", "reference-group-edit", "reference-member-add", "reference-group-invite",
            "reference-group-letters", "comments-letters",
            "comments", "comment-add", "comment-enter", "comments-tell", "matrix",
        )
    },
    "drafting:matrix-file": {**DOCUMENT, "form": "xlsx"},
    **{
        f"drafting:reference-member-{name}": MEMBER for name in ("edit", "agreed", "left", "back", "letter")
    },
    **{f"drafting:{name}": VERSION for name in ("circulate", "summaries")},
    "drafting:summary": {**VERSION, "language": "en"},
    "drafting:summary-check": {"pk": "summary"},
    **{
        f"drafting:{name}": SENT
        for name in (
            "circulation", "circulation-remind", "circulation-others", "circulation-close", "circulation-until",
            "circulation-letters",
        )
    },
    **{f"drafting:reader-{name}": READER for name in ("link", "letter", "nothing")},
    "drafting:section-comments": {"pk": "read_section"},
    **{
        f"drafting:{name}": COMMENT
        for name in (
            "comment", "comment-edit", "comment-withdraw", "comment-apply", "comment-undecide", "comment-told",
            "comment-letter",
        )
    },
    "drafting:comment-redo": {**COMMENT, "was": "x"},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {}
LISTS = ("drafting:comments", "drafting:matrix")


def fill(world: Any) -> None:
    here = world.here
    document = Document.objects.create(title="Out for comment", **world.own)
    section = Section.objects.create(document=document, title="Meeting", text="We meet.", version=1, **here)
    version = Publication.objects.create(
        document=document, number=1, title=document.title, frozen={"sections": [], "atoms": {}}, **here
    )
    group = ReferenceGroup.objects.create(document=document, name="Reference group", terms="We read.", **here)
    world.seat = ReferenceMember.objects.create(group=group, actor=world.actor, **here)
    deadline = timezone.now() + timedelta(days=7)
    world.sent_out = Circulation.objects.create(publication=version, deadline=deadline, **here)
    world.draft_reader = Reader.objects.create(circulation=world.sent_out, member=world.seat, **here)
    world.summary = PlainSummary.objects.create(publication=version, language="en", text="We meet.", **here)
    of = {"document": document, "section": section, **here}
    world.comment = Comment.objects.create(text="Meet more often.", member=world.cast.amina, **of)
    decided = Comment.objects.create(text="Who is the clerk?", reader=world.draft_reader, **of)
    Disposition.objects.create(
        comment=decided, verdict="noted", reason="Said below.", by=world.cast.amina, **here
    )
    world.read_document, world.read_version, world.read_section = document, version, section


def add(rows: Any) -> None:
    if not hasattr(rows, "commented"):
        rows.commented = Document.objects.create(
            title="Commented", programme=rows.here["programme"], owner=rows.gathering.owner
        )
    section = Section.objects.create(document=rows.commented, title=f"Part {rows.made}", **rows.here)
    Comment.objects.create(
        document=rows.commented,
        section=section,
        text=f"Comment {rows.made:05d}",
        on_behalf_of=rows.person,
        **rows.here,
    )


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {name: {"pk": rows.commented.pk} for name in LISTS}
