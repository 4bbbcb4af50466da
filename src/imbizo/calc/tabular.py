"""A messy sheet understood: where its header is, what each column holds, which rows want a look.

Rules: engagement.md section 5. Rows are sequences of cells as a spreadsheet reader gives them (None, text, numbers);
row numbers are the sheet's own, counted from 1. Nothing here drops a row silently.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from imbizo.calc import contents, fields
from imbizo.calc.contents import cell_text
from imbizo.calc.fields import Field, Sensitive
from imbizo.calc.folding import words
from imbizo.calc.optouts import optouts

Cells = Sequence[object]


class Reason(StrEnum):
    """Why a column was given its field."""

    HEADER = "header"
    HEADER_AND_CONTENT = "header_and_content"
    CONTENT = "content"
    CONTENT_OVER_HEADER = "content_over_header"
    SECOND_OF_ITS_KIND = "second_of_its_kind"
    CHOSEN = "chosen"
    UNKNOWN = "unknown"
    EMPTY = "empty"


class Issue(StrEnum):
    """What a person should know about a row."""

    REPEATED_HEADER = "repeated_header"
    NOBODY = "nobody"
    IDENTITY_NUMBER_LEFT_OUT = "identity_number_left_out"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place from 0, header as written, field, confidence (0 to 1) and why."""

    index: int
    header: str
    field: Field
    confidence: float
    reason: Reason
    sensitive: Sensitive | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet's header row (from 0; None where it has none) and columns."""

    header_row: int | None
    columns: tuple[Column, ...]

    @property
    def first_row(self) -> int:
        """Where the data begin, from 0."""
        return 0 if self.header_row is None else self.header_row + 1

    @property
    def header(self) -> tuple[str, ...]:
        """The header as written, for a fingerprint."""
        return tuple(column.header for column in self.columns)

    @property
    def is_usable(self) -> bool:
        """Whether a register can be made of it: someone is named, or can be reached."""
        return any(column.field in _TELLING for column in self.columns)

    def indexes(self, field: Field) -> tuple[int, ...]:
        """The columns of a field, in order."""
        return tuple(column.index for column in self.columns if column.field is field)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that isn't empty: its number in the sheet, the filled cells of each taken field,
    and what's odd.
    """

    number: int
    values: Mapping[Field, tuple[object, ...]]
    issues: tuple[Issue, ...]

    def text(self, field: Field) -> str:
        """The cells of a field as one text; "" where there's none."""
        return " ".join(cell_text(value) for value in self.values.get(field, ()))


@dataclass(frozen=True, slots=True)
class RankedSheet:
    """A sheet's place in the file, its name, how much it promises,
    and whether it says that it's out of date.
    """

    index: int
    name: str
    score: float
    is_superseded: bool


_NAMING = frozenset({Field.FULL_NAME, Field.GIVEN_NAME, Field.SURNAME, Field.ORGANISATION})
_REACHING = frozenset({Field.MOBILE, Field.PHONE, Field.EMAIL})
_TELLING = _NAMING | _REACHING
NEVER_TAKEN = frozenset({Field.IGNORE, Field.FORBIDDEN, Field.SENSITIVE})
_HEADER_SEARCHED = 50
_LONGEST_HEADER = 90
_MOST_COLUMNS = 200
_NEARLY_ALL = 0.8
_YES = frozenset({"x", "y", "yes", "ja", "j", "ewe", "true", "1", "oui"})
_NO = frozenset({"", "n", "no", "nee", "hayi", "false", "0", "non"})
# Headers so general that the cells know better.
_VAGUE = frozenset(
    {"no", "nr", "number", "nommer", "inombolo", "num", "ref", "reference", "code", "source", "other"}
)
_SUPERSEDED = re.compile(
    r"superseded|obsolete|out\s*dated|\bold\b|do\s*not\s*use|don'?t\s+use|archive|\bbackup\b|deprecated|\bou\s+lys|\bverouderd"
    r"|moenie\s+gebruik|\bvorige\b|\bdraft\b|endala",
    re.IGNORECASE,
)


def understand(rows: Sequence[Cells], *, region: str) -> Layout:
    """The layout of one sheet, guessed; `region` (ISO 3166) is for recognising telephone numbers."""
    header_row = _header_row(rows)
    width = min(max(map(len, rows), default=0), _MOST_COLUMNS)
    header = _header_texts(rows, header_row, width)
    data = rows[0 if header_row is None else header_row + 1 :][: contents.SAMPLE * 2]
    columns = [
        _column(index, header[index], [_cell(row, index) for row in data], region) for index in range(width)
    ]
    return Layout(header_row, tuple(_settled(columns)))


def remapped(layout: Layout, choices: Mapping[int, Field]) -> Layout:
    """The layout with a person's choices (column index -> field); forbidden columns stay forbidden."""
    columns = [
        replace(column, field=choices[column.index], confidence=1.0, reason=Reason.CHOSEN)
        if column.index in choices and column.field is not Field.FORBIDDEN
        else column
        for column in layout.columns
    ]
    return Layout(layout.header_row, tuple(columns))


