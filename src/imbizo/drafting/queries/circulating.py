"""Circulations: who reads, who answered what, who is due a reminder, and where a reader's page is."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from django.db.models import Count, Min, Q, QuerySet

from imbizo.calc import circulation as calc
from imbizo.drafting.models import (
    Circulation,
    Document,
    PlainSummary,
    Reader,
    ReferenceGroup,
    ReferenceMember,
)
from imbizo.drafting.queries.seeing import of_documents
from imbizo.drafting.rules.commenting import closes_at
from imbizo.drafting.states import ReaderAnswer
from imbizo.programmes.models import Membership
from imbizo.thread.models import PublicLink

READ_LINK: Final = "drafting.read"
"""The purpose of the link by which a reader opens their own page."""

_WHOLE = ("publication__document__owner", "publication__document__programme", "programme")


def circulations(member: Membership, *, only_own: bool = False) -> QuerySet[Circulation]:
    """Those of the documents that the member sees, or may change."""
    path = "publication__document"
    return of_documents(Circulation, member, path=path, only_own=only_own).select_related(*_WHOLE)


def circulations_of(document: Document) -> list[Circulation]:
    rows = Circulation.objects.filter(publication__document=document).select_related("publication")
    return list(rows.order_by("-opened_at"))


def group_of(document: Document) -> ReferenceGroup | None:
    return ReferenceGroup.objects.filter(document=document).select_related("programme").first()


def members(member: Membership) -> QuerySet[ReferenceMember]:
    """Members of the reference groups of the member's own partner's documents."""
    rows = of_documents(ReferenceMember, member, path="group__document", only_own=True)
    return rows.select_related(
        "actor", "nominated_by", "group__document__owner", "group__programme", "programme"
    )


def members_of(group: ReferenceGroup) -> QuerySet[ReferenceMember]:
    """All who sit or sat in it, those who sit first."""
    rows = group.members.select_related("actor", "nominated_by")
    return rows.order_by("left_on", "created_at")


def unasked(group: ReferenceGroup) -> list[ReferenceMember]:
    """Who sits in it, hasn't agreed and was never asked: no message reached them."""
    return list(group.members.filter(agreed_on=None, left_on=None, asked_at=None))


def sitting(document: Document) -> list[ReferenceMember]:
    """Who sits in the document's reference group."""
    rows = ReferenceMember.objects.filter(group__document=document, left_on=None)
    return list(rows.select_related("actor", "programme"))


def newcomers(circulation: Circulation, rows: Sequence[Reader]) -> list[ReferenceMember]:
    """Who sits in the group and isn't among its readers. `rows` are from `readers`."""
    known = {each.member_id for each in rows}
    return [each for each in sitting(circulation.publication.document) if each.pk not in known]


def own_readers(member: Membership) -> QuerySet[Reader]:
    rows = of_documents(Reader, member, path="circulation__publication__document", only_own=True)
    return rows.select_related("member__actor", "programme", *(f"circulation__{each}" for each in _WHOLE))


def readers(circulation: Circulation) -> list[Reader]:
    """Its readers, with how many comments stand of each and when the first came, in one query."""
    standing = Q(comments__withdrawn_because="")
    rows: QuerySet[Any] = circulation.readers.select_related(
        "member__actor", "member__nominated_by", *(f"circulation__{each}" for each in _WHOLE)
    )
    rows = rows.annotate(
        said=Count("comments", filter=standing), first_at=Min("comments__created_at", filter=standing)
    )
    return list(rows.order_by("member__actor__sort_name", "pk"))


def figures(circulation: Circulation, rows: Sequence[Reader], now: dt.datetime) -> calc.Figures:
    """How it stands: comments, no comment and silence told apart. `rows` are from `readers`."""
    return calc.figures(_sent(circulation), [_known(each) for each in rows], now)


def due(circulation: Circulation, now: dt.datetime) -> list[Reader]:
    """Whom a reminder is due now; not those who left the group."""
    rows = [each for each in readers(circulation) if each.member.left_on is None]
    wanted = set(calc.due(_sent(circulation), [_known(each) for each in rows], now))
    return [each for each in rows if str(each.pk) in wanted]


def unreached(rows: Sequence[Reader]) -> list[Reader]:
    """Who of them sits in the group, hasn't answered by any way, and to whom nothing went."""
    return [
        each
        for each in rows
        if each.sent_at is None and each.answer == ReaderAnswer.SILENCE and each.member.left_on is None
    ]


def is_silent(reader: Reader) -> bool:
    """Whether a reader who sits in the group hasn't answered, and had the draft."""
    is_there = reader.sent_at is not None and reader.member.left_on is None
    return is_there and reader.answer == ReaderAnswer.SILENCE


def is_late(circulation: Circulation, reader: Reader) -> bool:
    return calc.is_late(_sent(circulation), _known(reader))


def open_at(now: dt.datetime) -> QuerySet[Circulation]:
    rows = Circulation.objects.filter(closed_at=None, deadline__gt=now, programme__anonymised_at=None)
    return rows.select_related(*_WHOLE)


def passed(now: dt.datetime) -> QuerySet[Circulation]:
    rows = Circulation.objects.filter(closed_at=None, deadline__lte=now, programme__anonymised_at=None)
    return rows.select_related(*_WHOLE)


def still_open(document: Document) -> bool:
    return Circulation.objects.filter(publication__document=document, closed_at=None).exists()


def summaries(member: Membership) -> QuerySet[PlainSummary]:
    """Summaries of the member's own partner's publications."""
    rows = of_documents(PlainSummary, member, path="publication__document", only_own=True)
    return rows.select_related("publication__document__owner", "programme", "checked_by__user")


def behind(link: PublicLink) -> Reader | None:
    """Whose page the link opens."""
    rows = Reader.objects.filter(pk=link.record_id)
    return rows.select_related(
        "member__actor", "programme", *(f"circulation__{each}" for each in _WHOLE)
    ).first()


def behind_terms(link: PublicLink) -> ReferenceMember | None:
    rows = ReferenceMember.objects.filter(pk=link.record_id, left_on=None)
    return rows.select_related("actor", "nominated_by", "group__document__owner", "programme").first()


def _sent(circulation: Circulation) -> calc.Circulation:
    return calc.Circulation(closes_at(circulation), (dt.timedelta(days=circulation.remind_days),))


def _known(reader: Any) -> calc.Member:
    is_quiet = reader.answer == ReaderAnswer.NO_COMMENT
    return calc.Member(
        id=str(reader.pk),
        sent_at=reader.sent_at or reader.circulation.opened_at,
        comments=reader.said,
        first_comment_at=reader.first_at,
        no_comment_at=reader.answered_at if is_quiet else None,
        reminded_at=reader.reminded_at,
        is_unreached=reader.sent_at is None,
    )
