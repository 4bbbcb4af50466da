"""Counting a campaign exactly: each person's own text, in their language, at the price to their number."""

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils import timezone

from imbizo.calc import wording
from imbizo.calc.wording import Measure, Template
from imbizo.messaging.rules.prices import Prices, is_domestic
from imbizo.messaging.states import Channel
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.audience import Audience, Reach

_NEUTRAL = "\0neutral"  # behind the language: no language is called so


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What one language has of a campaign; `cost` is None where a price isn't known."""

    language: str
    people: int
    sms: int
    email: int
    parts: int
    cost: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cheaper:
    """What replacing a character everywhere saves: so many parts fewer, at the price within the country."""

    char: str
    replacement: str
    people: int
    fewer: int
    saved: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What a campaign comes to. It names nobody: `longest_actor` is an id, whose text is made again when it is shown.

    people           who are reached; of them `sms` and `email`, and `neutral` by a text without content
    parts, cost      of all SMS; cost is None where a price isn't known
    by_parts         how many people get how many parts
    outside          how many are left out, by the value of Outside; `incomplete` for how many a token is empty
    savings          what simpler characters would save, that which saves most first; `together` all of them
    """

    people: int = 0
    sms: int = 0
    email: int = 0
    neutral: int = 0
    parts: int = 0
    cost: Decimal | None = Decimal(0)
    currency: str = "ZAR"
    gsm7: int = 0
    ucs2: int = 0
    by_parts: Mapping[int, int] = field(default_factory=dict)
    languages: tuple[Share, ...] = ()
    outside: Mapping[str, int] = field(default_factory=dict)
    incomplete: Mapping[str, int] = field(default_factory=dict)
    longest_parts: int = 0
    longest_actor: UUID | None = None
    longest_language: str = ""
    savings: tuple[Cheaper, ...] = ()
    together: int = 0
    together_saved: Decimal | None = None
    counted_at: datetime = field(default_factory=timezone.now)

    @property
    def left_out(self) -> int:
        return sum(self.outside.values())

    @property
    def audience(self) -> int:
        """Everybody on the lists or matching the filter, those left out too."""
        return self.people + self.left_out


def count(campaign: Campaign) -> Estimate:
    """Go through the whole audience once. Seconds for a hundred thousand: the worker's work above a few thousand."""
    return _Count(campaign).estimate()


def as_json(estimate: Estimate) -> dict[str, Any]:
    """An estimate as JSON keeps it."""
    plain = asdict(estimate)
    plain["by_parts"] = {str(parts): people for parts, people in estimate.by_parts.items()}
    return {name: _plain(value) for name, value in plain.items()}


def from_json(kept: Mapping[str, Any]) -> Estimate:
    """The estimate that `as_json` wrote."""
    values = dict(kept)
    values["by_parts"] = {int(parts): people for parts, people in kept["by_parts"].items()}
    values["languages"] = tuple(Share(**each | {"cost": _money(each["cost"])}) for each in kept["languages"])
    values["savings"] = tuple(Cheaper(**each | {"saved": _money(each["saved"])}) for each in kept["savings"])
    values |= {name: _money(kept[name]) for name in ("cost", "together_saved")}
    values["longest_actor"] = UUID(kept["longest_actor"]) if kept["longest_actor"] else None
    values["counted_at"] = datetime.fromisoformat(kept["counted_at"])
    return Estimate(**values)


