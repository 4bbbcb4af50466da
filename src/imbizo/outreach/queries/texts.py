"""The texts of a campaign as they leave: dressed, parsed once, and in whose language."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from imbizo.calc.wording import Template
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach.models import Campaign
from imbizo.outreach.queries.neutral import neutral_texts
from imbizo.outreach.rules import dressed

TOKENS: dict[str, Promise] = {
    "name": _("the whole name"),
    "first_name": _("the first name"),
    "surname": _("the surname"),
    "title": pgettext_lazy("before a name", "the title"),
    "organisation": _("the organisation they are with"),
    "place": _("the place they live or work in"),
    "sender": _("who writes"),
    "number": _("the number to check who is asking"),
}
"""What a text may hold between braces. `{first_name|friend}` says what stands where there is none."""

SHARED_TOKENS = ("sender", "number")
"""Those that are the same for everybody."""


@dataclass(frozen=True, slots=True)
class Texts:
    """What each language says. Mail has the same text as SMS, under a subject; `shared` are values for everybody."""

    fallback: str
    bodies: Mapping[str, Template]
    subjects: Mapping[str, Template]
    shared: Mapping[str, str]
    neutral: dict[str, str] = field(default_factory=dict)

    @property
    def names(self) -> frozenset[str]:
        """The tokens that any of the texts holds."""
        templates = (*self.bodies.values(), *self.subjects.values())
        return frozenset(name for template in templates for name in template.names)

    def language_for(self, first: str, others: Iterable[str]) -> str:
        """The person's first language that a text exists in, else the campaign's fallback.

        While a draft has no text in its fallback yet, it is counted by another one.
        """
        wanted = (first, *others, self.fallback, *self.bodies)
        return next(language for language in wanted if language in self.bodies)

    def missing(self, language: str, channel: str, values: Mapping[str, str]) -> tuple[str, ...]:
        """The tokens that would be left empty for a person."""
        lacking = self.bodies[language].missing(values) if language in self.bodies else ()
        if channel == Channel.EMAIL and language in self.subjects:
            lacking = tuple(dict.fromkeys((*lacking, *self.subjects[language].missing(values))))
        return lacking

    def body(self, language: str, values: Mapping[str, str]) -> str:
        return self.bodies[language].fill(values)

    def subject(self, language: str, values: Mapping[str, str]) -> str:
        return self.subjects[language].fill(values)


def texts_of(campaign: Campaign) -> Texts:
    """The texts of a campaign: three queries."""
    wordings = [each for each in campaign.wordings.all() if each.text.strip()]
    languages = {each.language for each in wordings} | {campaign.fallback}
    bodies = {each.language: Template(dress(campaign, each.language, each.text)) for each in wordings}
    subjects = {each.language: Template(each.subject.strip() or campaign.name) for each in wordings}
    return Texts(
        fallback=campaign.fallback,
        bodies=bodies or {campaign.fallback: Template("")},
        subjects=subjects or {campaign.fallback: Template(campaign.name)},
        shared=shared_values(campaign),
        neutral=neutral_texts(campaign.programme, sorted(languages)),
    )


def shared_values(campaign: Campaign) -> dict[str, str]:
    """The values of the tokens that are the same for everybody."""
    return {"sender": campaign.owner.label, "number": campaign.programme.contact_number}


def dress(campaign: Campaign, language: str, text: str) -> str:
    """A wording as it leaves: the sender is named in it, and marketing says how to end it."""
    owner, programme = campaign.owner, campaign.programme
    is_marketing = campaign.purpose == Purpose.DIRECT_MARKETING
    return dressed(
        text,
        names=(owner.name, owner.short_name, programme.name),
        ending=how_to_end(language) if is_marketing else "",
    )


def how_to_end(language: str) -> str:
    """What marketing ends with, in the language of its text."""
    with translation.override(language):
        return gettext("STOP to end")
