"""Word to those who said something, when something becomes of it: each change once, and never to the anonymous."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from imbizo.convening.models import Attendance, Input, SaidNotice
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.convening.queries import said as queries
from imbizo.convening.queries.said import LINK
from imbizo.messaging.models import Message
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links

_LINK_DAYS: Final = 365
# Twice the longest that an installation may stand still over a night or a weekend.
LOOK_BACK: Final = timedelta(days=4)
# Nobody gets word more often than this; what comes in between waits, and goes in one message.
APART: Final = timedelta(days=1)
News = dict[UUID, tuple[Attendance, dict[UUID, tuple[Input, list[str]]]]]


def send_word_back(now: datetime) -> int:
    """For the clock: write to those of whose words something became since; how many messages are on their way."""
    news: News = {}
    for said in queries.concerned_apart(queries.changed_since(now - LOOK_BACK), now - APART):
        _gather(news, said)
    return sum(_tell(attendance, list(inputs.values())) for attendance, inputs in news.values())


def said_address(attendance: Attendance, by: Membership | None) -> str:
    """A further link to the page on which this person reads what they said and what became of it."""
    token = add_public_links([attendance], purpose=LINK, days=_LINK_DAYS, by=by)[attendance.pk]
    return f"{settings.ENVIRONMENT.origin}{reverse('convening:said-of', args=[token])}"


def _gather(news: News, said: Input) -> None:
    speaker = said.speaker
    if speaker is None:
        return
    _attendance, inputs = news.setdefault(speaker.pk, (speaker, {}))
    untold = [each.what for each in queries.untold(said)]
    if untold:
        inputs[said.pk] = (said, untold)


@transaction.atomic
def _tell(attendance: Attendance, news: Iterable[tuple[Input, list[str]]]) -> int:
    """One message for all that is new to one person; each change is marked, reached or not."""
    marks = [SaidNotice(input=said, what=what) for said, untold in news for what in untold]
    first = _mark(marks)
    if not first or attendance.actor is None:
        return 0
    gathering = first[0].input.gathering
    address = said_address(attendance, None)
    letter = Letter(
        attendance.actor, lambda language: _words(first[0].input, address, language), seed=_seed(first)
    )
    sent: list[Message] = send_word(source=gathering, owner=gathering.owner, letters=[letter])
    return len(sent)


def _mark(marks: list[SaidNotice]) -> list[SaidNotice]:
    """Those that nobody marked before: two clocks tell it once."""
    SaidNotice.objects.bulk_create(marks, ignore_conflicts=True)
    kept = set(SaidNotice.objects.filter(pk__in=[mark.pk for mark in marks]).values_list("pk", flat=True))
    return [mark for mark in marks if mark.pk in kept]


def _seed(marks: list[SaidNotice]) -> UUID:
    return uuid5(marks[0].pk, "word")


def _words(said: Input, address: str, language: str) -> tuple[str, str]:
    told = {"sender": said.gathering.owner.label, "gathering": said.gathering.name, "address": address}
    with translation.override(language):
        subject = _("What has become of what you said") % told
        text = _("%(sender)s: there is news of what you said at %(gathering)s. Read it here: %(address)s")
        return subject, text % told
