"""What people who come forward for open places are asked of themselves, and how it reads.

A selection stores its criteria as JSON: [{"key": "gender", "label": "", "values": ["woman", "man", "other"]}]. Those
with a key of `STANDARD` are worded here, in the reader's language; others carry their own words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

UNSAID: Final = "unsaid"
UNSAID_WORDS: Final = _("prefer not to say")
MUNICIPALITY, SECTOR, GENDER, GROUP, AGE = "municipality", "sector", "gender", "group", "age"

Text = str | Promise

_LABELS: Final[Mapping[str, Text]] = {
    MUNICIPALITY: _("Municipality"),
    SECTOR: _("Work or group"),
    GENDER: _("Gender"),
    GROUP: _("From here or from elsewhere"),
    AGE: _("Age"),
}
STANDARD: Final[Mapping[str, Mapping[str, Text]]] = {
    GENDER: {"woman": _("woman"), "man": _("man"), "other": _("other")},
    GROUP: {"migrant": _("I came here from elsewhere"), "host": _("I am from here")},
    AGE: {
        "u18": _("under 18"),
        "18-34": _("18 to 34"),
        "35-59": _("35 to 59"),
        "60+": _("60 and older"),
    },
}
# Whoever picks up somebody's phone must not read this of them.
PRIVATE: Final = frozenset({GROUP})


@dataclass(frozen=True)
class Criterion:
    """One question. `values` are what is stored, each with its words; *prefer not to say* is always beside them."""

    key: str
    label: Text
    values: tuple[tuple[str, Text], ...]

    @property
    def choices(self) -> list[tuple[str, Text]]:
        """What a form offers."""
        return [*self.values, (UNSAID, UNSAID_WORDS)]

    def words(self, value: str) -> str:
        """A value in words; one that is offered no more stays as it is."""
        return str(dict(self.choices).get(value, value))


def criteria(stored: Iterable[Mapping[str, Any]]) -> list[Criterion]:
    """The criteria of a selection, in words."""
    return [_criterion(each) for each in stored]


def _criterion(stored: Mapping[str, Any]) -> Criterion:
    key = str(stored["key"])
    words = STANDARD.get(key, {})
    values = tuple((str(value), words.get(value, str(value))) for value in stored["values"])
    return Criterion(key, stored.get("label") or label_of(key), values)


def label_of(key: str) -> Text:
    """What a standard criterion is called."""
    return _LABELS.get(key, key)


def standard(key: str) -> dict[str, Any]:
    """A criterion whose values are worded here, as a selection stores it."""
    return {"key": key, "label": "", "values": list(STANDARD[key])}


def listed(key: str, values: Sequence[str], label: str = "") -> dict[str, Any]:
    """A criterion with values of the programme's own."""
    return {"key": key, "label": label, "values": list(dict.fromkeys(value for value in values if value))}


def own(line: str) -> dict[str, Any] | None:
    """A question of one's own, written "Work: farm worker, teacher"; None where it isn't one with two answers."""
    label, colon, answers = line.partition(":")
    values = [answer.strip() for answer in answers.split(",")]
    key = slugify(label, allow_unicode=True)[:40]
    found = listed(key, values, label.strip()[:120])
    return found if colon and key and len(found["values"]) >= 2 else None


def said(attributes: Mapping[str, str], asked: Sequence[Criterion]) -> str:
    """What somebody said of themselves: "woman, 18 to 34"; what they prefer not to say is left out."""
    given = ((each, attributes.get(each.key, UNSAID)) for each in asked)
    return ", ".join(each.words(value) for each, value in given if value != UNSAID)
