import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imbizo.calc import texttables
from imbizo.calc.errors import BinaryTableError, EmptyTableError, TableError, TooManyCellsError

TABLE = [["Naam", "E-pos"], ["José Müller", "jose@example.org"], ["Ann, B.", "ann@example.org"]]


def written(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in TABLE) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_a_table_is_read_whatever_wrote_it(encoding: str, delimiter: str) -> None:
    assert texttables.rows(written(delimiter).encode(encoding)) == TABLE


def test_commas_inside_semicolon_cells_do_not_mislead() -> None:
    assert texttables.rows(b"Name;Note\nMoyo, T;a, b, c\nNkosi, S;d\n") == [
        ["Name", "Note"], ["Moyo, T", "a, b, c"], ["Nkosi, S", "d"]
    ]  # fmt: skip


def test_a_delimiter_that_the_file_names_itself_wins() -> None:
    assert texttables.rows(b"sep=|\na,b|c\n") == [["a,b", "c"]]


def test_a_file_of_nothing_but_its_delimiter_is_empty_of_rows() -> None:
    assert texttables.rows(b"sep=;") == [["sep=", ""]]


def test_a_single_column_is_read() -> None:
    assert texttables.rows(b"Cell\n0821234567\n") == [["Cell"], ["0821234567"]]


def test_empty_rows_keep_their_place() -> None:
    assert texttables.rows(b"a,b\n\nc,d\n") == [["a", "b"], [], ["c", "d"]]


def test_only_the_first_rows_decide_on_the_delimiter() -> None:
    assert texttables.sniff("a,b\n" * 100 + "a;b\n" * 900) == ","


@pytest.mark.parametrize("data", [b"PK\x03\x04zip", b"%PDF-1.7", b"a,b\x00c", b"\xd0\xcf\x11\xe0xls"])
def test_a_file_that_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(BinaryTableError):
        texttables.rows(data)


def test_a_cell_past_all_measure_is_refused() -> None:
    with pytest.raises(BinaryTableError):
        texttables.rows(b'a,"' + b"x" * 1_000_100)


@pytest.mark.parametrize("data", [b"", b" \n \n", b"\xef\xbb\xbf"])
def test_a_file_of_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(EmptyTableError):
        texttables.rows(data)


@pytest.mark.parametrize(("limits", "named"), [({"max_rows": 2}, "rows"), ({"max_columns": 1}, "columns")])
def test_a_table_past_the_limits_is_refused_and_says_which(limits: dict[str, int], named: str) -> None:
    with pytest.raises(TooManyCellsError) as refused:
        texttables.rows(b"a,b\nc,d\ne,f\n", **limits)
    assert (refused.value.limit, refused.value.allowed) == (named, next(iter(limits.values())))


@given(st.binary(max_size=400))
def test_any_bytes_give_a_table_or_a_refusal(data: bytes) -> None:
    with contextlib.suppress(TableError):
        assert texttables.rows(data) == texttables.rows(data)
