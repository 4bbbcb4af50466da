"""The lists of what nobody answered yet, and of what was set aside."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Empty
from imbizo.base.tables import Column, Table, Text
from imbizo.base.templatetags.look import state_badge, when
from imbizo.convening.models import Input
from imbizo.convening.templatetags.said import language_name


def _words(said: Input) -> SafeString:
    """The words as they were said, and each translation below."""
    beside = format_html_join(
        "",
        '<small dir="auto" lang="{}">{}</small>',
        ((each.language, each.text) for each in said.translations.all()),
    )
    return format_html('<span dir="auto" lang="{}">{}</span>{}', said.language, said.text, beside)


def _grave(said: Input) -> str:
    return state_badge("bad", _now("grave")) if getattr(said, "is_grave", False) else ""


def _code(said: Input) -> SafeString:
    url = reverse("evidence:code-input", args=[said.programme.slug, said.pk])
    return format_html('<a class="nowrap" href="{}">{}</a>', url, _now("Code it"))


def _said_on(said: Input) -> SafeString:
    return format_html('<span class="nowrap">{}</span>', when(said.said_at.date()))


def _because(said: Input) -> str:
    return said.weighed.because


class SentenceFilters(forms.Form):
    """Words, and where they were said."""

    q = forms.CharField(label=_("Words"), required=False)
    grave = forms.ChoiceField(
        label=_("Marked"), choices=[("", _("all")), ("yes", _("only grave ones"))], required=False
    )


_SAID: Sequence[Column[Input]] = (
    Column("what", _("What was said"), text=_words, url=Input.get_absolute_url),
    Column("grave", _("Marked"), text=_grave, sort=("-is_grave", "said_at")),
    Column(
        "where",
        _("Gathering"),
        text=lambda said: said.gathering.name,
        sort=("gathering__starts_at", "said_at"),
    ),
    Column("when", _("Said on"), text=_said_on, sort=("said_at",)),
    Column("language", _("Language"), text=lambda said: language_name(said.language), sort=("language",)),
)


class UnansweredTable(Table[Input]):
    """Grave ones first, then the oldest."""

    name = "unanswered"
    label = _("sentences that nobody answered")
    label_of_one = _("sentence that nobody answered")
    default_sort = "grave"
    filter_form = SentenceFilters
    actions: ClassVar[Sequence[tuple[str, Text]]] = (
        ("themes", _("Put into themes")),
        ("aside", _("Set aside, because…")),
        ("grave", _("Mark as grave")),
        ("ungrave", _("Take the mark off")),
    )
    empty = Empty(
        _("Everything is answered"),
        _("What is said at gatherings and stands in no theme appears here once the gathering is over."),
        icon="check",
    )
    columns = (*_SAID, Column("code", _("Coding"), text=_code))

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """By words of the original or of a translation, and by the mark."""
        if chosen.get("grave"):
            rows = rows.filter(is_grave=True)
        if words := chosen.get("q"):
            found = Input.objects.filter(Q(text__icontains=words) | Q(translations__text__icontains=words))
            rows = rows.filter(pk__in=found.order_by().values("pk"))
        return rows


class AsideTable(UnansweredTable):
    """What was set aside, with the reason."""

    name = "set-aside"
    label = _("sentences set aside")
    label_of_one = _("sentence set aside")
    actions = (("again", _("Take up again")), ("themes", _("Put into themes")))
    empty = Empty(_("Nothing is set aside"), icon="check")
    columns = (*_SAID, Column("why", _("Because"), text=_because))
