"""Components as lists and pages show them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from imbizo.drafting.models import Component, Section
from imbizo.drafting.queries.seeing import components, sections
from imbizo.drafting.queries.themes import counts
from imbizo.programmes.models import Membership

_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A component in the list: how many themes call for it, and how many sections were made of it."""

    component: Any
    themes: int
    is_ours: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of the list."""

    lines: list[Line]
    page: Page[Component]


def page_of(member: Membership, number: str | None) -> Lines:
    """A page of the components that the member sees: in their order, those that aren't pursued last."""
    page = Paginator(_ordered(components(member)), _ON_A_PAGE).get_page(number)
    rows = list(page.object_list)
    called = counts(rows)
    return Lines([Line(each, called[each.pk], each.is_owned_by(member)) for each in rows], page)


def made_of(component: Component, member: Membership) -> QuerySet[Section]:
    """The sections made of a component that stand, as far as the member sees them."""
    rows = sections(member).filter(component=component, joined_into=None, removed_because="")
    return rows.defer("html", "text")


def _ordered(rows: QuerySet[Component]) -> QuerySet[Component]:
    standing = Q(sections__isnull=False, sections__joined_into=None, sections__removed_because="")
    gone = Case(When(withdrawn_because="", then=Value(0)), default=Value(1), output_field=IntegerField())
    counted = rows.annotate(section_count=Count("sections", filter=standing), gone=gone)
    return counted.order_by("gone", "owner__name", "position", "created_at")
