"""The register of policies and practices."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from imbizo.actors.states import Sphere
from imbizo.base.forms.choosing import RecordField, offer
from imbizo.base.forms.fields import SearchInput
from imbizo.base.tables import Column, MemberTable
from imbizo.base.templatetags.look import state_badge
from imbizo.evidence.models import Source
from imbizo.evidence.queries import in_library as source_queries
from imbizo.evidence.queries import practices as queries
from imbizo.evidence.states import SourceKind, Worked
from imbizo.places.models import Place
from imbizo.programmes.models import Membership

_SHOWN = 160  # letters of a cell
_WORKED = {Worked.YES: "ok", Worked.PARTLY: "doubtful", Worked.NO: "bad", Worked.UNKNOWN: "none"}


class PracticeFilters(forms.Form):
    """What narrows the register."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200, widget=SearchInput({"dir": "auto"}))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[
            ("", _("both")),
            (SourceKind.POLICY.value, SourceKind.POLICY.label),
            (SourceKind.PRACTICE.value, SourceKind.PRACTICE.label),
        ],
        required=False,
    )
    place = RecordField[Place](label=_("Municipality"), required=False, empty_label=_("any"))
    sphere = forms.ChoiceField(label=_("Sphere"), choices=[("", _("any")), *Sphere.choices], required=False)
    worked = forms.ChoiceField(
        label=_("Did it work"), choices=[("", _("any")), *Worked.choices], required=False
    )

    def __init__(self, *args: Any, member: Membership, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, place=source_queries.municipalities(member))


def maker(source: Source) -> str:
    """The municipality or institution; where the member doesn't see it, the place."""
    if source.maker:
        return str(source.maker)
    return source.place.name if source.place else ""


def _short(text: str) -> SafeString:
    return (
        format_html('<span dir="auto">{}</span>', Truncator(text).chars(_SHOWN)) if text else SafeString("")
    )


def _title(source: Source) -> SafeString:
    """The title, with what it is and how it stands below."""
    kind, standing = capfirst(source.get_kind_display()), source.practice.get_standing_display()
    return format_html('<span dir="auto">{}</span><small>{}, {}</small>', source.title, kind, standing)


def _maker(source: Source) -> SafeString:
    return format_html("{}<small>{}</small>", maker(source), source.practice.get_sphere_display())


def _asked(source: Source) -> SafeString:
    who = source.asked
    return format_html('<a href="{}">{}</a>', who.get_absolute_url(), who) if who else SafeString("")


def _worked(source: Source) -> str:
    given = source.practice
    return state_badge(_WORKED[Worked(given.worked)], given.get_worked_display())


class PracticesTable(MemberTable[Source]):
    """By title."""

    name = "practices"
    label = _("policies and practices")
    label_of_one = _("policy or practice")
    default_sort = "title"
    filter_form = PracticeFilters
    columns: ClassVar[Sequence[Column[Any]]] = (
        Column(
            "title", _("Instrument or practice"), text=_title, url=Source.get_absolute_url, sort=("title",)
        ),
        Column("maker", _("Municipality"), text=_maker, sort=("place__name", "practice__institution__name")),
        Column("provides", _("What it provides"), text=lambda one: _short(one.practice.provides)),
        Column("worked", _("Did it work"), text=_worked, sort=("practice__worked",)),
        Column("borrow", _("What to borrow"), text=lambda one: _short(one.practice.borrow)),
        Column("asked", _("Whom to ask"), text=_asked),
    )

    @cached_property
    def _fetched(self) -> list[Source]:
        rows = super()._fetched
        queries.name_people(rows, self.member)
        return rows

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow by words, kind, municipality, sphere and whether it worked."""
        if words := chosen.get("q"):
            fields = ("title", "practice__provides", "practice__borrow", "practice__worked_how")
            wanted = Q()
            for field in fields:
                wanted |= Q(**{f"{field}__icontains": words})
            rows = rows.filter(wanted)
        if "place" in chosen:
            rows = rows.filter(queries.of_place(chosen["place"]))
        names = {"kind": "kind", "sphere": "practice__sphere", "worked": "practice__worked"}
        return rows.filter(**{field: chosen[name] for name, field in names.items() if name in chosen})
