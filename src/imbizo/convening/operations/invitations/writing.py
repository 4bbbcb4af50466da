"""Writing to the invited: each by the way they are reached, in their language, with a link and a calendar part.

Called inside a short transaction: messages, links and what is noted of each person are written together or not at all.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from imbizo.base import bulk
from imbizo.convening.models import Gathering, Invitation
from imbizo.convening.operations.invitations.calendars import Calendars
from imbizo.convening.queries import told, wordings
from imbizo.convening.queries.wordings import Notice
from imbizo.convening.states import InvitationState, NoticeKind
from imbizo.messaging.models import Message
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, known_people, reach_people
from imbizo.thread.operations import add_public_links

LINK_PURPOSE: Final = "convening.answer"
_LINK_DAYS_AFTER: Final = 14
"""For so long after the gathering a person's own page still opens."""

TELLING: Final = frozenset(
    {
        NoticeKind.INVITATION,
        NoticeKind.REMINDER,
        NoticeKind.NEWS,
        NoticeKind.ACCEPTED,
        NoticeKind.OFFER,
        NoticeKind.CALLED_OFF,
    }
)
"""The kinds that tell time and place."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What is written: the kind, from which run or event (so that ids follow), and what the organiser adds."""

    gathering: Gathering
    kind: NoticeKind
    seed: UUID
    note: str = ""
    purpose: Purpose = Purpose.INVITATION
    # The way that somebody has just used, by the invitation's id: they are answered there.
    ways: Mapping[UUID, tuple[str, str]] | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What became of it: messages by the invitation's id, and why the others weren't reached."""

    messages: Mapping[UUID, Message]
    unreached: Mapping[UUID, str]

    def left(self, invitation: Invitation) -> bool:
        """Whether a message to this person is on its way."""
        message = self.messages.get(invitation.pk)
        return message is not None and message.state != MessageState.REFUSED

    def told(self, invitation: Invitation) -> bool:
        """Whether it also says what it is about."""
        return self.left(invitation) and not self.messages[invitation.pk].is_neutral


def write(errand: Errand, invitations: Sequence[Invitation]) -> Written:
    """Put a message to each into the outbox, and note with each what it told. The same seed writes nobody twice."""
    reached = _reached(errand, invitations)
    pen = _Pen(errand, [each for each in invitations if not reached[each.pk].outside], reached)
    queued = queue(
        programme=errand.gathering.programme,
        drafts=pen.drafts(),
        purpose=errand.purpose,
        source=errand.gathering,
        owner=errand.gathering.owner,
        use_by=_use_by(errand),
    )
    by_id = {message.pk: message for message in queued}
    messages = {each.pk: message for each in invitations if (message := by_id.get(message_id(errand, each)))}
    written = Written(messages, {pk: found.outside for pk, found in reached.items() if found.outside})
    _note(errand, invitations, written)
    return written


def message_id(errand: Errand, invitation: Invitation) -> UUID:
    """The id of the message to one person: the same each time, so that nobody is written to twice."""
    return uuid5(errand.seed, str(invitation.pk))


def _reached(errand: Errand, invitations: Sequence[Invitation]) -> dict[UUID, Reached]:
    """How each is reached, by the invitation's id."""
    ids, ways = [each.actor_id for each in invitations], errand.ways or {}
    if all(each.pk in ways for each in invitations):
        people = known_people(ids)
    else:
        people = reach_people(errand.gathering.owner, ids, purpose=Purpose.INVITATION)
    found = {}
    for each in invitations:
        reached = people.get(each.actor_id) or Reached(each.actor_id, "", "", (), outside="gone")
        if each.pk in ways:
            reached.channel, reached.address = ways[each.pk]
            reached.outside, reached.is_neutral = "", False
        found[each.pk] = reached
    return found