def records(rows: Sequence[Cells], layout: Layout) -> Iterator[Row]:
    """The rows that aren't empty, below the header; cells of columns that are never taken don't come out."""
    header = [tuple(words(text)) for text in layout.header]
    for place in range(layout.first_row, len(rows)):
        row = rows[place]
        if not any(cell_text(value) for value in row):
            continue
        if layout.header_row is not None and _repeats(row, header):
            yield Row(place + 1, {}, (Issue.REPEATED_HEADER,))
        else:
            yield _record(place + 1, row, layout)


def fingerprint(header: Sequence[object]) -> str:
    """A key under which a mapping is remembered: the same header words in the same order,
    however they're typed.
    """
    folded = "\x1f".join(" ".join(words(cell_text(cell))) for cell in header)
    return hashlib.sha256(folded.rstrip("\x1f").encode()).hexdigest()[:32]


def rank_sheets(sheets: Sequence[tuple[str, Sequence[Cells]]], *, region: str) -> list[RankedSheet]:
    """The sheets of a file, the most promising first; one that says that it's superseded comes last."""
    ranked = [_ranked(index, name, rows, region) for index, (name, rows) in enumerate(sheets)]
    return sorted(ranked, key=lambda sheet: (sheet.is_superseded, -sheet.score, sheet.index))


def _ranked(index: int, name: str, rows: Sequence[Cells], region: str) -> RankedSheet:
    layout = understand(rows, region=region)
    above = rows[: max(layout.first_row, 3)]
    said = " ".join([name, *(cell_text(value) for row in above[:5] for value in row)])
    filled = sum(any(value is not None for value in row) for row in rows[layout.first_row :])
    telling = {column.field for column in layout.columns if column.field in _TELLING}
    return RankedSheet(index, name, len(telling) * filled, _SUPERSEDED.search(said) is not None)


def _header_row(rows: Sequence[Cells]) -> int | None:
    """The row with most header words among the first fifty; None where none has two (or all,
    in a narrow sheet).
    """
    scores = [_header_score(row) for row in rows[:_HEADER_SEARCHED]]
    best = max(range(len(scores)), key=lambda place: (scores[place], -place), default=None)
    if best is None or scores[best] <= 0:
        return None
    filled = sum(bool(cell_text(value)) for value in rows[best])
    if scores[best] < min(1.5, 0.9 * filled):
        return None
    return best + 1 if _is_second_line(rows, best + 1) else best


def _is_second_line(rows: Sequence[Cells], place: int) -> bool:
    """Whether a header has a second line ("Contact" above "Cell" and "E-mail"): nothing there but header words."""
    texts = [text for value in _row(rows, place) if (text := cell_text(value))]
    return len(texts) >= 2 and all(len(text) <= _LONGEST_HEADER and fields.of_header(text) for text in texts)


def _row(rows: Sequence[Cells], place: int) -> Cells:
    return rows[place] if place < len(rows) else ()


def _header_score(row: Cells) -> float:
    """Distinct fields named, each by how sure its word is, less cells that no header would hold."""
    texts = [text for value in row if (text := cell_text(value))]
    named: Counter[Field] = Counter()
    for text in texts:
        known = fields.of_header(text) if len(text) <= _LONGEST_HEADER else None
        if known is not None:
            named[known[0]] += 1
    strange = sum(len(text) > _LONGEST_HEADER or "@" in text or _is_number(text) for text in texts)
    # A second "Cell" counts half: a row of data may repeat one word, a header names different things.
    return len(named) + 0.25 * (named.total() - len(named)) - 1.5 * strange


def _is_number(text: str) -> bool:
    return sum(char.isdigit() for char in text) >= 5


def _header_texts(rows: Sequence[Cells], header_row: int | None, width: int) -> list[str]:
    """The header's cells; one left empty under a merged cell takes the text above it."""
    if header_row is None:
        return [""] * width
    texts = [cell_text(_cell(rows[header_row], index)) for index in range(width)]
    above = rows[header_row - 1] if header_row > 0 else ()
    if _header_score(above) < 1:
        return texts
    return [text or cell_text(_cell(above, index)) for index, text in enumerate(texts)]


def _cell(row: Cells, index: int) -> object:
    return row[index] if index < len(row) else None


def _column(index: int, header: str, values: list[object], region: str) -> Column:
    said = fields.of_header(header)
    held = contents.guess(values, region=region)
    field, confidence, reason = _judged(header, said, held, values)
    kind = fields.sensitive(header) if field is Field.SENSITIVE else None
    if field is Field.SENSITIVE and kind is None:
        kind = Sensitive.NATIONALITY
    return Column(index, header, field, round(confidence, 2), reason, kind)


