"""What drafts hold of a person, for the page where all about them stands; and what goes into their own file."""

from collections.abc import Iterator
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.base.components import Event
from imbizo.drafting.models import Comment, Reader, ReferenceMember
from imbizo.drafting.queries.seeing import of_documents
from imbizo.programmes.models import Membership

MOST: Final = 100  # of each sort
_LETTERS: Final = 160


def in_drafts(actor: Actor, member: Membership) -> Iterator[Event]:
    """In which reference groups they sit, what they were sent to read, what they said. Three queries.

    As far as the member may see it: who sits in a group, by name, is for the partner whose document it is.
    """
    yield from (_seat(row) for row in _seats(actor, member)[:MOST])
    yield from (_reading(row) for row in _readings(actor, member)[:MOST])
    yield from (_comment(row) for row in _comments(actor, member)[:MOST])


def in_full(actor: Actor, member: Membership) -> Iterator[Event]:
    """For the person's own file: each comment in their words, with what was decided about it. One query."""
    yield from (_whole(row) for row in _comments(actor, member).select_related("disposition"))


def _seats(actor: Actor, member: Membership) -> QuerySet[ReferenceMember]:
    rows = of_documents(ReferenceMember, member, path="group__document", only_own=True).filter(actor=actor)
    return rows.select_related("group__programme", "nominated_by").order_by("-created_at")


def _readings(actor: Actor, member: Membership) -> QuerySet[Reader]:
    path = "circulation__publication__document"
    rows = of_documents(Reader, member, path=path, only_own=True).filter(member__actor=actor)
    return rows.select_related("circulation__programme", "circulation__publication").order_by("-created_at")


def _comments(actor: Actor, member: Membership) -> QuerySet[Any]:
    rows = of_documents(Comment, member, only_own=True)
    rows = rows.filter(Q(reader__member__actor=actor) | Q(on_behalf_of=actor))
    return rows.select_related("programme", "document", "section").order_by("-created_at")


def _seat(row: ReferenceMember) -> Event:
    title = _("Sits in %(group)s") if row.left_on is None else _("Sat in %(group)s")
    said = [
        _("speaks for %(whom)s") % {"whom": row.speaks_for} if row.speaks_for else "",
        _("nominated by %(who)s") % {"who": row.nominated_by} if row.nominated_by else "",
    ]
    note = "; ".join(each for each in said if each)
    return Event(row.created_at, title % {"group": row.group.name}, note, row.get_absolute_url())


def _reading(row: Reader) -> Event:
    title = _("Asked to read %(what)s") % {"what": row.circulation.publication}
    at = row.answered_at or row.sent_at or row.created_at
    return Event(at, title, str(row.get_answer_display()), row.get_absolute_url())


def _comment(row: Comment) -> Event:
    words = Truncator(" ".join((row.text or row.replacement or row.quote).split())).chars(_LETTERS)
    title = _("Commented: “%(words)s”") % {"words": words}
    return Event(row.created_at, title, _where(row), row.get_absolute_url())


def _whole(row: Comment) -> Event:
    title = _("Your comment on %(document)s") % {"document": row.document}
    decided = getattr(row, "disposition", None)
    said = [
        (_("section"), row.section),
        (_("words it is about"), row.quote),
        (_("comment"), row.text),
        (_("words suggested"), row.replacement),
        (_("name as given"), row.name),
        (_("came"), row.get_via_display()),
        (_("decision"), decided),
        (_("why"), decided.reason if decided else ""),
    ]
    return Event(row.created_at, title, "\n".join(f"{name}: {value}" for name, value in said if value))


def _where(row: Comment) -> str:
    return f"{row.document}, {row.section}" if row.section else str(row.document)
