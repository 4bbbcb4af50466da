"""What apps beside and below give to drafting: the evidence that a section may cite."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from imbizo.base.registry import Hooks
from imbizo.drafting.models import Section
from imbizo.programmes.models import Membership

MOST_OFFERS: Final = 30
"""So many offers a provider gives at most to one search."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A record that a section may cite, as the sidebar shows it and as it reads in the text.

    `kind` and `id` are the record's on the thread ("convening.input"). `label` is how it reads when cited, without
    brackets ("De Doorns, 12 May"): of what was said anonymously the gathering and the month, never a person. `text`
    is what is shown: where words were translated the translation, with `original` and its `language` (a code)
    beside it; else the words themselves, with `original` empty. `theme` is what it's grouped under, where it has one.
    `voices` counts who stands behind it, None where that isn't counted or would name a group under five.
    """

    kind: str
    id: UUID
    label: str
    text: str
    original: str = ""
    translation: str = ""
    language: str = ""
    where: str = ""
    when: dt.date | None = None
    voices: int | None = None
    theme: str = ""
    url: str = ""


citable: Hooks[[Membership, Section | None, str], list[Offer]] = Hooks("citable")
"""Who knows evidence: (member, section, words) gives at most MOST_OFFERS offers that the member may see.

With a section and no words: what stands behind the section on the thread. With words: what they find, whether or not
it stands on the thread already (the section, where there is one, for the order). With neither: nothing.
"""
