"""What is written to the readers of a draft: that it is out, a reminder, and what was decided. In their language."""

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.drafting.models import Circulation, Reader
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.rules.commenting import closes_at
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links

_DAYS_AFTER: Final = 365
"""For so long after its day a reader's page still opens: it tells what was decided."""


class Kind(StrEnum):
    """What is written."""

    ASK = "ask"
    REMIND = "remind"
    ANSWERED = "answered"


def write_to_readers(
    circulation: Circulation, readers: Sequence[Reader], kind: Kind, at: dt.datetime
) -> set[UUID]:
    """Write to these readers, each with a further address of their page; the ids of those who have word."""
    if not readers:
        return set()
    pages = pages_of(readers, by=None)
    seeds = {uuid5(each.pk, f"{kind}:{at.isoformat()}"): each for each in readers}
    letters = [_letter(each, seed, pages[each.pk], kind) for seed, each in seeds.items()]
    sent = send_word(source=circulation, owner=circulation.publication.document.owner, letters=letters)
    return {seeds[message.pk].pk for message in sent if message.pk in seeds}


def moment_words(circulation: Circulation) -> str:
    """By when answers are asked for, in the programme's zone and the language in force."""
    moment = timezone.localtime(circulation.deadline, circulation.programme.zone)
    return str(date_format(moment, "j F Y, H:i"))


def pages_of(readers: Sequence[Reader], *, by: Membership | None) -> dict[UUID, str]:
    """A further address of each reader's own page, by the reader's id; those that they have stay open.

    The readers are of one circulation.
    """
    if not readers:
        return {}
    left = closes_at(readers[0].circulation) - timezone.now()
    days = max(0, left // dt.timedelta(days=1)) + _DAYS_AFTER
    tokens = add_public_links(list(readers), purpose=queries.READ_LINK, days=days, by=by)
    origin = settings.ENVIRONMENT.origin
    return {pk: origin + reverse("drafting:open-read", args=[token]) for pk, token in tokens.items()}


def _letter(reader: Reader, seed: UUID, page: str, kind: Kind) -> Letter:
    def words(language: str) -> tuple[str, str]:
        with translation.override(language):
            return words_to(reader, page, kind)

    return Letter(reader.member.actor, words, seed)


def words_to(reader: Reader, page: str, kind: Kind) -> tuple[str, str]:
    """The subject and the text of what is written to a reader, in the language in force."""
    return _subject(reader, kind), _text(reader, page, kind)


def _subject(reader: Reader, kind: Kind) -> str:
    said = {"document": reader.circulation.publication.title}
    if kind is Kind.ANSWERED:
        return _("What was decided about your comments: %(document)s") % said
    if kind is Kind.REMIND:
        return _("Reminder: what do you say to “%(document)s”?") % said
    return _("What do you say to “%(document)s”?") % said


def _text(reader: Reader, page: str, kind: Kind) -> str:
    circulation = reader.circulation
    document = circulation.publication.document
    said = {"document": circulation.publication.title, "sender": document.owner.label, "page": page}
    said |= {"until": moment_words(circulation), "number": circulation.programme.contact_number}
    parts = [
        _opening(kind) % said,
        circulation.message if kind is Kind.ASK else "",
        _closing(kind) % said,
        _("Questions: %(number)s") % said if said["number"] else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _opening(kind: Kind) -> str:
    if kind is Kind.ANSWERED:
        return _("%(sender)s has decided about what you said on “%(document)s”.")
    if kind is Kind.REMIND:
        return _("%(sender)s hasn't heard from you yet about “%(document)s”.")
    return _("%(sender)s asks what you say to “%(document)s”.")


def _closing(kind: Kind) -> str:
    if kind is Kind.ANSWERED:
        return _("Read it here: %(page)s")
    return _("Read it and comment, or say that you have no comment, by %(until)s: %(page)s")
