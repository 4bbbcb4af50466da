"""Texts with tokens: `{name}`, or `{name|friend}` with what to say where a person has no name.

A word is a letter or underscore, then letters, digits and underscores. Braces that don't make such a token stay as
they are. Where a token is left empty, the space that would stand doubled, before a punctuation mark or at the end of
a line goes: "Dear {name}, we" becomes "Dear, we". What the author spaced otherwise stays.

`measure` says what a text costs a whole audience, exactly, and `savings` what simpler characters would save. Both are
quick because people whose values have the same *outline* get texts of the same size: "Thandi" and "Ayanda" are six
plain characters, so one of the two texts is filled and counted for both.
"""

import re
from array import array
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Final

from imbizo.calc import sms
from imbizo.calc.errors import LanguageError
from imbizo.calc.sms import Costly, Encoding, Size

PUNCTUATION: Final = frozenset(".,;:!?)")
"""Marks that no space precedes."""

_TOKEN = re.compile(r"\{(?P<name>[^\W\d]\w*)(?:\|(?P<fallback>[^{}]*))?\}")
_LINE_ENDS = frozenset("\r\n")
_EDGES = "".join(sorted(PUNCTUATION | _LINE_ENDS | {" "}))
_EDGED = re.compile(f"\0[{re.escape(_EDGES)}]|[{re.escape(_EDGES)}]\0")
_PLAIN = bytes(octet for octet in range(128) if sms.size(chr(octet)) == Size(Encoding.GSM7, 1, 1))
_OUTLINE = bytes.maketrans(_PLAIN, b"x" * len(_PLAIN))
_INNER = _PLAIN.translate(None, _EDGES.encode())
_OUTLINE_WITH_EDGES = bytes.maketrans(_INNER, b"x" * len(_INNER))
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text; `start` and `end` are the places of its braces, as in `text[start:end]`."""

    name: str
    fallback: str | None
    start: int
    end: int


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text, in their order."""
    return tuple(
        Token(found["name"], found["fallback"], found.start(), found.end()) for found in _TOKEN.finditer(text)
    )


def unknown(text: str, known: Collection[str]) -> tuple[str, ...]:
    """The names in a text that aren't known, each once, in their order."""
    return tuple(dict.fromkeys(token.name for token in tokens(text) if token.name not in known))


class Template:
    """A text with its tokens, parsed once.

    Attributes: `text` as given; `tokens`; `names`, each once, in their order.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.names = tuple(dict.fromkeys(token.name for token in self.tokens))
        borders = [0, *(place for token in self.tokens for place in (token.start, token.end)), len(text)]
        self._literals = [text[start:end] for start, end in zip(borders[::2], borders[1::2], strict=True)]
        self._pattern = "%s".join(literal.replace("%", "%%") for literal in self._literals)
        self._asked = [(token.name, token.fallback or "") for token in self.tokens]
        needed = {token.name for token in self.tokens if token.fallback is None}
        self._needed = [name for name in self.names if name in needed]

    def fill(self, values: Mapping[str, str]) -> str:
        """The text for one person. A name without a value, or with a blank one, is said by its fallback."""
        said = tuple([_said(values.get(name), fallback) for name, fallback in self._asked])
        return self._pattern % said if all(said) else self._tidied(said)

    def missing(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """The names, each once, that are left empty for this person somewhere; `{name|}` may be empty."""
        return tuple([name for name in self._needed if not _said(values.get(name), "")])

    def _tidied(self, said: tuple[str, ...]) -> str:
        """The text where at least one token is empty."""
        text, gap = "", False
        gaps = (value or None for value in said)
        for piece in (*chain(*zip(self._literals, gaps, strict=False)), self._literals[-1]):
            if piece is None:
                gap = True
            elif piece:
                joined = _joined(text, piece) if gap else text + piece
                gap = gap and joined == text
                text = joined
        return text.rstrip(" ") if gap else text


def _said(value: str | None, fallback: str) -> str:
    return value if value and not value.isspace() else fallback


def _joined(before: str, after: str) -> str:
    """Two pieces between which a token was left empty; `before` itself where only its space is left of `after`."""
    if after[0] == " " and (not before or before[-1].isspace()):
        return before + after.lstrip(" ")
    if after[0] in PUNCTUATION or after[0] in _LINE_ENDS:
        return before.rstrip(" ") + after
    return before + after


@dataclass(frozen=True, eq=False, slots=True)
class Sample:
    """The text of the first of those who get texts of one size and the same costly characters.

    `missing` are the names left empty in it. Two samples are never equal, which makes them quick to count.
    """

    text: str
    size: Size
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a text costs an audience of n recipients.

    parts           n counts, in the order of the recipients
    total           their sum
    by_parts        how many recipients get how many parts, fewest parts first
    longest         the text of the most parts, then the most units; its first recipient is `longest_at`
                    (-1 where there are no recipients)
    gsm7, ucs2      how many texts travel in each encoding; n together
    incomplete      how many texts have a token left empty without a fallback; `first_incomplete` are the places, from
                    0, of the first twenty who get such
    samples         the distinct kinds of text and how many recipients get each
    """

    parts: Sequence[int]
    total: int
    by_parts: Mapping[int, int]
    longest: str
    longest_parts: int
    longest_at: int
    gsm7: int
    ucs2: int
    incomplete: int
    first_incomplete: tuple[int, ...]
    samples: Mapping[Sample, int]


