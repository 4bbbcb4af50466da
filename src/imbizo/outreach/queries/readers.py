"""In which languages an audience reads, and whose text is shown while one writes."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor
from imbizo.actors.states import Language
from imbizo.outreach.models import Campaign, Wording
from imbizo.outreach.queries.audience import Audience
from imbizo.outreach.queries.counting import Cheaper, Estimate
from imbizo.outreach.queries.preview import Sample, estimate_of, sample
from imbizo.programmes.models import Membership

LONGEST = "longest"
_CHUNK = 5_000
_SHOWN = 50
_SUGGESTED = 6
_TRIED = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """A text on one person's phone: which of how many people it is (from 1; 0 where nobody real is shown)."""

    sample: Sample
    place: int
    people: int

    @property
    def turns(self) -> list[tuple[str, str]]:
        """The other people to look at: what the page asks for, and what its button says."""
        before = self.place - 1 if self.place > 1 else self.people
        after = self.place + 1 if self.place < self.people else 1
        return [(str(before), _("Previous")), (str(after), _("Next")), (LONGEST, _("The longest"))]


@dataclass(frozen=True, slots=True)
class CostlyHere:
    """A costly character with what replacing it saves the whole campaign; `is_in_text` where it stands in this text."""

    saving: Cheaper
    is_in_text: bool


def reading(campaign: Campaign) -> Counter[str]:
    """How many of the audience have each language as their first; the empty code is not known."""
    ids = Audience(campaign).ids()
    found: Counter[str] = Counter()
    for start in range(0, len(ids), _CHUNK):
        rows = Actor.objects.filter(pk__in=ids[start : start + _CHUNK]).values("language").order_by()
        found.update(dict(rows.annotate(people=Count("pk")).values_list("language", "people")))
    return found


def languages(campaign: Campaign) -> list[str]:
    """The languages to write in: those of the audience, the most read first, then others that have a text already."""
    common = [code for code, _people in reading(campaign).most_common() if code in Language.values]
    written = campaign.wordings.values_list("language", flat=True)
    return list(dict.fromkeys([*common[:_SUGGESTED], *written, campaign.fallback]))


def opened_first(campaign: Campaign) -> str:
    """The language that the page of texts opens with: the most read of those that have a text, else the most read."""
    written, found = set(campaign.wordings.values_list("language", flat=True)), languages(campaign)
    return next((code for code in found if code in written), found[0])


def wording_in(campaign: Campaign, language: str) -> Wording:
    """The text of a language, or an empty one that isn't kept yet."""
    found = campaign.wordings.filter(language=language).first()
    return found or Wording(programme=campaign.programme, campaign=campaign, language=language)


def shown_to(campaign: Campaign, member: Membership, wording: Wording, person: str) -> Shown:
    """The wording on the phone of the person at this place of the audience ("3"), or of who gets the longest text."""
    people = _people(campaign, wording.language)
    look = partial(sample, campaign, member, wording.language, text=wording.text, subject=wording.subject)
    if person == LONGEST:
        longest = _longest(campaign) or next(iter(people), None)
        return Shown(look(actor=longest), 0, len(people))
    is_asked = person.isdecimal() and len(person) < 4
    place = min(int(person), len(people)) if is_asked else _first_with_the_text(people, look)
    return Shown(look(actor=people[place - 1] if place else None), place, len(people))


def _first_with_the_text(people: Sequence[Actor], look: Callable[..., Sample]) -> int:
    """The place of the first of a few people who get the text itself and not the neutral one, else of the first."""
    tried = enumerate(people[:_TRIED], start=1)
    return next((place for place, actor in tried if not look(actor=actor).is_neutral), min(1, len(people)))


def costly_in(wording: Wording, estimate: Estimate) -> list[CostlyHere]:
    """The costly characters of a campaign, those first that save most; which of them stand in this text."""
    return [CostlyHere(saving, saving.char in wording.text) for saving in estimate.savings]


def _longest(campaign: Campaign) -> Actor | None:
    found = estimate_of(campaign)
    return Actor.objects.filter(pk=found.longest_actor).first() if found and found.longest_actor else None


def _people(campaign: Campaign, language: str) -> Sequence[Actor]:
    """Some of the audience: readers of the language, else whoever there is."""
    ids = Audience(campaign).ids()[:_CHUNK]
    return _readers(ids, language) or _readers(ids, "")


def _readers(ids: Sequence[UUID], language: str) -> list[Actor]:
    rows = Actor.objects.filter(pk__in=ids).order_by("pk")
    return list(rows.filter(language=language)[:_SHOWN] if language else rows[:_SHOWN])