class _Count:
    """One walk through an audience."""

    def __init__(self, campaign: Campaign) -> None:
        self._audience = Audience(campaign)
        gateway = self._audience.ways.sms
        self._prices = gateway.prices if gateway else Prices(None, None)
        self._currency = gateway.currency if gateway else campaign.programme.currency
        self._region = campaign.programme.region
        self._outside: Counter[str] = Counter()
        self._incomplete: Counter[str] = Counter()
        self._mail: Counter[str] = Counter()
        self._neutral = 0
        # Of each SMS, in the order in which they are measured.
        self._actors: list[UUID] = []
        self._languages: list[str] = []
        self._at_home = array("b")

    def estimate(self) -> Estimate:
        measured = wording.measure(self._templates(), self._texts())
        languages = self._shares(measured)
        costs = [share.cost for share in languages]
        at = measured.longest_at
        return Estimate(
            people=len(self._actors) + self._mail.total(),
            sms=len(self._actors),
            email=self._mail.total(),
            neutral=self._neutral,
            parts=measured.total,
            cost=_total(costs),
            currency=self._currency,
            gsm7=measured.gsm7,
            ucs2=measured.ucs2,
            by_parts=measured.by_parts,
            languages=languages,
            outside=dict(self._outside.most_common()),
            incomplete=dict(self._incomplete.most_common()),
            longest_parts=measured.longest_parts if at >= 0 else 0,
            longest_actor=self._actors[at] if at >= 0 else None,
            longest_language=self._languages[at] if at >= 0 else "",
            **self._saved(measured),
        )

    def _templates(self) -> dict[str, Template]:
        texts = self._audience.texts
        neutral = {f"{language}{_NEUTRAL}": Template("{text}") for language in texts.neutral}
        return {**texts.bodies, **neutral}

    def _texts(self) -> Iterator[tuple[str, Mapping[str, str]]]:
        """Each SMS as (template, values); mail and those left out are counted on the way."""
        neutral = {language: {"text": text} for language, text in self._audience.texts.neutral.items()}
        for chunk in self._audience.walk():
            for reach in chunk:
                if not reach.is_reached:
                    self._leave_out(reach)
                    continue
                self._neutral += reach.is_neutral
                if reach.channel == Channel.EMAIL:
                    self._mail[reach.language] += 1
                    continue
                self._note(reach)
                if reach.is_neutral:
                    yield f"{reach.language}{_NEUTRAL}", neutral[reach.language]
                else:
                    yield reach.language, reach.values or {}

    def _leave_out(self, reach: Reach) -> None:
        self._outside[str(reach.outside)] += 1
        self._incomplete.update(reach.missing)

    def _note(self, reach: Reach) -> None:
        self._actors.append(reach.actor_id)
        self._languages.append(reach.language)
        self._at_home.append(is_domestic(reach.address, self._region))

    def _shares(self, measured: Measure) -> tuple[Share, ...]:
        people: Counter[str] = Counter(self._languages)
        parts: Counter[tuple[str, int]] = Counter()
        for language, at_home, count in zip(self._languages, self._at_home, measured.parts, strict=True):
            parts[language, at_home] += count
        return tuple(
            Share(
                language=language,
                people=people[language] + self._mail[language],
                sms=people[language],
                email=self._mail[language],
                parts=parts[language, 1] + parts[language, 0],
                cost=self._cost(parts[language, 1], parts[language, 0]),
            )
            for language in sorted({*people, *self._mail})
        )

    def _cost(self, home: int, abroad: int) -> Decimal | None:
        dear = self._prices.abroad if self._prices.abroad is not None else self._prices.home
        costs = [
            (Decimal(0) if not parts else None if price is None else price * parts)
            for parts, price in ((home, self._prices.home), (abroad, dear))
        ]
        return _total(costs)

    def _saved(self, measured: Measure) -> dict[str, Any]:
        found, price = wording.savings(measured), self._prices.home
        each = tuple(
            Cheaper(
                char=saving.costly.char,
                replacement=saving.costly.replacement or "",
                people=saving.recipients,
                fewer=saving.fewer,
                saved=None if price is None else price * saving.fewer,
            )
            for saving in found.each
        )
        together = None if price is None else price * found.together
        return {"savings": each, "together": found.together, "together_saved": together}


def _total(costs: list[Decimal | None]) -> Decimal | None:
    known = [cost for cost in costs if cost is not None]
    return sum(known, Decimal(0)) if len(known) == len(costs) else None


def _money(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    return value
