"""The parts of a calendar file as others write it: components, their lines, their parameters.

The library's reader gives up on a whole file where a program doesn't keep to the standard. Here a line that can't
be read is passed over, and only a file that can't is a CalendarError.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imbizo.calc.errors import BrokenCalendarError, LargeCalendarError, NoCalendarError

MOST_BYTES = 1_000_000
# A zone's observance and an event's alarm are three deep; programs may add one of their own.
DEEPEST = 6
_LONGEST_TEXT = 2_000
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
# A fold may stand inside a character, so lines are joined before they're read as text.
_FOLD = re.compile(rb"\r?\n[ \t]")
_BREAK = re.compile(r"[\r\n]+")
# A name, its parameters, whose quoted values may hold a colon, and the value.
_LINE = re.compile(r"\s*([A-Za-z0-9-]+)\s*((?:;(?:\"[^\"]*\"|[^\":])*)?):(.*)", re.DOTALL)
_PARAM = re.compile(r";\s*([A-Za-z0-9-]+)\s*=((?:\"[^\"]*\"|[^\";])*)")
_ESCAPED = re.compile(r"\\([nN\\;,:\"])")
_CARET = {"^n": "\n", "^^": "^", "^'": '"'}  # RFC 6868


@dataclass(frozen=True, slots=True)
class Line:
    """One property, its value as written."""

    name: str
    params: Mapping[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value without its escapes, cut to a length that a page can show."""
        return _ESCAPED.sub(_unescaped, self.value).strip()[:_LONGEST_TEXT]

    def param(self, name: str) -> str:
        """A parameter without its quotation marks; empty if there's none."""
        return self.params.get(name, "")


@dataclass(frozen=True, slots=True)
class Part:
    """A component: VCALENDAR, VEVENT, VTIMEZONE and what is inside."""

    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)

    def named(self, name: str) -> list[Line]:
        """All lines of this name."""
        return [line for line in self.lines if line.name == name]

    def line(self, name: str) -> Line | None:
        """The first line of this name."""
        return next((line for line in self.lines if line.name == name), None)

    def text(self, name: str) -> str:
        """The text of the first line of this name; empty if there's none."""
        line = self.line(name)
        return line.text if line else ""

    def inside(self, name: str) -> list["Part"]:
        """The components of this name directly inside."""
        return [part for part in self.parts if part.name == name]


def calendars(data: bytes) -> list[Part]:
    """The calendars in a file, at least one.

    Raise LargeCalendarError over a million bytes, NoCalendarError for anything else than a calendar, and
    BrokenCalendarError for one that is cut off or nested beyond reason.
    """
    if len(data) > MOST_BYTES:
        raise LargeCalendarError(MOST_BYTES)
    text = _decoded(data)
    if not re.match(r"\s*BEGIN:VCALENDAR\s*[\r\n]", text, re.IGNORECASE):
        raise NoCalendarError
    return _tree(text).inside("VCALENDAR")


def _decoded(data: bytes) -> str:
    """UTF-8 as it should be, UTF-16 with its mark, else what old Outlooks write."""
    if data.startswith(_UTF16):
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    data = _FOLD.sub(b"", data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _tree(text: str) -> Part:
    """All components under a nameless one; BrokenCalendarError if one isn't closed, or a line closes another."""
    stack = [Part("")]
    for line in _lines(text):
        if line.name == "BEGIN":
            stack.append(_opened(line, stack))
        elif line.name == "END":
            if line.value.strip().upper() != stack.pop().name or not stack:
                raise BrokenCalendarError
        else:
            stack[-1].lines.append(line)
    if len(stack) > 1:
        raise BrokenCalendarError
    return stack[0]


def _opened(line: Line, stack: list[Part]) -> Part:
    if len(stack) > DEEPEST:
        raise BrokenCalendarError
    part = Part(line.value.strip().upper())
    stack[-1].parts.append(part)
    return part


def _lines(text: str) -> Iterator[Line]:
    for written in _BREAK.split(text):
        if found := _LINE.fullmatch(written):
            name, params, value = found.groups()
            yield Line(name.upper(), _params(params), value)


def _params(written: str) -> dict[str, str]:
    """The parameters by their names in capitals, of several alike the first."""
    pairs = [(name.upper(), _unquoted(value)) for name, value in _PARAM.findall(written)]
    return dict(reversed(pairs))


def _unquoted(value: str) -> str:
    # Apple writes a quotation mark with a backslash, which the standard doesn't know.
    bare = re.sub(r"\\?\"", "", value).strip()
    return re.sub(r"\^[n^']", lambda mark: _CARET[mark[0]], bare)


def _unescaped(mark: re.Match[str]) -> str:
    return "\n" if mark[1] in "nN" else mark[1]