_Guess = tuple[Field, float] | None


def _judged(header: str, said: _Guess, held: _Guess, values: list[object]) -> tuple[Field, float, Reason]:
    """Header words first, the cells second, but for what the cells can't be mistaken about."""
    if said is None:
        return _from_content(header, held)
    if _overrules(header, said[0], held):
        assert held is not None
        return held[0], held[1], Reason.CONTENT_OVER_HEADER
    field = _corrected(said[0], values)
    agrees = held is not None and (held[0] is field or {held[0], field} <= {Field.MOBILE, Field.PHONE})
    if agrees:
        return field, min(1.0, said[1] + 0.1), Reason.HEADER_AND_CONTENT
    return field, said[1], Reason.HEADER


def _from_content(header: str, held: _Guess) -> tuple[Field, float, Reason]:
    if held is not None:
        return held[0], 0.8 * held[1], Reason.CONTENT
    return Field.IGNORE, 0.0, Reason.UNKNOWN if header else Reason.EMPTY


def _overrules(header: str, said: Field, held: _Guess) -> bool:
    """Whether the cells know better than the header: numbers of documents, addresses,
    names under "Contact details".
    """
    if held is None or held[0] is said:
        return False
    if held[0] is Field.FORBIDDEN:
        return said is not Field.NOTES or held[1] >= _NEARLY_ALL
    if said in NEVER_TAKEN:
        return _is_vague(" ".join(words(header)), said, held[0])
    if held[0] is Field.EMAIL:
        return said is not Field.NOTES
    if said in _REACHING:
        return held[0] in (Field.FULL_NAME, Field.ORGANISATION) or (
            said is Field.EMAIL and held[0] in _REACHING
        )
    return said is Field.FULL_NAME and held[0] in (Field.ORGANISATION, *_REACHING) and held[1] >= 0.6


def _is_vague(header: str, said: Field, held: Field) -> bool:
    """A bare "ID" over row numbers is a row number; a bare "Number" over telephone numbers isn't one."""
    if said is Field.FORBIDDEN:
        return header in ("id", "id no", "id nr") and held is Field.IGNORE
    return said is Field.IGNORE and header in _VAGUE


def _corrected(field: Field, values: list[object]) -> Field:
    """A "Title" that holds "Manager" is a position."""
    if field is not Field.TITLE:
        return field
    texts = [text for value in values if (text := cell_text(value))]
    titles = sum(map(contents.is_title, texts))
    return Field.TITLE if 2 * titles >= len(texts) else Field.POSITION


def _settled(columns: list[Column]) -> list[Column]:
    """One column for each field that allows only one; "Name" beside "Surname" is the given name."""
    present = {column.field for column in columns}
    if Field.SURNAME in present and Field.GIVEN_NAME not in present:
        columns = [
            replace(column, field=Field.GIVEN_NAME) if column.field is Field.FULL_NAME else column
            for column in columns
        ]
    best: dict[Field, Column] = {}
    for column in columns:
        if column.field in fields.SINGLE and column.confidence > getattr(
            best.get(column.field), "confidence", -1.0
        ):
            best[column.field] = column
    return [_unless_second(column, best) for column in columns]


def _unless_second(column: Column, best: Mapping[Field, Column]) -> Column:
    if column.field not in fields.SINGLE or best[column.field] is column:
        return column
    return replace(column, field=Field.IGNORE, reason=Reason.SECOND_OF_ITS_KIND)


def _repeats(row: Cells, header: Sequence[tuple[str, ...]]) -> bool:
    """Whether a row is the header once more, as where pages were pasted together."""
    pairs = [(tuple(words(cell_text(_cell(row, index)))), told) for index, told in enumerate(header) if told]
    same = sum(cell == told for cell, told in pairs)
    return same >= 2 and 2 * same > len(pairs)


def _answer(text: str, header: str) -> str:
    """The note that a cross under "Do not SMS" makes: the header's words; nothing where the cell says no."""
    folded = " ".join(words(text))
    if folded in _YES:
        return header
    return "" if folded in _NO else text


def _record(number: int, row: Cells, layout: Layout) -> Row:
    values: dict[Field, tuple[object, ...]] = {}
    issues: list[Issue] = []
    for column in layout.columns:
        value = _cell(row, column.index)
        if column.field in NEVER_TAKEN or not (text := cell_text(value)):
            continue
        if column.field is Field.NOTES and optouts(column.header):
            text = value = _answer(text, column.header)
        if not text:
            continue
        if column.field not in _REACHING and contents.holds_identity_number(text):
            issues.append(Issue.IDENTITY_NUMBER_LEFT_OUT)
            value = contents.without_identity_numbers(text)
        values[column.field] = (*values.get(column.field, ()), value)
    if not _TELLING & values.keys():
        issues.append(Issue.NOBODY)
    return Row(number, values, tuple(dict.fromkeys(issues)))
