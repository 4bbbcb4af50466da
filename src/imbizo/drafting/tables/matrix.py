"""The matrix of what became of each comment, page by page: the cells are those of its files."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imbizo.base.tables import Column
from imbizo.drafting.exports.matrix import Matrix, Row
from imbizo.drafting.models import Comment, Document
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.tables.comments import CommentsTable
from imbizo.drafting.templatetags.circulation import verdict_badge

Text = Callable[[Row], str]


class MatrixTable(CommentsTable):
    """In the order in which they came. What was withdrawn isn't in it."""

    name = "comments-matrix"
    default_sort = "number"
    page_size = 30

    def all_of(self, document: Document) -> QuerySet[Comment]:
        """Those that stand."""
        return queries.in_matrix(document, self.member)

    @cached_property
    def matrix(self) -> Matrix:
        return Matrix.of(self.document, self.member)

    @cached_property
    def drawn(self) -> Sequence[Column[Any]]:
        return (
            Column(
                "number",
                _("No."),
                text=self._cell(lambda row: str(row.number)),
                url=Comment.get_absolute_url,
                sort=("created_at",),
            ),
            Column("who", _("Who"), text=self._cell(lambda row: row.who)),
            Column("came", _("Came"), text=self._cell(lambda row: row.came)),
            Column("where", _("On"), text=self._cell(lambda row: row.where), sort=("section__position",)),
            Column("said", _("What was said"), text=self._words(lambda row: row.said)),
            Column("decision", _("Decision"), text=self._decision, sort=("disposition__verdict",)),
            Column("why", _("Why"), text=self._words(lambda row: row.reason)),
            Column("change", _("Change"), text=self._cell(lambda row: row.change)),
        )

    def _cell(self, text: Text) -> Callable[[Comment], str]:
        return lambda comment: text(self.matrix.row(comment))

    def _words(self, text: Text) -> Callable[[Comment], SafeString]:
        """Words of people, in their lines and in the direction of their script."""
        return lambda comment: _in_lines(text(self.matrix.row(comment)))

    def _decision(self, comment: Comment) -> SafeString:
        """As a badge; of a duplicate with the number of the other."""
        original = self.matrix.original_of(comment)
        badge = verdict_badge(comment)
        if not original:
            return badge
        return format_html("{} <small>{}</small>", badge, _("No. %s") % original)


def _in_lines(words: str) -> SafeString:
    if not words:
        return SafeString("")
    return format_html('<div dir="auto">{}</div>', SafeString(linebreaks(words, autoescape=True)))
