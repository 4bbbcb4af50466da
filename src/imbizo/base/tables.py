"""Lists: columns that sort, filters that are remembered, pages that never count beyond what is quick.

A list is a class:

    class PeopleTable(Table[Person]):
        name = "people"                              # under which the session remembers it
        columns = (
            Column("name", _("Name"), text=lambda p: p.name, url=Person.get_absolute_url, sort=("name",)),
            Column("town", _("Town"), text=lambda p: p.town, sort=("town__name", "name")),
        )
        default_sort = "name"
        filter_form = PeopleFilters

        def filtered(self, rows, chosen):
            return rows.filter(town=chosen["town"]) if chosen.get("town") else rows

    table = PeopleTable(request, queries.visible_to(user))

and its template says `{% include "base/components/table.html" %}`. A page costs one query, and a second one for
the total where there is more than one page. Cells are built in Python: a template would spend more time on
fifty rows than the database does.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Generic, Protocol, TypeVar, cast

from django import forms
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from imbizo.base.components import Empty, Link
from imbizo.base.counts import COUNT_LIMIT, count_text
from imbizo.base.web import MemberRequest


class Keyed(Protocol):
    """What a list needs of a row: every model has it."""

    @property
    def pk(self) -> Any: ...


Row = TypeVar("Row", bound=Keyed)
Text = str | Promise

SORT, PAGE, CLEAR = "sort", "page", "clear"
LAST_PAGE = (
    2_000  # Offsets beyond a hundred thousand rows cost more than anybody reads; filters get there sooner.
)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: how a row's cell reads, where it leads, and the fields that its heading sorts by.

    `text` returns plain text (escaped here) or a SafeString. The column with `url` heads its row.
    """

    key: str
    label: Text
    text: Callable[[Row], Any]
    url: Callable[[Row], str] | None = None
    sort: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True)
class Heading:
    """A column's heading as the template draws it. `direction` is ascending, descending, or empty."""

    label: Text
    css: str
    url: str
    direction: str


