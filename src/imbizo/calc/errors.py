"""What can go wrong in `calc`, as one tree.

CalcError
├── AlphabetError           a character that the GSM alphabet lacks
├── HeaderError             a part of a message whose numbers don't fit into its header
├── LanguageError           a recipient in a language for which there's no text
└── TableError              a file that should hold a table doesn't
    ├── EmptyTableError     there's nothing in it but white space
    ├── BinaryTableError    it isn't text (NUL characters, a zip, a PDF, an old Excel file)
    └── TooManyCellsError   more rows or columns than the caller allows
"""


class CalcError(Exception):
    """The root of all errors that `calc` raises on purpose."""


class AlphabetError(CalcError):
    """The GSM alphabet and its extension lack `char`."""

    def __init__(self, char: str) -> None:
        super().__init__(f"{char!r} isn't in the GSM alphabet")
        self.char = char


class HeaderError(CalcError):
    """The reference must be 0 to 255, the total 1 to 255, and the number 1 to the total."""

    def __init__(self, reference: int, total: int, number: int) -> None:
        super().__init__(f"no header for part {number} of {total} with reference {reference}")


class LanguageError(CalcError):
    """There's no text in `language`."""

    def __init__(self, language: str) -> None:
        super().__init__(f"no text in {language!r}")
        self.language = language


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
