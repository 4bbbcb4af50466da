"""What participants read of drafts: in which section their words are, once a version with them was published."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.convening.registry import Becoming
from imbizo.drafting.models import Document, Publication, Section
from imbizo.drafting.states import DocumentKind, DocumentState
from imbizo.programmes.models import Partner


def of_section(section: Section) -> Becoming | None:
    """The section by its number in the last published version. Nothing of drafts; agreements are told by clause."""
    document = section.document
    if document.kind == DocumentKind.AGREEMENT or document.state == DocumentState.WITHDRAWN:
        return None
    published = last_published(document)
    number = numbers_in(published.pk).get(section.pk) if published else None
    if published is None or number is None:
        return None
    place = _("section %(number)s of “%(document)s”") % {"number": number, "document": published.title}
    words = {"place": place, "day": date_format(published.published_at, "j F Y")}
    sentence = _("It is in %(place)s, published on %(day)s.")
    if published.is_final:
        sentence = _("It is in %(place)s. This is the final text, of %(day)s.")
    stage = "final" if published.is_final else "published"
    return Becoming(stage, sentence % words, place=place, as_of=published.created_at)


def last_published(document: Document) -> Publication | None:
    """The newest published version, without its text."""
    rows = Publication.objects.filter(document=document).defer("frozen").order_by("-number")
    return rows.first()


@lru_cache(maxsize=64)
def numbers_in(publication: UUID) -> Mapping[UUID, str]:
    """The numbers of sections as they stand in a published version, which never changes."""
    frozen = Publication.objects.values_list("frozen", flat=True).get(pk=publication)
    return {UUID(each["id"]): each["number"] for each in frozen["sections"]}


def keeper(section: Section) -> Partner:
    return section.document.owner


def published_sections(publications: Iterable[UUID]) -> list[Section]:
    """The sections of which a publication may change what is told."""
    rows = Section.objects.filter(document__publications__in=list(publications))
    return list(rows.defer("html", "text").select_related("document__owner", "programme").distinct())