class Table(Generic[Row]):
    """One page of a list, as asked for by the request or remembered from the last time."""

    name: ClassVar[str]
    columns: ClassVar[Sequence[Column[Any]]]
    default_sort: ClassVar[str]
    page_size: ClassVar[int] = 50
    filter_form: ClassVar[type[forms.Form] | None] = None
    # What the rows are called, and what one of them is.
    label: ClassVar[Text] = ""
    label_of_one: ClassVar[Text] = ""
    empty: ClassVar[Empty | None] = None

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        *,
        exports: Sequence[Link] = (),
        bulk_actions: Sequence[tuple[str, Text]] = (),
        bulk_url: str = "",
        empty: Empty | None = None,
    ) -> None:
        self.request = request
        self.exports = [replace(link, url=self._with_query(link.url)) for link in exports]
        self.bulk_actions, self.bulk_url = bulk_actions, bulk_url
        self.nothing = empty or self.empty or Empty(_("Nothing here yet"))
        self.queryset = self._sorted(self.filtered(queryset, self.chosen))

    @cached_property
    def drawn(self) -> Sequence[Column[Any]]:
        """The columns; for lists whose cells depend on who reads to override."""
        return self.columns

    # What was asked for

    @cached_property
    def asked(self) -> QueryDict:
        """The filters and sorting in force: those of the address, else those remembered; page numbers aren't."""
        key, given = f"list:{self.name}", self.request.GET.copy()
        if CLEAR in given:
            self.request.session.pop(key, None)
            return QueryDict(mutable=True)
        given.pop(PAGE, None)
        if not given:
            return QueryDict(self.request.session.get(key, ""), mutable=True)
        if self.request.session.get(key) != given.urlencode():
            self.request.session[key] = given.urlencode()
        return given

    @cached_property
    def filters(self) -> forms.Form | None:
        """The filter form, filled in; None for a list without filters."""
        return self.filter_form(self.asked) if self.filter_form else None

    @cached_property
    def chosen(self) -> dict[str, Any]:
        """The filters that hold: name to value, without the empty ones and the ones that make no sense."""
        if self.filters is None:
            return {}
        self.filters.is_valid()
        return {
            name: value for name, value in self.filters.cleaned_data.items() if value not in ("", None, [])
        }

    def filtered(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        """Narrow the rows by the filters chosen. For lists with filters to override."""
        return rows

    @cached_property
    def sort(self) -> str:
        """The key of the column that sorts, with a minus for descending."""
        wanted = self.asked.get(SORT, "")
        sortable = {column.key for column in self.drawn if column.sort}
        return wanted if wanted.removeprefix("-") in sortable else self.default_sort

    def _sorted(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        key = self.sort.removeprefix("-")
        fields = next(column.sort for column in self.drawn if column.key == key)
        return rows.order_by(*(self._ordering(field) for field in fields), "pk")

    def _ordering(self, field: str) -> OrderBy:
        """Ascending or descending; a field written with a minus sorts the other way round."""
        is_descending = self.sort.startswith("-") != field.startswith("-")
        name = F(field.removeprefix("-"))
        return name.desc() if is_descending else name.asc()

    # The page

    @cached_property
    def page(self) -> int:
        """The number of the page, from 1. What isn't a page number is the first page."""
        asked = self.request.GET.get(PAGE, "1")
        return min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 6 else 1

    @cached_property
    def _fetched(self) -> list[Row]:
        """The rows of this page, and one more where another page follows."""
        start = (self.page - 1) * self.page_size
        return list(self.queryset[start : start + self.page_size + 1])

    @property
    def rows(self) -> list[Row]:
        return self._fetched[: self.page_size]

    @property
    def has_next(self) -> bool:
        return len(self._fetched) > self.page_size and self.page < LAST_PAGE

    @cached_property
    def total(self) -> int:
        """How many rows there are; one more than the limit stands for any number above it."""
        if self._fetched and not self.has_next:
            return (self.page - 1) * self.page_size + len(self._fetched)
        if self.page == 1 and not self._fetched:
            return 0
        return self.queryset.order_by()[: COUNT_LIMIT + 1].count()

    @property
    def total_text(self) -> str:
        return count_text(self.total)

    @property
    def counted_label(self) -> Text:
        """What so many rows are called."""
        return (self.label_of_one or self.label) if self.total == 1 else self.label

    @property
    def range_text(self) -> str:
        """Which of the rows this page shows: "51 to 100 of 412"."""
        start = (self.page - 1) * self.page_size
        marks = {
            "first": count_text(start + 1),
            "last": count_text(start + len(self.rows)),
            "total": self.total_text,
        }
        return _("%(first)s to %(last)s of %(total)s") % marks

    @property
    def next_url(self) -> str:
        return self._address(self.page + 1) if self.has_next else ""

    @property
    def previous_url(self) -> str:
        return self._address(self.page - 1) if self.page > 1 else ""

    @property
    def clear_url(self) -> str:
        return f"?{CLEAR}=1"

    def _address(self, page: int) -> str:
        query = self.asked.copy()
        query[PAGE] = str(page)
        return "?" + query.urlencode()

    def _with_query(self, url: str) -> str:
        return f"{url}?{self.asked.urlencode()}" if self.asked else url

    # What the template draws

    @property
    def headings(self) -> Iterator[Heading]:
        """The columns' headings, each with the address that sorts by it, or sorts the other way."""
        for column in self.drawn:
            yield Heading(
                column.label,
                _css(column),
                self._sort_url(column) if column.sort else "",
                self._direction(column),
            )

    def _direction(self, column: Column[Row]) -> str:
        if self.sort.removeprefix("-") != column.key:
            return ""
        return "descending" if self.sort.startswith("-") else "ascending"

    def _sort_url(self, column: Column[Row]) -> str:
        query = self.asked.copy()
        query[SORT] = f"-{column.key}" if self._direction(column) == "ascending" else column.key
        return "?" + query.urlencode()

    @property
    def body(self) -> SafeString:
        """The rows as HTML; every text is escaped in `_cell`."""
        draw = [_cell(column) for column in self.drawn]
        pick = self._pick if self.bulk_actions else None
        lines = []
        for row in self.rows:
            cells = "".join([drawn(row) for drawn in draw])
            lines.append(f"<tr>{pick(row) if pick else ''}{cells}</tr>")
        return mark_safe("".join(lines))  # noqa: S308  # Made of escaped parts only.

    def _pick(self, row: Row) -> SafeString:
        return format_html(
            '<td class="pick"><label><input type="checkbox" class="form-check-input" name="selected" value="{}" '
            'form="bulk"><span class="hidden-text">{}</span></label></td>',
            row.pk,
            _("Select %(name)s") % {"name": self.drawn[0].text(row)},
        )

    @property
    def is_filtered(self) -> bool:
        return bool(self.chosen)


def _css(column: Column[Any]) -> str:
    return "num" if column.is_number else ""


def _cell(column: Column[Any]) -> Callable[[Any], str]:
    """A function from a row to its cell's HTML, with all that is the same in every row done once."""
    text, url = column.text, column.url
    if url is not None:
        return lambda row: (
            f'<th scope="row"><a href="{escape(url(row))}">{conditional_escape(text(row))}</a></th>'
        )
    label, css = escape(column.label), _css(column)

    def draw(row: Any) -> str:
        value = text(row)
        if value is None or value == "":
            return f'<td class="none {css}" data-label="{label}"></td>'
        return f'<td class="{css}" data-label="{label}">{conditional_escape(value)}</td>'

    return draw


class MemberTable(Table[Row]):
    """A list below `/p/<programme>/`, drawn for one of its members. Its filter form takes the `member` too."""

    @property
    def member(self) -> Any:
        """Who is asking."""
        return cast(MemberRequest, self.request).member

    @cached_property
    def filters(self) -> forms.Form | None:
        """The filter form with what the member can choose among; None for a list without filters."""
        made: Callable[..., forms.Form] | None = self.filter_form
        return made(self.asked, member=self.member) if made else None
