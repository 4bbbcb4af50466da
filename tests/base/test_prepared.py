"""Reading one instance by one text, by SQL that is written once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imbizo.base.prepared import Prepared
from imbizo.convening.models import Table
from tests.cast import Cast
from tests.convening.saying import make_hall

TABLES = Prepared(
    Table,
    by="code",
    read={"": ("name", "gathering_id"), "gathering": ("name", "owner_id"), "gathering__owner": ("name",)},
)


def test_an_instance_comes_with_what_it_refers_to_in_one_query(cast: Cast) -> None:
    hall = make_hall(cast)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        table = TABLES.get(hall.table.code)
        assert table is not None
        found = (table, table.name, table.gathering.name, table.gathering.owner.name)
    assert (found, len(queries)) == (
        (hall.table, "Table 1", hall.gathering.name, hall.gathering.owner.name),
        1,
    )


def test_what_it_wasnt_told_to_read_is_read_when_asked_for(cast: Cast) -> None:
    hall = make_hall(cast)
    table = TABLES.get(hall.table.code)
    assert table is not None
    assert (table.get_deferred_fields() != set(), table.code) == (True, hall.table.code)


def test_what_changed_is_seen_at_the_next_reading(cast: Cast) -> None:
    hall = make_hall(cast)
    TABLES.get(hall.table.code)
    Table.objects.update(name="By the door")
    table = TABLES.get(hall.table.code)
    assert table is not None
    assert table.name == "By the door"


def test_an_unknown_text_gives_nothing(cast: Cast) -> None:
    make_hall(cast)
    assert TABLES.get("'; --") is None


def test_a_field_that_isnt_there_is_refused(cast: Cast) -> None:
    with pytest.raises(ValueError, match="Table has no"):
        Prepared(Table, by="code", read={"": ("colour",)}).get("x")
