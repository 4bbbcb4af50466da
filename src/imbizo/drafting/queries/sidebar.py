"""The sidebar of the editor: the section's evidence by theme, and what a search finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Section
from imbizo.drafting.queries.drawing import numbers
from imbizo.drafting.registry import Offer, citable
from imbizo.programmes.models import Membership

_SALT: Final = "imbizo.drafting.cite"


@dataclass(frozen=True, slots=True)
class Card:
    """An offer with the sealed token by which it's cited: kind, id and label come from us, not from the page."""

    offer: Offer
    token: str


@dataclass(frozen=True, slots=True)
class Group:
    """The offers of one theme; those of none come last, under an empty name."""

    theme: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Another section that can be referred to."""

    id: UUID
    label: str
    title: str


def groups(section: Section, member: Membership, words: str = "") -> list[Group]:
    """What stands behind the section, or what the words find, by theme in the order in which it's offered."""
    offers = _once(offer for provider in citable for offer in provider(member, section, words.strip()))
    themes = sorted(dict.fromkeys(each.theme for each in offers), key=lambda theme: not theme)
    return [
        Group(theme, tuple(Card(each, _seal(each)) for each in offers if each.theme == theme))
        for theme in themes
    ]


def _once(offers: Iterable[Offer]) -> list[Offer]:
    """Each record once; where two providers know it, the one that knows its theme."""
    known: dict[tuple[str, UUID], Offer] = {}
    for each in offers:
        before = known.get((each.kind, each.id))
        if before is None or (each.theme and not before.theme):
            known[each.kind, each.id] = each
    return list(known.values())


def _seal(offer: Offer) -> str:
    return signing.dumps([offer.kind, str(offer.id), offer.label], salt=_SALT)


def unsealed(token: str) -> tuple[str, UUID, str]:
    """Kind, id and label of what is to be cited. Raises NotReady for a token that isn't ours."""
    try:
        kind, pk, label = signing.loads(token, salt=_SALT, max_age=2 * 24 * 60 * 60)
    except signing.BadSignature as error:
        raise NotReady(_("This page has been open for long. Search once more, then cite.")) from error
    return kind, UUID(pk), label


def places(section: Section) -> list[Place]:
    """The document's other sections, to refer to by their identity."""
    titles = dict(section.document.sections.values_list("pk", "title"))
    return [
        Place(pk, _("section %s") % number, titles[pk])
        for pk, number in numbers(section.document).items()
        if pk != section.pk
    ]
