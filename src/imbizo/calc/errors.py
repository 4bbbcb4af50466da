"""What can go wrong in `calc`, as one tree.

CalcError
├── AlphabetError           a character that the GSM alphabet lacks
├── CalendarError           a file that should hold a calendar doesn't
│   ├── BrokenCalendarError     it is cut off, or nested as no calendar is
│   ├── LargeCalendarError      it has more bytes than a calendar should
│   ├── NoCalendarError         it is something else, or empty
│   └── TooManyEventsError      more events than the caller allows
├── ChoicesError            fewer or more choices than there are collisions in a merge
├── HeaderError             a part of a message whose numbers don't fit into its header
├── LanguageError           a recipient in a language for which there's no text
├── LoopError               records that point at each other in a ring
├── NegativeMinutesError    a session of an agenda that is shorter than nothing
├── SelectionError          a draw that can't be held as it's asked for
│   ├── TooManyMustHavesError       more must-haves than places
│   ├── MustHavesOverMaximumError   more must-haves in a quota than its maximum
│   ├── QuotaRangeError             a minimum below zero or above its maximum
│   ├── RepeatedCandidateError      the same candidate twice
│   └── NoSelectionError            the solver gave no answer
└── TableError              a file that should hold a table doesn't
    ├── EmptyTableError     there's nothing in it but white space
    ├── BinaryTableError    it isn't text (NUL characters, a zip, a PDF, an old Excel file)
    ├── NoAttendanceError   no table of who was present online
    ├── MixedDatesError     dates that are day first in some rows and month first in others
    └── TooManyCellsError   more rows or columns than the caller allows
"""


class CalcError(Exception):
    """The root of all errors that `calc` raises on purpose."""


class AlphabetError(CalcError):
    """The GSM alphabet and its extension lack `char`."""

    def __init__(self, char: str) -> None:
        super().__init__(f"{char!r} isn't in the GSM alphabet")
        self.char = char


class CalendarError(CalcError):
    """The bytes can't be read as a calendar (.ics)."""


class BrokenCalendarError(CalendarError):
    """The file is cut off in the middle, or its parts aren't closed as they were opened."""

    def __init__(self) -> None:
        super().__init__("the calendar file is damaged or cut off: save it again and try once more")


class LargeCalendarError(CalendarError):
    """The file is larger than a calendar should be; `allowed` is in bytes."""

    def __init__(self, allowed: int) -> None:
        super().__init__(f"the calendar file has more than {allowed} bytes: export a shorter period")
        self.allowed = allowed


class NoCalendarError(CalendarError):
    """The file isn't a calendar, whatever its name says."""

    def __init__(self) -> None:
        super().__init__("the file isn't a calendar: choose one whose name ends in .ics")


class TooManyEventsError(CalendarError):
    """The calendar has more events, with their repetitions, than `allowed` in the window asked for."""

    def __init__(self, allowed: int) -> None:
        super().__init__(f"the calendar has more than {allowed} events: export a shorter period")
        self.allowed = allowed


class ChoicesError(CalcError):
    """A merge has `expected` collisions, and `given` choices came for them."""

    def __init__(self, given: int, expected: int) -> None:
        super().__init__(f"{given} choices for {expected} collisions")
        self.given = given
        self.expected = expected


class HeaderError(CalcError):
    """The reference must be 0 to 255, the total 1 to 255, and the number 1 to the total."""

    def __init__(self, reference: int, total: int, number: int) -> None:
        super().__init__(f"no header for part {number} of {total} with reference {reference}")


class LanguageError(CalcError):
    """There's no text in `language`."""

    def __init__(self, language: str) -> None:
        super().__init__(f"no text in {language!r}")
        self.language = language


class LoopError(CalcError):
    """Records point at each other in a ring, so that none of them comes first; `ring` are their ids, in order."""

    def __init__(self, ring: tuple[str, ...]) -> None:
        super().__init__(f"these point at each other in a ring: {', '.join(ring)}")
        self.ring = ring


class TableError(CalcError):
    """The bytes can't be read as a table."""


class EmptyTableError(TableError):
    """The file has no cell with anything in it."""


class BinaryTableError(TableError):
    """The file isn't text, whatever its name says."""


class NoAttendanceError(TableError):
    """No table in the file has names and times of presence."""

    def __init__(self) -> None:
        super().__init__("no table of attendance, as Zoom and Teams export it")


class MixedDatesError(TableError):
    """Some dates can only be day first and others only month first, so that none can be trusted."""

    def __init__(self) -> None:
        super().__init__("dates both day first and month first")


class TooManyCellsError(TableError):
    """The table is larger than the caller allows; `limit` says what was passed: rows or columns."""

    def __init__(self, limit: str, allowed: int) -> None:
        super().__init__(f"more than {allowed} {limit}")
        self.limit = limit
        self.allowed = allowed


class NegativeMinutesError(CalcError):
    """The session `item_id` has `minutes` below zero."""

    def __init__(self, item_id: str, minutes: int) -> None:
        super().__init__(f"session {item_id} of {minutes} minutes")
        self.item_id = item_id
        self.minutes = minutes


class SelectionError(CalcError):
    """The draw can't be held."""


class TooManyMustHavesError(SelectionError):
    """`must_haves` people must come, and there are `places`."""

    def __init__(self, must_haves: int, places: int) -> None:
        super().__init__(f"{must_haves} must-haves for {places} places")
        self.must_haves = must_haves
        self.places = places


class MustHavesOverMaximumError(SelectionError):
    """`must_haves` people of a quota must come, and it allows `maximum`."""

    def __init__(self, label: str, must_haves: int, maximum: int) -> None:
        super().__init__(f"{must_haves} must-haves in {label!r}, which allows {maximum}")
        self.label = label
        self.must_haves = must_haves
        self.maximum = maximum


class QuotaRangeError(SelectionError):
    """No number of people is at least `minimum` and at most `maximum`."""

    def __init__(self, label: str, minimum: int, maximum: int | None) -> None:
        super().__init__(f"{label!r} asks for {minimum} to {maximum}")
        self.label = label


class RepeatedCandidateError(SelectionError):
    """A candidate stands in the list twice, which would be two chances."""

    def __init__(self, candidate_id: str) -> None:
        super().__init__(f"candidate {candidate_id} twice")
        self.candidate_id = candidate_id


class NoSelectionError(SelectionError):
    """The solver's own words say why."""
