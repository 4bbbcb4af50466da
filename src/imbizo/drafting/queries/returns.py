"""Word files that came back: which a member sees, and the words that went out in them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from imbizo.calc.richtext import RichText, parse
from imbizo.drafting.models import Document, Publication, Reader, Section, WordReturn
from imbizo.drafting.queries.outline import ordered
from imbizo.drafting.queries.seeing import documents, own
from imbizo.drafting.rules.word_stamps import Went
from imbizo.drafting.states import ReturnState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission

_WHOLE = (
    "document__owner",
    "document__programme",
    "programme",
    "publication",
    "reader__member__actor",
    "reader__circulation__publication__document",
    "on_behalf_of",
    "by__user",
    "by__partner",
)


@dataclass(frozen=True, slots=True)
class WentOut:
    """A section as it went out. `text` is None where the words of that moment aren't kept any more."""

    title: str
    text: RichText | None


def own_returns(member: Membership) -> QuerySet[WordReturn]:
    """Those of the documents of the member's partner, and the ones from which its members begin a document."""
    mine = own(documents(member), member).order_by()
    begun_by_us = Q(document=None, by__partner=member.partner_id)
    rows = WordReturn.objects.filter(Q(document__in=mine.values("pk")) | begun_by_us)
    return rows.filter(programme=member.programme_id).select_related(*_WHOLE)


def returns_of(document: Document) -> QuerySet[WordReturn]:
    """The files that came back for a document, the newest first."""
    return document.returns.select_related(*_WHOLE)


def of_reader(reader: Reader) -> QuerySet[WordReturn]:
    """What a reader sent back by their own page and didn't throw away."""
    sent = WordReturn.objects.filter(reader=reader, by=None).exclude(state=ReturnState.REFUSED)
    return sent.select_related(*_WHOLE)


def same_file(document: Document, digest: str) -> WordReturn | None:
    """The very same file, where it came before and wasn't refused."""
    rows = document.returns.filter(digest=digest).exclude(state=ReturnState.REFUSED)
    return rows.select_related("programme").first()


def readers_of(document: Document) -> QuerySet[Reader]:
    """All who were asked to read the document, those of the last circulation first."""
    rows = Reader.objects.filter(circulation__publication__document=document)
    return rows.select_related("member__actor", "circulation__publication").order_by(
        "-circulation__opened_at", "member__actor__sort_name"
    )


def reader_name(reader: Reader, member: Membership) -> str:
    """A reader, as a member of the document's owner may know them: else by those for whom they speak."""
    if member.may(Permission.ACTORS_VIEW):
        return str(reader.member)
    return reader.member.speaks_for or _("a member of the reference group")


def whose(returned: WordReturn, member: Membership) -> str:
    """Whose words a file holds, as the member may know."""
    if returned.reader is not None:
        return reader_name(returned.reader, member)
    if returned.on_behalf_of is not None:
        may_see = member.may(Permission.ACTORS_VIEW)
        return str(returned.on_behalf_of) if may_see else _("somebody in the register")
    return str(returned.by.user) if returned.by else ""


def publication_of(document: Document, went: Went) -> Publication | None:
    """The version that went out, where it was one."""
    if went.number is None:
        return None
    found: Publication | None = document.publications.filter(number=went.number).first()
    return found


def words_that_went(document: Document, went: Went) -> dict[UUID, WentOut]:
    """The sections of a document as they went out, in their order; none where it isn't known which words went."""
    publication = publication_of(document, went)
    if publication is not None:
        parts = publication.frozen["sections"]
        return {UUID(part["id"]): WentOut(part["title"], parse(part["html"])) for part in parts}
    return dict(_at(document, went.at)) if went.at else {}


def known_sections(document: Document) -> dict[UUID, Section]:
    """Every section that is or was in the document, in the order of reading; those that went come last."""
    rows = {row.pk: row for row in document.sections.select_related("programme", "document")}
    standing = [row for row in rows.values() if not row.is_gone]
    read = {each.id: rows[each.id] for each in ordered(standing)}
    return read | rows


def _at(document: Document, moment: dt.datetime) -> Iterator[tuple[UUID, WentOut]]:
    for pk, section in known_sections(document).items():
        if section.created_at <= moment and not section.is_gone:
            yield pk, _section_at(section, moment)


def _section_at(section: Section, moment: dt.datetime) -> WentOut:
    """Its state at a moment. States between, saved while writing, are dropped in time: then the numbers have a gap."""
    last = section.revisions.filter(at__lte=moment).first()
    after = section.revisions.filter(at__gt=moment).last()
    number = last.number if last else 0
    if after is not None and after.number != number + 1:
        return WentOut(last.title if last else section.title, None)
    return WentOut(last.title, parse(last.html)) if last else WentOut(section.title, RichText())


def joined(sections: Mapping[UUID, Section]) -> dict[UUID, UUID]:
    """Into which section each one was joined that was."""
    return {pk: row.joined_into_id for pk, row in sections.items() if row.joined_into_id}
