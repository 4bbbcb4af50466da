"""A mail that came in: who wrote it, what it answers, and its words without the letter that it quotes.

Rules: engagement.md section 4. Sources: RFC 5322 (headers), RFC 2045 to 2047 (bodies and encoded words), RFC 3676
section 4.3 (the line before a signature). Strangers write mail, so nothing here raises: the parser keeps to the old
policy of the standard library, since the new one stumbles over headers that real programs write.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr
from html.parser import HTMLParser

# The headers by which `calc.keywords.is_automatic` knows a machine.
TELLING = (
    "auto-submitted",
    "x-auto-response-suppress",
    "precedence",
    "x-autoreply",
    "x-autorespond",
    "list-id",
)
# Nobody writes more by hand; what a program wrote is cut here, so that reading it costs little.
_LONGEST_TEXT = 200_000
_ID = re.compile(r"<([^<>\s]{1,250})>")


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read. `message_id` and `named` are without angle brackets; `left_out` counts attachments.

    `calendar` is what its first part for calendars holds, by which programs answer an invitation (RFC 6047).
    """

    sender: str
    subject: str
    text: str
    message_id: str
    named: tuple[str, ...]  # the ids of what it answers, nearest first
    headers: Mapping[str, str]  # in lower case, those of `TELLING` alone
    left_out: int
    calendar: str = ""


def parse(data: bytes) -> Message:
    """The mail taken apart; whatever the bytes are."""
    return BytesParser(policy=compat32).parsebytes(data)


def read(mail: Message) -> Letter:
    """What a mail says, of its plain text, else of its HTML."""
    bodies = list(_bodies(mail))
    plain = [_text(part) for part in bodies if part.get_content_type() == "text/plain"]
    html = [_of_html(_text(part)) for part in bodies if part.get_content_type() == "text/html"]
    said = "\n".join(plain).strip() or "\n".join(html).strip()
    return Letter(
        sender=parseaddr(header(mail, "From"))[1],
        subject=" ".join(header(mail, "Subject").split()),
        text=without_quoted(said),
        message_id=next(iter(ids(header(mail, "Message-ID"))), ""),
        named=(*ids(header(mail, "In-Reply-To")), *reversed(ids(header(mail, "References")))),
        headers={name: header(mail, name) for name in TELLING if name in mail},
        left_out=sum(1 for part in _leaves(mail) if _is_attachment(part) and not _is_calendar(part)),
        calendar=next((_text(part) for part in _leaves(mail) if _is_calendar(part)), ""),
    )


def header(mail: Message, name: str) -> str:
    """The header with its encoded words decoded, as far as they can be; "" where there is none."""
    raw = mail.get(name)
    if raw is None:
        return ""
    try:
        return str(make_header(decode_header(raw)))
    except (HeaderParseError, LookupError, ValueError):
        return str(raw)


def ids(text: str) -> list[str]:
    """The message ids in a header, in order."""
    return _ID.findall(text)


# Bodies


def _leaves(mail: Message) -> Iterator[Message]:
    """The parts that hold something, in order. A letter inside a letter is one of them, and isn't opened."""
    if mail.get_content_maintype() != "multipart" or not mail.is_multipart():
        yield mail
        return
    for part in mail.get_payload():
        if isinstance(part, Message):
            yield from _leaves(part)


def _bodies(mail: Message) -> Iterator[Message]:
    return (part for part in _leaves(mail) if not _is_attachment(part))


def _is_attachment(part: Message) -> bool:
    is_text = part.get_content_type() in {"text/plain", "text/html"}
    return not is_text or part.get_content_disposition() == "attachment"


def _is_calendar(part: Message) -> bool:
    """Some programs add the same file again as an attachment of this other type."""
    return part.get_content_type() in {"text/calendar", "application/ics"}


def _text(part: Message) -> str:
    """The part's words in whatever characters it is written, also where it names them wrongly."""
    payload = part.get_payload(decode=True)
    content = payload[: 4 * _LONGEST_TEXT] if isinstance(payload, bytes) else b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)[:_LONGEST_TEXT]
        except (LookupError, ValueError):
            continue
    return content.decode("windows-1252", errors="replace")[:_LONGEST_TEXT]


_BLOCKS = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote"})
_UNSEEN = frozenset({"head", "script", "style", "title"})


class _Words(HTMLParser):
    """The words of a page, a line for each block; what is quoted gets the mark that plain text has."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._unseen = self._quoted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._quoted += tag == "blockquote"
        if tag in _BLOCKS or tag == "br":
            self._break()

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        self._quoted = max(0, self._quoted - (tag == "blockquote"))
        if tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces.append(" ".join(data.replace("\xa0", " ").split(" ")).replace("\n", " "))

    def _break(self) -> None:
        self._pieces.append("\n> " if self._quoted else "\n")

    def words(self) -> str:
        lines = (" ".join(line.split()) for line in "".join(self._pieces).splitlines())
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _of_html(html: str) -> str:
    words = _Words()
    words.feed(html)
    words.close()
    return words.words()


# What is quoted

_WROTE = re.compile(
    r"(?:on|op|le|ngo|ka|am)\b.{4,250}\b(?:wrote|geskryf|skryf|écrit|ubhale|wabhala|schrieb)\s?:",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"-{3,}\s*(?:original message|oorspronklike boodskap|message d'origine)\s*-{3,}", re.IGNORECASE
)
_HEADERS = re.compile(r"\*?(?:from|van|de)\s?:\*?\s.*@?", re.IGNORECASE)
_MORE_HEADERS = re.compile(
    r"\*?(?:sent|date|to|subject|gestuur|aan|onderwerp|envoyé|à|objet)\s?:\*?\s", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"--\s?|(?:sent from (?:my|yahoo|outlook|mail)|get outlook for|gestuur vanaf|gestuur van my|envoyé de)\b.*",
    re.IGNORECASE,
)


def without_quoted(text: str) -> str:
    """The text without the letter quoted below it; whole where answers stand between the quoted lines.

    Doubt keeps the words: only what is marked as quoted, or stands below a well-known line, is cut.
    """
    lines = text.splitlines()
    own = [place for place, line in enumerate(lines) if line.strip() and not _is_quoted(line)]
    tail = own[-1] + 1 if own else 0  # from here on there is nothing but what is quoted
    start = next((place for place in range(len(lines)) if _begins_quoted(lines, place, tail)), len(lines))
    kept = "\n".join(lines[:start]).strip()
    return kept or text.strip()


def without_signature(text: str) -> str:
    """The text up to the line before a signature, or to what a phone adds of itself."""
    lines = text.splitlines()
    end = next((place for place, line in enumerate(lines) if _SIGNATURE.fullmatch(line.strip())), len(lines))
    return "\n".join(lines[:end]).strip()


def _begins_quoted(lines: Sequence[str], place: int, tail: int) -> bool:
    """Whether everything from this line on is the quoted letter."""
    line = lines[place].strip()
    if _ORIGINAL.fullmatch(line):
        return True
    if _HEADERS.fullmatch(line):
        return sum(1 for each in lines[place + 1 : place + 5] if _MORE_HEADERS.match(each.strip())) >= 2
    if place >= tail:
        return True
    # The line "On ... wrote:" is often broken in two.
    ends = place + 1 if _WROTE.fullmatch(line) else place + 2
    return ends >= tail and _WROTE.fullmatch(" ".join(each.strip() for each in lines[place:ends])) is not None


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")
