"""What a campaign comes to before anything leaves, and its text as one given person would get it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.actors.queries import actors as seen_actors
from imbizo.calc import sms, wording
from imbizo.calc.wording import Template
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import Channel
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.audience import Audience, Reach
from imbizo.outreach.queries.counting import Estimate, as_json, count, from_json
from imbizo.outreach.queries.fingerprint import fingerprint
from imbizo.outreach.queries.neutral import neutral_text
from imbizo.outreach.queries.ready import Problem, hears, needs_second_eyes, problems
from imbizo.outreach.queries.texts import TOKENS, dress, shared_values
from imbizo.outreach.queries.ways import ways_of
from imbizo.outreach.states import CampaignState, Via
from imbizo.programmes.models import Membership

AT_ONCE = 5_000
"""The largest audience that is counted while a page waits; larger ones are the worker's."""

_KEPT = 60 * 60  # seconds
_SETTLED = frozenset(CampaignState) - {CampaignState.DRAFT, CampaignState.REVIEW, CampaignState.SCHEDULED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A text as one person gets it. `actor` is None for somebody invented; `cost` None where no price is known.

    `costly` pairs each character that forces UCS-2 with what could stand for it, or None. `missing` are tokens that
    are empty for this person, `unknown` those that nobody has; `outside` says why they wouldn't get it at all.
    """

    text: str
    subject: str
    language: str
    name: str
    actor: Actor | None
    channel: str
    outside: str
    is_neutral: bool
    parts: int
    units: int
    encoding: str
    cost: Decimal | None
    currency: str
    costly: tuple[tuple[str, str | None], ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """A campaign before it leaves, as a member may see it.

    `estimate` is None while the worker counts. `replies` says of each gateway what an answer costs the person.
    """

    estimate: Estimate | None
    problems: list[Problem]
    needs_second_eyes: bool
    longest: Sample | None
    replies: list[str]

    @property
    def is_counting(self) -> bool:
        return self.estimate is None

    @property
    def is_ready(self) -> bool:
        return self.estimate is not None and not self.problems


def preview(member: Membership, campaign: Campaign) -> Preview:
    """All that a person looks at before a campaign leaves."""
    found = estimate_of(campaign)
    return Preview(
        estimate=found,
        problems=problems(campaign, found),
        needs_second_eyes=found is not None and needs_second_eyes(campaign, found),
        longest=_longest(member, campaign, found) if found else None,
        replies=replies(campaign),
    )


def estimate_of(campaign: Campaign) -> Estimate | None:
    """The exact estimate: the kept one while it holds, a new one for a small audience, else None.

    A campaign that has begun keeps the one that it was sent by.
    """
    kept = campaign.estimate
    if kept and campaign.state in _SETTLED:
        return from_json(kept["counted"])
    mark = fingerprint(campaign)
    if kept and kept["fingerprint"] == mark:
        return from_json(kept["counted"])
    key = f"outreach:estimate:{mark}"
    found: Estimate | None = cache.get(key)
    if found is None and len(Audience(campaign).ids()) <= AT_ONCE:
        found = count(campaign)
        cache.set(key, found, _KEPT)
    return found


def counted_now(campaign: Campaign) -> dict[str, Any]:
    """What `Campaign.estimate` keeps: counted afresh, with the fingerprint of what was there when it began."""
    mark = fingerprint(campaign)
    return {"fingerprint": mark, "counted": as_json(count(campaign))}


def replies(campaign: Campaign) -> list[str]:
    """What an answer costs the person, a sentence for each gateway."""
    return list(dict.fromkeys(_reply(gateway) for gateway in ways_of(campaign).all))


def sample(
    campaign: Campaign,
    member: Membership,
    language: str,
    *,
    actor: Actor | None = None,
    text: str | None = None,
    subject: str | None = None,
) -> Sample:
    """The text of a language as one person gets it; whoever gets neutral texts alone is shown that one.

    `text` and `subject` stand in for what is kept, while somebody writes. Without an actor it is somebody of the
    audience whom the member sees, or else somebody invented; an actor whom the member doesn't see is invented too.
    """
    audience = Audience(campaign)
    chosen = actor if actor is not None else audience.first(member, language)
    found = audience.personal(chosen.pk) if chosen is not None and _may_see(member, chosen) else None
    reach, values = found or (None, _invented(campaign))
    kept = campaign.wordings.filter(language=language).first()
    body = text if text is not None else kept.text if kept else ""
    heading = subject if subject is not None else kept.subject if kept else ""
    whole = Template(dress(campaign, language, body)) if body.strip() else Template("")
    is_neutral = reach is not None and reach.is_neutral
    said = audience.texts.neutral.get(language) or neutral_text(campaign.programme, language)
    shown = said if is_neutral else whole.fill(values)
    size = sms.size(shown)
    return Sample(
        text=shown,
        subject=Template(heading.strip() or campaign.name).fill(values),
        language=language,
        name=values["name"],
        actor=chosen if found else None,
        channel=_channel(campaign, reach),
        outside=reach.outside if reach else "",
        is_neutral=is_neutral,
        parts=size.parts,
        units=size.units,
        encoding=size.encoding,
        cost=_cost(campaign, audience, reach, size.parts),
        currency=audience.ways.sms.currency if audience.ways.sms else campaign.programme.currency,
        costly=tuple((each.char, each.replacement) for each in sms.costly(shown)),
        missing=tuple(dict.fromkeys((*whole.missing(values), *Template(heading).missing(values)))),
        unknown=wording.unknown(f"{heading} {body}", TOKENS.keys()),
    )


def _longest(member: Membership, campaign: Campaign, found: Estimate) -> Sample | None:
    """The longest text, with whose it is where the member may see them."""
    actor = Actor.objects.filter(pk=found.longest_actor).first() if found.longest_actor else None
    return sample(campaign, member, found.longest_language, actor=actor) if actor else None


def _may_see(member: Membership, actor: Actor) -> bool:
    return seen_actors(member).filter(pk=actor.pk).exists()


def _invented(campaign: Campaign) -> dict[str, str]:
    """Somebody who exists nowhere, for a text that nobody's name may be put into."""
    return {
        "name": "Nomsa Dlamini",
        "first_name": "Nomsa",
        "surname": "Dlamini",
        "title": "Ms",
        "organisation": "Thusong Advice Office",
        "place": "Ceres",
        **shared_values(campaign),
    }


def _channel(campaign: Campaign, reach: Reach | None) -> str:
    if reach is not None and reach.is_reached:
        return reach.channel
    return Channel.EMAIL if campaign.via == Via.EMAIL else Channel.SMS


def _cost(campaign: Campaign, audience: Audience, reach: Reach | None, parts: int) -> Decimal | None:
    gateway = audience.ways.by(_channel(campaign, reach))
    if gateway is None:
        return None
    address = reach.address if reach is not None and reach.is_reached else ""
    if not address:
        return None if gateway.prices.home is None else gateway.prices.home * parts
    return gateway.prices.of(address, parts, region=campaign.programme.region)


def _reply(gateway: Gateway) -> str:
    said = {"gateway": gateway.name, "cost": gateway.reply_cost, "currency": gateway.currency}
    if not hears(gateway):
        return _("People can't answer what comes by “%(gateway)s”.") % said
    if gateway.channels == (Channel.EMAIL,):
        return _("Answering by e-mail costs the person what their data costs.") % said
    if gateway.reply_cost is None:
        return _("What an answer to “%(gateway)s” costs the person isn't known.") % said
    if not gateway.reply_cost:
        return _("An answer to “%(gateway)s” costs the person nothing.") % said
    return _("An answer to “%(gateway)s” costs the person %(currency)s %(cost)s.") % said
