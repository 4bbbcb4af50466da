"""Lists: sorted, filtered, paged, remembered, and cheap."""

from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries

from imbizo.base.components import Link
from imbizo.base.counts import count_text
from imbizo.base.tables import Column, Table

pytestmark = pytest.mark.django_db


class Filters(forms.Form):
    name = forms.CharField(required=False)
    least = forms.IntegerField(required=False)


class GroupTable(Table[Group]):
    name = "groups"
    label = "groups"
    label_of_one = "group"
    default_sort = "name"
    page_size = 3
    filter_form = Filters
    columns = (
        Column(
            "name", "Name", text=lambda group: group.name, url=lambda group: f"/g/{group.pk}", sort=("name",)
        ),
        Column("size", "Size", text=lambda group: group.pk % 2 or None, is_number=True),
    )

    def filtered(self, rows: Any, chosen: dict[str, Any]) -> Any:
        return rows.filter(name__icontains=chosen["name"]) if "name" in chosen else rows


@pytest.fixture
def groups() -> None:
    Group.objects.bulk_create([Group(name=f"group {letter}") for letter in "gfedcba"])


def _request(query: str = "", session: SessionStore | None = None) -> HttpRequest:
    request = RequestFactory().get(f"/groups/{query}")
    request.session = session if session is not None else SessionStore()
    return request


def _table(query: str = "", session: SessionStore | None = None, **options: Any) -> GroupTable:
    return GroupTable(_request(query, session), Group.objects.all(), **options)


def _names(table: GroupTable) -> str:
    return "".join(group.name[-1] for group in table.rows)


@pytest.mark.parametrize(
    ("query", "names"),
    [("", "abc"), ("?sort=-name", "gfe"), ("?page=2", "def"), ("?page=3", "g"), ("?sort=secret", "abc"),
     ("?sort=size", "abc"), ("?page=0", "abc"), ("?page=-1", "abc"), ("?page=²", "abc"), ("?page=9999999999", "abc"),
     ("?name=F", "f"), ("?least=many", "abc")],
)  # fmt: skip
@pytest.mark.usefixtures("groups")
def test_the_address_says_which_rows_are_shown(query: str, names: str) -> None:
    assert _names(_table(query)) == names


@pytest.mark.usefixtures("groups")
def test_a_page_of_many_costs_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        table = _table()
        assert (len(table.rows), table.total, table.next_url) == (3, 7, "?page=2")


@pytest.mark.usefixtures("groups")
def test_the_last_page_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        table = _table("?page=3")
        assert (table.range_text, table.next_url) == ("7 to 7 of 7", "")


@pytest.mark.usefixtures("groups")
def test_the_whole_list_is_drawn_in_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    table = _table()
    with django_assert_num_queries(2):
        render_to_string("base/components/table.html", {"table": table})


def test_counting_stops_above_ten_thousand(monkeypatch: pytest.MonkeyPatch) -> None:
    Group.objects.bulk_create([Group(name=str(number)) for number in range(10_005)])
    assert _table().total_text == "more than 10,000"


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (412, "412"), (10_000, "10,000"), (10_001, "more than 10,000")]
)
def test_counts_are_said_as_people_say_them(count: int, text: str) -> None:
    assert count_text(count) == text


@pytest.mark.usefixtures("groups")
@pytest.mark.parametrize(("query", "label"), [("", "groups"), ("?name=f", "group")])
def test_one_row_is_called_by_its_own_word(query: str, label: str) -> None:
    assert _table(query).counted_label == label


@pytest.mark.usefixtures("groups")
def test_filters_and_sorting_are_remembered() -> None:
    session = SessionStore()
    _ = _table("?name=group&sort=-name", session).rows
    assert (_names(_table("", session)), _table("", session).chosen) == ("gfe", {"name": "group"})


@pytest.mark.usefixtures("groups")
def test_a_page_number_isnt_remembered_and_keeps_the_filters() -> None:
    session = SessionStore()
    _ = _table("?sort=-name", session).rows
    assert (_names(_table("?page=2", session)), _names(_table("", session))) == ("dcb", "gfe")


@pytest.mark.usefixtures("groups")
def test_clearing_forgets_the_filters() -> None:
    session = SessionStore()
    _ = _table("?name=f", session).rows
    _ = _table("?clear=1", session).rows
    assert _names(_table("", session)) == "abc"


@pytest.mark.usefixtures("groups")
def test_a_heading_sorts_and_then_turns_round() -> None:
    up, down = next(_table().headings), next(_table("?sort=-name&name=g").headings)
    assert (up.direction, up.url, down.direction, down.url) == (
        "ascending", "?sort=-name", "descending", "?sort=name&name=g",
    )  # fmt: skip


@pytest.mark.usefixtures("groups")
def test_exports_follow_the_filters() -> None:
    assert _table("?name=f", exports=[Link("CSV", "/csv")]).exports[0].url == "/csv?name=f"


def test_cells_are_escaped() -> None:
    Group.objects.create(name="<script>'\"&")
    assert "&lt;script&gt;&#x27;&quot;&amp;</a></th>" in _table().body


def test_a_missing_value_leaves_its_cell_marked_as_none() -> None:
    Group.objects.create(pk=2, name="even")
    assert '<td class="none num" data-label="Size"></td>' in _table().body


def test_each_row_can_be_picked_by_its_name() -> None:
    Group.objects.create(pk=5, name="odd")
    html = _table(bulk_actions=[("tag", "Tag")]).body
    assert ('value="5"' in html, "Select odd" in html) == (True, True)


@pytest.mark.parametrize(("query", "heading"), [("", "Nothing here yet"), ("?name=zzz", "Nothing matches")])
def test_an_empty_list_says_why(query: str, heading: str) -> None:
    html = render_to_string("base/components/table.html", {"table": _table(query)})
    assert f"<h2>{heading}</h2>" in html