class _Pen:
    """Fills the texts of one errand in."""

    def __init__(
        self, errand: Errand, invitations: Sequence[Invitation], reached: Mapping[UUID, Reached]
    ) -> None:
        self.errand, self.invitations, self.reached = errand, invitations, reached
        self.gathering = errand.gathering
        self.fallback = wordings.fallback(self.gathering)
        self.notices: Mapping[str, Notice] = wordings.notices(self.gathering, errand.kind)
        self._shared: dict[str, dict[str, str]] = {}
        self._neutral: dict[str, str] = {}
        self._links = self._fresh_links()
        self._calendars = Calendars(self.gathering, errand.kind)

    def drafts(self) -> list[Draft]:
        return [self._draft(each) for each in self.invitations]

    def _draft(self, invitation: Invitation) -> Draft:
        reached = self.reached[invitation.pk]
        language = reached.language(wordings.LANGUAGES, self.fallback)
        is_mail = reached.channel == Channel.EMAIL
        if reached.is_neutral:
            subject, text = neutral_subject(language) if is_mail else "", self._neutral_text(language)
        else:
            values, notice = self._values(invitation, language), self.notices[language]
            subject, text = notice.subject.fill(values) if is_mail else "", notice.text.fill(values)
        return Draft(
            id=message_id(self.errand, invitation),
            channel=Channel(reached.channel),
            address=reached.address,
            text=text,
            subject=subject[:300],
            language=language,
            recipient_id=invitation.actor_id,
            is_neutral=reached.is_neutral,
            calendar=self._calendars.of(invitation, reached, text) if is_mail else "",
        )

    def _values(self, invitation: Invitation, language: str) -> dict[str, str]:
        reached = self.reached[invitation.pk]
        return self._same(language) | {
            "name": reached.name,
            "first_name": reached.first_name,
            "link": self._links.get(invitation.pk, ""),
            "until": wordings.moment_words(self.gathering, invitation.offer_until),
            "join": told.join_line(self.gathering) if invitation.state in told.COMING else "",
        }

    def _same(self, language: str) -> dict[str, str]:
        if language not in self._shared:
            self._shared[language] = wordings.shared_values(self.gathering, language, note=self.errand.note)
        return self._shared[language]

    def _neutral_text(self, language: str) -> str:
        if language not in self._neutral:
            self._neutral[language] = neutral_text(self.gathering.programme, language)
        return self._neutral[language]

    def _fresh_links(self) -> dict[UUID, str]:
        """A link for each who gets one, beside those that they have."""
        if not any(notice.has_link for notice in self.notices.values()):
            return {}
        linked = [each for each in self.invitations if not self.reached[each.pk].is_neutral]
        return links(self.gathering, linked)


def links(gathering: Gathering, invitations: Sequence[Invitation]) -> dict[UUID, str]:
    """A further address of each person's own page, by the invitation's id."""
    tokens = add_public_links(invitations, purpose=LINK_PURPOSE, days=_days_open(gathering), by=None)
    return {
        pk: settings.ENVIRONMENT.origin + reverse("convening:answer", args=[t]) for pk, t in tokens.items()
    }


def _days_open(gathering: Gathering) -> int:
    until = gathering.ends_at or timezone.now() + dt.timedelta(days=60)
    return max(1, (until - timezone.now()).days) + _LINK_DAYS_AFTER


def _use_by(errand: Errand) -> dt.datetime | None:
    """An invitation that arrives when the day is over helps nobody."""
    begins = errand.gathering.starts_at
    return begins if begins is not None and begins > timezone.now() else None


def _note(errand: Errand, invitations: Sequence[Invitation], written: Written) -> None:
    """Keep with each person the last message and what it told, or that no message could tell it."""
    now_true = told.facts(errand.gathering)
    is_telling = errand.kind in TELLING
    changed = [each for each in invitations if each.pk in written.messages or (is_telling and each.told)]
    for each in changed:
        if (message := written.messages.get(each.pk)) is not None:
            each.message = message
        if is_telling:
            sequence = errand.gathering.sequence if written.told(each) else None
            _note_told(each, now_true.told_to(each), sequence)
        is_new = errand.kind == NoticeKind.INVITATION and each.state == InvitationState.READY
        if is_new and written.left(each):
            each.state, each.invited_at = InvitationState.INVITED, timezone.now()
    names = ("message_id", "told", "told_sequence", "state", "invited_at")
    bulk.update_rows(
        Invitation, names, ([getattr(each, name) for name in (*names, "pk")] for each in changed)
    )


def _note_told(invitation: Invitation, now_true: dict[str, Any], sequence: int | None) -> None:
    """What they know now; without a sequence they were told nothing by it, and somebody must ring them."""
    if sequence is not None:
        invitation.told, invitation.told_sequence = now_true, sequence
    elif invitation.told:
        invitation.told = invitation.told | {told.TRIED: now_true}
