"""What can go wrong in `calc`, as one tree.

CalcError
└── TableError              a file that should hold a table doesn't
    ├── EmptyTableError     there's nothing in it but white space
    ├── BinaryTableError    it isn't text (NUL characters, a zip, a PDF, an old Excel file)
    └── TooManyCellsError   more rows or columns than the caller allows
"""


class CalcError(Exception):
    """The root of all errors that `calc` raises on purpose."""


class TableError(CalcError):
    """The bytes can't be read as a table."""


class EmptyTableError(TableError):
    """The file has no cell with anything in it."""


class BinaryTableError(TableError):
    """The file isn't text, whatever its name says."""


class TooManyCellsError(TableError):
    """The table is larger than the caller allows; `limit` says what was passed: rows or columns."""

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(f"more than {allowed} {limit}")
        self.limit = limit
        self.allowed = allowed