@dataclass(frozen=True, slots=True)
class Saving:
    """What replacing one character everywhere saves: `fewer` parts (negative: more) over `recipients` who get it."""

    costly: Costly
    recipients: int
    fewer: int


@dataclass(frozen=True, slots=True)
class Savings:
    """The costly characters of an audience's texts, that which saves most first; `together` replaces all at once."""

    each: tuple[Saving, ...]
    together: int


def measure(
    templates: Mapping[str, Template], recipients: Iterable[tuple[str, Mapping[str, str]]]
) -> Measure:
    """What the templates, by language, cost recipients given as (language, values); each recipient is seen once.

    Raises LanguageError where there's no template in a recipient's language.
    """
    sampled = _sampled(templates, recipients)
    samples = Counter(sampled)
    by_parts: Counter[int] = Counter()
    for sample, count in samples.items():
        by_parts[sample.size.parts] += count
    longest = max(samples, key=lambda sample: (sample.size.parts, sample.size.units), default=_NOTHING)
    ucs2 = sum(count for sample, count in samples.items() if sample.size.encoding is Encoding.UCS2)
    return Measure(
        parts=array("I", [sample.size.parts for sample in sampled]),
        total=sum(parts * count for parts, count in by_parts.items()),
        by_parts=dict(sorted(by_parts.items())),
        longest=longest.text,
        longest_parts=longest.size.parts,
        longest_at=sampled.index(longest) if sampled else -1,
        gsm7=len(sampled) - ucs2,
        ucs2=ucs2,
        incomplete=sum(count for sample, count in samples.items() if sample.missing),
        first_incomplete=_first_incomplete(sampled),
        samples=samples,
    )


def savings(measured: Measure) -> Savings:
    """How many parts the whole audience would save by each replacement, and by all."""
    recipients: Counter[Costly] = Counter()
    fewer: Counter[Costly] = Counter()
    together = 0
    for sample, count in measured.samples.items():
        costly = sms.costly(sample.text)
        replaceable = [found for found in costly if found.replacement is not None]
        for found in replaceable:
            recipients[found] += count
            fewer[found] += count * _fewer(sample, costly, [found])
        together += count * _fewer(sample, costly, replaceable)
    each = (Saving(found, count, fewer[found]) for found, count in recipients.items())
    return Savings(tuple(sorted(each, key=lambda saving: -saving.fewer)), together)


_NOTHING: Final = Sample("", sms.size(""), ())


def _fewer(sample: Sample, costly: Collection[Costly], replaced: Collection[Costly]) -> int:
    """How many parts fewer one text has with some of its costly characters replaced."""
    if len(replaced) < len(costly) and all(map(_is_even, replaced)):
        return 0  # It stays in UCS-2 and as long as it was.
    chars = [found.char for found in replaced]
    return sample.size.parts - sms.size(sms.simplify(sample.text, chars)).parts if chars else 0


def _is_even(found: Costly) -> bool:
    """Whether the replacement takes one unit of UTF-16, as the character does."""
    return found.replacement is not None and len(found.replacement) == 1 and found.char <= "\uffff"


def _first_incomplete(sampled: list[Sample]) -> tuple[int, ...]:
    places = (place for place, sample in enumerate(sampled) if sample.missing)
    return tuple(islice(places, _SHOWN))


def _sampled(
    templates: Mapping[str, Template], recipients: Iterable[tuple[str, Mapping[str, str]]]
) -> list[Sample]:
    """The sample that stands for each recipient."""
    plans = {language: (template, template.names) for language, template in templates.items()}
    samples: dict[tuple[str, Hashable], Sample] = {}
    sampled = []
    for language, values in recipients:
        if language not in plans:
            raise LanguageError(language)
        template, names = plans[language]
        key = language, _outline(list(map(values.get, names, repeat(""))))
        sample = samples.get(key)
        if sample is None:
            sample = samples[key] = _sample(template, values)
        sampled.append(sample)
    return sampled


def _sample(template: Template, values: Mapping[str, str]) -> Sample:
    text = template.fill(values)
    return Sample(text, sms.size(text), template.missing(values))


def _outline(values: list[str]) -> Hashable:
    """What matters of one person's values: the same for two people whose texts are of one size, cut and cost.

    A plain character might as well be an x. Where a value begins or ends with white space or a punctuation mark, such
    characters are kept, since they matter beside a gap. Values that hold the separator stand for themselves.
    """
    row = "\0".join(("", *values, ""))
    if row.count("\0") > len(values) + 1:
        return tuple(values)
    octets = row.encode("utf-8", "surrogatepass")
    return octets.translate(_OUTLINE_WITH_EDGES if _EDGED.search(row) else _OUTLINE)
