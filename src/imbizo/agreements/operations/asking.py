"""Writing to the officials who speak for the parties of a round: asking, and reminding who is silent."""

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.agreements.models import ConsentRound, Party
from imbizo.agreements.operations.parties import LINK
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links

_DAYS_AFTER = 30
"""For so long after the close the page of an official still opens, and tells what came of it."""


@transaction.atomic
def ask(
    *, row: ConsentRound, parties: Sequence[Party], by: Membership | None, reminds: bool = False
) -> set[UUID]:
    """Write to the officials of these parties, each with a link of its own; the ids of parties that were reached.

    Nothing leaves where nobody is named, or the register knows no way to them: the link is handed over then.
    """
    owner = row.agreement.owner
    officials = {each.official_id for each in parties if each.official_id is not None}
    people = reach_people(owner, officials, purpose=Purpose.SERVICE)
    found = {each.pk: people[each.official_id] for each in parties if each.official_id in people}
    reached = {pk: each for pk, each in found.items() if not each.outside}
    named = [each for each in parties if each.pk in reached and not reached[each.pk].is_neutral]
    links = issue_links(row, named, by=by)
    drafts = {pk: _draft(row, each, links.get(pk, ""), reminds=reminds) for pk, each in reached.items()}
    queued = queue(
        programme=row.programme,
        drafts=drafts.values(),
        purpose=Purpose.SERVICE,
        source=row,
        owner=owner,
        use_by=row.deadline,
    )
    left = {each.pk for each in queued if each.state == MessageState.WAITING}
    return {pk for pk, draft in drafts.items() if draft.id in left}


@transaction.atomic
def issue_links(row: ConsentRound, parties: Sequence[Party], *, by: Membership | None) -> dict[UUID, str]:
    """A further address for each of these parties, by their ids: it is told once, and kept nowhere."""
    days = max((row.deadline - timezone.now()).days, 0) + _DAYS_AFTER
    tokens = add_public_links(parties, purpose=LINK, days=days, by=by)
    origin = settings.ENVIRONMENT.origin
    return {pk: f"{origin}{reverse('agreements:consent', args=[token])}" for pk, token in tokens.items()}


def _draft(row: ConsentRound, reached: Reached, link: str, *, reminds: bool) -> Draft:
    languages = row.programme.languages or ["en"]
    language = reached.language(dict(settings.LANGUAGES), languages[0])
    is_mail = reached.channel == Channel.EMAIL
    if reached.is_neutral:
        subject, text = neutral_subject(language), neutral_text(row.programme, language)
    else:
        with translation.override(language):
            subject, text = _subject(row, reminds=reminds), _text(row, link, is_mail=is_mail, reminds=reminds)
    return Draft(
        channel=Channel(reached.channel),
        address=reached.address,
        text=text,
        subject=subject if is_mail else "",
        language=language,
        recipient_id=reached.actor_id,
        is_neutral=reached.is_neutral,
    )


def _subject(row: ConsentRound, *, reminds: bool) -> str:
    title = {"title": row.agreement.document.title}
    return (_("Reminder: “%(title)s”") if reminds else _("Do you agree? “%(title)s”")) % title


def _text(row: ConsentRound, link: str, *, is_mail: bool, reminds: bool) -> str:
    closes = row.deadline.astimezone(row.programme.zone)
    told = {
        "sender": row.agreement.owner.label,
        "title": row.agreement.document.title,
        "day": date_format(closes, "j F Y, H:i"),
        "link": link,
        "number": row.programme.contact_number,
    }
    if not is_mail:
        return _("%(sender)s asks what you say of “%(title)s”, by %(day)s: %(link)s") % told
    silence = _("Where you don't answer, that counts as consent to words that stand unchanged.")
    parts = [
        _("We wrote to you before, and have no answer yet.") if reminds else row.message,
        _("You speak for a party to “%(title)s”. Please say what it says of each clause by %(day)s.") % told,
        silence if row.silence_consents else "",
        _("This is your page, without an account: %(link)s") % told,
        _("To check that this is true, phone %(number)s.") % told if told["number"] else "",
        told["sender"],
    ]
    return "\n\n".join(part for part in parts if part)
