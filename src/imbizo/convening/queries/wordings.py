"""What is written to the invited: the texts of a gathering by kind and language, and what stands for their words.

A gathering's own text goes before the one that comes with the system (`convening/notices/`, one file a language).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from imbizo.calc import sms
from imbizo.calc.wording import Template, unknown
from imbizo.convening.models import Gathering
from imbizo.convening.queries import told
from imbizo.convening.queries.words import day_words, span_words
from imbizo.convening.states import NoticeKind, Way
from imbizo.messaging import queries as messaging
from imbizo.messaging.queries import gateway_for
from imbizo.messaging.states import Channel

_FOLDER: Final = Path(__file__).resolve().parent.parent / "notices"
LANGUAGES: Final = ("en", "af", "xh", "st", "sn", "so", "fr")
KINDS: Final = (
    NoticeKind.INVITATION,
    NoticeKind.REMINDER,
    NoticeKind.ACCEPTED,
    NoticeKind.DECLINED,
    NoticeKind.WAITING,
    NoticeKind.OFFER,
    NoticeKind.NEWS,
    NoticeKind.CLOSED,
    NoticeKind.CALLED_OFF,
    NoticeKind.WITHDRAWN,
)
"""What can be worded, in the order in which people get it."""

TOKENS: Final[Mapping[str, Promise]] = {
    "name": _("the whole name"),
    "first_name": _("the first name"),
    "gathering": _("what the gathering is called"),
    "when": _("day and hours"),
    "where": _("the place, or when it will be told"),
    "answer_by": _("until when people answer"),
    "until": _("until when an offer holds"),
    "link": _("the person's own page to answer on"),
    "join": _("how to join online, for those who come"),
    "contact": _("the number for questions"),
    "sender": _("who invites"),
    "note": _("what you add to late news"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A text of one kind in one language; `is_own` where the gathering has its own."""

    language: str
    subject: str
    text: str
    letter: str
    is_own: bool
    checked_by: str

    @property
    def is_checked(self) -> bool:
        """English is the authors' own; any other language a speaker must have checked."""
        return bool(self.checked_by) or self.language == "en"


@dataclass(frozen=True, slots=True)
class Notice:
    """A text ready to be filled in for each person."""

    subject: Template
    text: Template

    @property
    def has_link(self) -> bool:
        return "link" in self.text.names


@cache
def _file(language: str) -> Any:
    return yaml.safe_load((_FOLDER / f"{language}.yaml").read_text(encoding="utf-8"))


def phrase(name: str, language: str) -> str:
    """One of the short phrases that texts are made with: "online", "the venue follows"."""
    return str(_file(language)["words"][name])


def usual(kind: str, language: str) -> Words:
    """The text that comes with the system."""
    content = _file(language)
    found = content["notices"][kind]
    return Words(
        language, found["subject"], found["text"], found.get("letter", ""), is_own=False,
        checked_by=content["checked_by"],
    )  # fmt: skip


def words_of(gathering: Gathering, kind: str) -> dict[str, Words]:
    """The texts of one kind in every language: one query."""
    found = {language: usual(kind, language) for language in LANGUAGES}
    for own in gathering.wordings.filter(kind=kind, language__in=LANGUAGES):
        letter = own.letter or found[own.language].letter
        found[own.language] = Words(
            own.language, own.subject, own.text, letter, is_own=True, checked_by=own.checked_by
        )
    return found


def notices(gathering: Gathering, kind: str) -> dict[str, Notice]:
    """The same, ready to be filled in."""
    return {
        language: Notice(Template(words.subject), Template(words.text))
        for language, words in words_of(gathering, kind).items()
    }


def unknown_words(text: str) -> tuple[str, ...]:
    """The words between braces that mean nothing here."""
    return unknown(text, TOKENS)


def fallback(gathering: Gathering) -> str:
    """The language for people whose own isn't known or isn't offered: the gathering's first, else the programme's."""
    wanted: tuple[str, ...] = (*gathering.languages, *gathering.programme.languages, "en")
    return next(language for language in wanted if language in LANGUAGES)


def offered(language: str | None) -> str:
    """The language without its region, where there are texts in it; else English."""
    plain = (language or "en")[:2]
    return plain if plain in LANGUAGES else "en"


def shared_values(gathering: Gathering, language: str, *, note: str = "") -> dict[str, str]:
    """What stands for the words that are the same for everybody, in one language."""
    with translation.override(language):
        return {
            "gathering": gathering.name,
            "when": span_words(gathering),
            "where": where_words(gathering, language),
            "answer_by": moment_words(gathering, gathering.answer_by),
            "contact": gathering.programme.contact_number or gathering.owner.label,
            "sender": gathering.owner.label,
            "note": note,
        }


def moment_words(gathering: Gathering, at: dt.datetime | None) -> str:
    """Day and hour, as "Fri 20 July, 17:00", in the programme's zone; empty without a moment."""
    if at is None:
        return ""
    local = at.astimezone(gathering.programme.zone)
    return f"{day_words(local.date())}, {local:%H:%M}"


def where_words(gathering: Gathering, language: str) -> str:
    """The hall, or when it is told; online; or both."""
    online = phrase("online", language)
    if gathering.way == Way.ONLINE:
        return online
    hall = _hall_words(gathering, language)
    return f"{hall} / {online}" if gathering.way == Way.BOTH else hall


def _hall_words(gathering: Gathering, language: str) -> str:
    if not told.is_venue_told(gathering) and gathering.venue_told_on:
        return phrase("venue_told_on", language).replace("{day}", day_words(gathering.venue_told_on))
    booking = told.hall_of(gathering)
    return told.place_line(booking) if booking else phrase("venue_follows", language)


@dataclass(frozen=True, slots=True)
class Preview:
    """How a text reads to somebody, and what it costs as SMS; `cost` is None where the gateway states no price."""

    words: Words
    subject: str
    text: str
    parts: int
    is_unicode: bool
    cost: Decimal | None
    currency: str


SAMPLE_LINK_LETTERS: Final = 22
"""How many characters a token of a link has."""


def previews(gathering: Gathering, kind: str, *, link: str, sample: str = "") -> list[Preview]:
    """The text in each language as a person called `sample` gets it; `link` is an address as long as theirs."""
    gateway = gateway_for(gathering.programme, Channel.SMS)
    found = []
    for words in words_of(gathering, kind).values():
        values = shared_values(gathering, words.language)
        values |= {"name": sample, "first_name": sample.partition(" ")[0], "link": link}
        values |= {"until": values["answer_by"], "join": told.join_line(gathering)}
        text = Template(words.text).fill(values)
        size = sms.size(text)
        prices = gateway.prices if gateway else None
        cost = prices.home * size.parts if prices and prices.home is not None else None
        found.append(
            Preview(
                words,
                Template(words.subject).fill(values),
                text,
                size.parts,
                size.encoding is sms.Encoding.UCS2,
                cost,
                gathering.programme.currency,
            )
        )
    return found


def can_answer_by_sms(gathering: Gathering) -> bool:
    """Whether the programme's gateway for SMS can receive, so that a reply arrives."""
    gateway = messaging.gateway_for(gathering.programme, Channel.SMS)
    return gateway is not None and bool(gateway.can_receive)
