"""The library as a list, and as what a search finds in the texts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import SearchInput
from imbizo.base.tables import Column, MemberTable
from imbizo.base.templatetags.look import state_badge
from imbizo.calc.references import surname
from imbizo.evidence.models import Source
from imbizo.evidence.queries import full_text
from imbizo.evidence.queries import in_library as queries
from imbizo.evidence.rules.words import Piece, asked_words
from imbizo.evidence.states import SourceKind, TextState
from imbizo.places.models import Place
from imbizo.programmes.models import Membership

_TEXT = {
    TextState.READ: "ok",
    TextState.PARTLY: "doubtful",
    TextState.READING: "info",
    TextState.SCANNED: "doubtful",
    TextState.REFUSED: "bad",
}


class SourceFilters(forms.Form):
    """What narrows the library."""

    q = forms.CharField(
        label=_("Words in title or text"), required=False, max_length=200, widget=SearchInput({"dir": "auto"})
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("all")), *SourceKind.choices], required=False)
    place = RecordField[Place](label=_("Municipality"), required=False, empty_label=_("any"))
    year = forms.IntegerField(label=_("Year"), min_value=1500, max_value=2100, required=False)
    text = forms.ChoiceField(
        label=_("Text"),
        choices=[("", _("all")), ("yes", _("with a text")), ("no", _("without"))],
        required=False,
    )
    withdrawn = forms.BooleanField(label=_("Also withdrawn ones"), required=False)

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, place=queries.municipalities(member))


def people(source: Source) -> str:
    """By whom it is, as lists show it."""
    shown = [surname(author) for author in source.authors[:2]]
    return f"{', '.join(shown)} …" if len(source.authors) > 2 else ", ".join(shown)


def _year(source: Source) -> str:
    if source.kind == SourceKind.INTERVIEW:
        return str(source.interview.held_on.year)
    return str(source.year or (source.published_on.year if source.published_on else ""))


def _state(source: Source) -> str:
    if source.withdrawn_because:
        return state_badge("none", _now("withdrawn"))
    kind = _TEXT.get(TextState(source.text_state))
    return state_badge(kind, source.get_text_state_display()) if kind else ""


def _added(source: Source) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', date_format(source.created_at.date(), "j M Y"))


class SourcesTable(MemberTable[Source]):
    """The newest first."""

    name = "sources"
    label = _("sources")
    label_of_one = _("source")
    default_sort = "-added"
    filter_form = SourceFilters
    columns: ClassVar[Sequence[Column[Any]]] = (
        Column(
            "title",
            _("Title"),
            text=lambda one: one.title,
            url=Source.get_absolute_url,
            sort=("title_key", "title"),
        ),
        Column("kind", _("Kind"), text=lambda one: capfirst(one.get_kind_display()), sort=("kind", "title")),
        Column("by", _("By"), text=people),
        Column("year", _("Year"), text=_year, sort=("year", "published_on")),
        Column(
            "place", _("Place"), text=lambda one: one.place.name if one.place else "", sort=("place__name",)
        ),
        Column(
            "excerpts",
            _("Excerpts"),
            text=lambda one: one.excerpt_count or "",
            sort=("excerpt_count",),
            is_number=True,
        ),
        Column("text", _("Text"), text=_state, sort=("text_state",)),
        Column("added", _("Added"), text=_added, sort=("created_at",)),
    )

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that hold; a box that isn't ticked narrows nothing."""
        return {name: value for name, value in super().chosen.items() if value is not False}

    @cached_property
    def words(self) -> list[str]:
        """The words of the search, folded."""
        return asked_words(self.chosen.get("q", ""))

    @cached_property
    def pages(self) -> dict[UUID, list[int]]:
        """By source, the pages that hold every word of the search."""
        return full_text.pages_with(self.member, self.words)

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words, kind, municipality, year and text; withdrawn ones only if asked."""
        if not chosen.get("withdrawn"):
            rows = rows.filter(withdrawn_because="")
        if "q" in chosen:
            rows = queries.with_words(rows, self.member, chosen["q"], self.pages)
        if "kind" in chosen:
            rows = rows.filter(kind=chosen["kind"])
        if "place" in chosen:
            rows = rows.filter(Q(place=chosen["place"]) | Q(place__parent=chosen["place"]))
        if "year" in chosen:
            held = Q(interview__held_on__year=chosen["year"])
            rows = rows.filter(
                Q(year=chosen["year"]) | Q(year=None, published_on__year=chosen["year"]) | held
            )
        if "text" in chosen:
            rows = rows.filter(queries.HAS_TEXT if chosen["text"] == "yes" else ~queries.HAS_TEXT)
        return rows


class FoundTable(SourcesTable):
    """What a search finds, with the words around each find and its page."""

    columns: ClassVar[Sequence[Column[Any]]] = (
        SourcesTable.columns[0],
        Column("found", _("In the text"), text=lambda one: one.found),
        *SourcesTable.columns[1:5],
        *SourcesTable.columns[6:],
    )

    @cached_property
    def _fetched(self) -> list[Source]:
        rows = super()._fetched
        readable = [row for row in rows if row.kind != SourceKind.INTERVIEW or row.is_owned_by(self.member)]
        by_source = full_text.hits(self.pages, readable, self.words)
        for row in rows:
            row.found = self._snippets(row, by_source.get(row.pk, []))
        return rows

    def _snippets(self, source: Source, hits: Sequence[full_text.Hit]) -> SafeString:
        lines = ((self._line(source, hit),) for hit in hits)
        more = len(self.pages.get(source.pk, [])) - len(hits)
        rest = (
            format_html("<small>{}</small>", _now("and on %(number)s more") % {"number": more})
            if hits and more > 0
            else ""
        )
        return format_html("{}{}", format_html_join("", "{}", lines), rest)

    def _line(self, source: Source, hit: full_text.Hit) -> SafeString:
        query = urlencode({"at": hit.start, "find": self.chosen["q"]})
        url = reverse("evidence:source-text", args=[source.programme.slug, source.pk])
        where = _now("page %(number)s") % {"number": hit.number} if hit.number else _now("in the text")
        words = format_html_join("", "{}", ((_marked(piece),) for piece in hit.pieces))
        return format_html(
            '<p class="find"><a href="{}?{}#here">{}</a> <span dir="auto">{}</span></p>',
            url,
            query,
            where,
            words,
        )


def _marked(piece: Piece) -> SafeString:
    return format_html("<mark>{}</mark>" if piece.is_hit else "{}", piece.text)


def library(request: HttpRequest, rows: QuerySet[Any], **options: Any) -> SourcesTable:
    """The library; where words are looked for, with what was found in the texts."""
    table = SourcesTable(request, rows, **options)
    return FoundTable(request, rows, **options) if table.chosen.get("q") else table
