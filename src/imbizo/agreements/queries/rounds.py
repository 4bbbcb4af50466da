"""Rounds: those that a member sees, those that are due, the one that a link opens."""

from datetime import datetime

from django.db.models import QuerySet

from imbizo.agreements.models import Agreement, ConsentRound, Party
from imbizo.agreements.queries.seeing import of_agreements
from imbizo.agreements.states import AgreementState, RoundState
from imbizo.programmes.models import Membership
from imbizo.thread.models import PublicLink

_WITH = ("programme", "agreement__owner", "agreement__document", "text")


def rounds(member: Membership, *, only_own: bool = False) -> QuerySet[ConsentRound]:
    """The rounds of agreements that the member sees; or, with `only_own`, may change."""
    return of_agreements(ConsentRound, member, only_own=only_own).select_related(*_WITH)


def due_to_close(now: datetime) -> QuerySet[ConsentRound]:
    """Rounds whose time is over, and whose outcome nobody has written down yet."""
    return ConsentRound.objects.filter(state=RoundState.OPEN, deadline__lte=now).select_related(*_WITH)


def due_to_remind(now: datetime, until: datetime) -> QuerySet[ConsentRound]:
    """Open rounds that close by `until`, and whose parties weren't reminded yet."""
    rows = ConsentRound.objects.filter(state=RoundState.OPEN, reminded_at=None, deadline__gt=now)
    rows = rows.exclude(agreement__state__in=(AgreementState.ENDED, AgreementState.WITHDRAWN))
    return rows.filter(deadline__lte=until).select_related(*_WITH)


def behind(link: PublicLink) -> Party | None:
    """The party whose official holds this link; None where it has withdrawn or is gone."""
    rows = Party.objects.filter(pk=link.record_id, withdrew_on=None)
    return rows.select_related(
        "programme", "institution", "official", "agreement__owner", "agreement__document"
    ).first()


def latest(agreement: Agreement) -> ConsentRound | None:
    """The round that an official's page is about: the newest that wasn't called off."""
    rows: QuerySet[ConsentRound] = agreement.rounds.exclude(state=RoundState.CANCELLED)
    return rows.select_related(*_WITH).first()
