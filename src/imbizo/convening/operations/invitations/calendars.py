"""The calendar part of a mail to one of the invited: a request, a change of it, or that it is called off."""

from functools import cached_property
from typing import Final

from django.conf import settings
from django.utils import timezone

from imbizo.calc import calendars
from imbizo.calc.calendars import Attendee, Event, Method, Organiser, Partstat, Status
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.queries import told, wordings
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.messaging.queries import gateway_for
from imbizo.messaging.states import Channel
from imbizo.outreach.queries.reaching import Reached

_WITH_CALENDAR: Final = frozenset(
    {
        NoticeKind.INVITATION,
        NoticeKind.NEWS,
        NoticeKind.ACCEPTED,
        NoticeKind.OFFER,
        NoticeKind.CALLED_OFF,
        NoticeKind.WITHDRAWN,
    }
)
_TAKES_BACK: Final = frozenset({NoticeKind.CALLED_OFF, NoticeKind.WITHDRAWN})
_ANSWERED: Final = {
    InvitationState.ACCEPTED: Partstat.ACCEPTED,
    InvitationState.DECLINED: Partstat.DECLINED,
    InvitationState.TENTATIVE: Partstat.TENTATIVE,
}


class Calendars:
    """Calendar parts of one kind of notice for a gathering; what all have in common is found once."""

    def __init__(self, gathering: Gathering, kind: str) -> None:
        self._gathering = gathering
        self._has_part = kind in _WITH_CALENDAR and gathering.starts_at is not None
        self._is_off = kind in _TAKES_BACK
        self._where: dict[str, str] = {}

    @cached_property
    def _organiser(self) -> Organiser:
        """Asked for with the first mail: most are reached by SMS."""
        return organiser(self._gathering)

    def of(self, invitation: Invitation, reached: Reached, text: str) -> str:
        """The file for one person; empty where this kind has none, or others may read the mail."""
        if not self._has_part or reached.is_neutral:
            return ""
        attendee = Attendee(
            reached.name,
            reached.address,
            _ANSWERED.get(InvitationState(invitation.state), Partstat.NEEDS_ACTION),
        )
        method = Method.CANCEL if self._is_off else Method.REQUEST
        event = self._event(self._organiser, invitation, reached, text)
        zone = self._gathering.programme.zone
        return calendars.invitation(event, attendee, zone=zone, method=method).decode()

    def _event(self, organiser: Organiser, invitation: Invitation, reached: Reached, text: str) -> Event:
        gathering = self._gathering
        assert gathering.starts_at is not None
        assert gathering.ends_at is not None
        language = reached.language(wordings.LANGUAGES, wordings.fallback(gathering))
        if language not in self._where:
            self._where[language] = wordings.where_words(gathering, language)
        return Event(
            uid=gathering.uid,
            sequence=gathering.sequence,
            summary=gathering.name,
            starts_at=gathering.starts_at,
            ends_at=gathering.ends_at,
            last_modified=timezone.now(),
            organiser=organiser,
            description=text,
            location=self._where[language],
            url=gathering.joining_link if invitation.state in told.COMING else "",
            status=Status.CANCELLED if self._is_off else Status.CONFIRMED,
        )


def organiser(gathering: Gathering) -> Organiser:
    """Who invites, at an address where the answers of mail programs come in: the same for a gathering's whole life."""
    gateway = gateway_for(gathering.programme, Channel.EMAIL)
    answers_at = str(gateway.settings.get("answers_at", "")) if gateway else ""
    if answers_at:
        return Organiser(gathering.owner.label, f"answer@{answers_at}")
    own = str(gateway.settings.get("from_address", "")) if gateway else ""
    return Organiser(gathering.owner.label, own or settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">"))
