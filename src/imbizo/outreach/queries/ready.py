"""Whether a campaign can leave as it stands, and whether one person may decide that alone."""

from collections.abc import Callable, Iterator
from typing import Self

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.calc import sms, wording
from imbizo.messaging.models import Gateway
from imbizo.messaging.states import GatewayKind, Purpose
from imbizo.outreach.models import Campaign, OutreachRules, Wording
from imbizo.outreach.queries.counting import Estimate
from imbizo.outreach.queries.texts import TOKENS, dress
from imbizo.outreach.queries.ways import ways_of
from imbizo.outreach.rules import MOST_PARTS
from imbizo.outreach.states import Via


class Problem(str):
    """Why a campaign can't leave, in a sentence; `step` is where it is mended: who, text or when."""

    __slots__ = ("step",)
    step: str

    def __new__(cls, sentence: str, step: str) -> Self:
        made = super().__new__(cls, sentence)
        made.step = step
        return made


def problems(campaign: Campaign, estimate: Estimate | None) -> list[Problem]:
    """Why the campaign can't leave as it stands. Without an estimate its sizes aren't looked at."""
    asks: tuple[tuple[str, Callable[[Campaign], Iterator[str]]], ...] = (
        ("who", _of_audience),
        ("text", _of_texts),
        ("when", _of_gateways),
        ("when", _of_times),
    )
    found = [Problem(sentence, step) for step, ask in asks for sentence in ask(campaign)]
    return found if found or estimate is None else list(_of_sizes(estimate))


def text_problem(campaign: Campaign, language: str, text: str, subject: str = "") -> str:
    """Why a text can't be kept as it stands, or nothing: a token that isn't known, or too many parts for anybody."""
    unknown = wording.unknown(f"{subject} {text}", TOKENS.keys())
    if unknown:
        return _("There is no word {%(token)s} to fill in. Known are: %(known)s.") % {
            "token": unknown[0],
            "known": ", ".join(f"{{{token}}}" for token in TOKENS),
        }
    if campaign.via == Via.EMAIL:
        return ""
    parts = sms.size(wording.Template(dress(campaign, language, text)).fill({})).parts
    return too_long(parts) if parts > MOST_PARTS else ""


def too_long(parts: int) -> str:
    """What is said of a text that takes more parts than a text message should."""
    said = {"parts": parts, "most": MOST_PARTS}
    return _("As SMS it takes %(parts)s parts. Shorten it to at most %(most)s, or send it by e-mail.") % said


def needs_second_eyes(campaign: Campaign, estimate: Estimate) -> bool:
    """Whether it is larger or dearer than the programme lets one person send. A price that isn't known is too dear."""
    rules = rules_of(campaign)
    if estimate.people > rules.approve_above_people:
        return True
    return estimate.cost is None or estimate.cost > rules.approve_above_cost


def rules_of(campaign: Campaign) -> OutreachRules:
    """What the programme decided, else the defaults."""
    found = OutreachRules.objects.filter(programme_id=campaign.programme_id).first()
    return found or OutreachRules(programme_id=campaign.programme_id)


def _of_audience(campaign: Campaign) -> Iterator[str]:
    if not (campaign.everybody or campaign.conditions or campaign.lists.exists()):
        yield _("Choose whom it goes to.")


def _of_texts(campaign: Campaign) -> Iterator[str]:
    wordings = [each for each in campaign.wordings.all() if each.text.strip()]
    if not wordings:
        yield _("Write the text.")
    elif campaign.fallback not in {each.language for each in wordings}:
        yield _("Write the text in the language for those whose own has no text, or choose another for them.")
    for each in wordings:
        yield from _of_wording(campaign, each)


def _of_wording(campaign: Campaign, wording: Wording) -> Iterator[str]:
    if problem := text_problem(campaign, wording.language, wording.text, wording.subject):
        yield problem


def _of_gateways(campaign: Campaign) -> Iterator[str]:
    ways = ways_of(campaign)
    if not ways.all:
        yield _("There is no gateway that it could leave by.")
    for gateway in ways.all:
        said = {"gateway": gateway.name, "sender": campaign.sender}
        if campaign.asks.strip() and not hears(gateway):
            yield (
                _("It asks something, and “%(gateway)s” can't receive answers. Choose another gateway.")
                % said
            )
        elif campaign.purpose == Purpose.DIRECT_MARKETING and not hears(gateway):
            yield _("People must be able to send STOP, and “%(gateway)s” can't receive it.") % said
    if ways.sms and ways.sms.senders and campaign.sender and campaign.sender not in ways.sms.senders:
        said = {"gateway": ways.sms.name, "sender": campaign.sender}
        yield _("“%(gateway)s” doesn't allow the sender %(sender)s.") % said


def hears(gateway: Gateway) -> bool:
    """Whether answers reach us. Mail can always be answered: to the address that stands in it."""
    return gateway.can_receive or gateway.kind == GatewayKind.SMTP


def _of_times(campaign: Campaign) -> Iterator[str]:
    begins = max(campaign.send_at or timezone.now(), timezone.now())
    if campaign.use_by and campaign.use_by <= begins:
        yield _("“Not after” lies before it is sent. Choose a later time.")


def _of_sizes(estimate: Estimate) -> Iterator[Problem]:
    if not estimate.audience:
        yield Problem(_("Nobody is in this audience."), "who")
    elif not estimate.people:
        sentence = ngettext(
            "Nobody would get it: the one person in this audience is left out.",
            "Nobody would get it: all %(count)s people in this audience are left out.",
            estimate.audience,
        ) % {"count": estimate.audience}
        yield Problem(sentence, "who")
    if estimate.longest_parts > MOST_PARTS:
        yield Problem(too_long(estimate.longest_parts), "text")
