"""The work list of comments on a document."""

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table
from imbizo.base.templatetags.look import when
from imbizo.base.web import MemberRequest
from imbizo.drafting.models import Comment, Document
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.states import Verdict
from imbizo.drafting.templatetags.circulation import verdict_badge
from imbizo.programmes.models import Membership

_STATES = [
    ("", _("all")),
    ("open", _("open")),
    ("untold", _("decided, not told yet")),
    ("orphan", _("on words that are gone")),
    *Verdict.choices,
]
_IN_STATE = {
    "open": Q(disposition=None, withdrawn_because=""),
    "untold": Q(disposition__isnull=False, told_at=None, withdrawn_because=""),
    "orphan": Q(orphaned_at__isnull=False),
}


class CommentFilters(forms.Form):
    """By what was decided, by section, by who said it."""

    state = forms.ChoiceField(label=_("State"), choices=_STATES, required=False)
    section = forms.ChoiceField(label=_("Section"), required=False)
    who = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, document: Document, with_names: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self._choose("section", queries.sections_with_comments(document))
        self._choose("who", queries.readers_with_comments(document) if with_names else [])

    def _choose(self, name: str, found: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("all")), *found]


def _who(comment: Comment, *, member: Membership) -> str:
    return queries.said_by(comment, member)


def _words(comment: Comment) -> str:
    words = comment.text or comment.replacement or comment.get_kind_display()
    return Truncator(words).chars(110)


def _where(comment: Comment) -> str:
    section = str(comment.section) if comment.section else str(_("the whole document"))
    if comment.orphaned_at:
        return _("%(section)s, on words gone since v%(version)s") % {
            "section": section,
            "version": comment.orphaned_at,
        }
    return section


class CommentsTable(Table[Comment]):
    """Open ones are worked through from the first section to the last."""

    name = "comments"
    label = _("comments")
    label_of_one = _("comment")
    default_sort = "when"
    filter_form = CommentFilters
    columns: ClassVar[Sequence[Column[Any]]] = (
        Column("what", _("Comment"), text=_words, url=Comment.get_absolute_url),
        Column("section", _("On"), text=_where, sort=("section__position",)),
        Column("when", _("Came"), text=lambda each: when(each.came_on), sort=("created_at",)),
        Column("state", _("Decision"), text=verdict_badge, sort=("disposition__verdict",)),
    )

    def __init__(self, request: MemberRequest, document: Document, *, empty: Empty) -> None:
        self.document = document
        self.is_ours = document.owner_id == request.member.partner_id
        self.member = request.member
        super().__init__(request, self.all_of(document), empty=empty)

    def all_of(self, document: Document) -> QuerySet[Comment]:
        """The comments that the list is about."""
        return queries.of_document(document, self.member)

    @cached_property
    def drawn(self) -> Sequence[Column[Any]]:
        who = Column[Comment]("who", _("Who"), text=partial(_who, member=self.member))
        return (*self.columns[:2], who, *self.columns[2:])

    @cached_property
    def filters(self) -> CommentFilters:
        return CommentFilters(self.asked, document=self.document, with_names=self.is_ours)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By state, section, who."""
        if state := chosen.get("state"):
            rows = rows.filter(_IN_STATE.get(state) or Q(disposition__verdict=state))
        if section := chosen.get("section"):
            rows = rows.filter(section=section)
        if who := chosen.get("who"):
            rows = rows.filter(Q(reader__member__actor=who) | Q(on_behalf_of=who))
        return rows
