"""Writing to institutions that are asked to name people: by the way they are reached, with a link to a light page."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.base.models import new_id
from imbizo.convening.models import Nomination
from imbizo.convening.queries import nominations as queries
from imbizo.convening.queries.words import span_words
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links

_DAYS_OPEN = 120


@dataclass(frozen=True)
class Asked:
    """The page of one institution, to hand over where no message is on its way; told once."""

    nomination: Nomination
    address: str
    is_on_its_way: bool


@transaction.atomic
def write_to(
    *, nominations: Sequence[Nomination], by: Membership | None, reminds: bool = False
) -> list[Asked]:
    """Write to these institutions (of one gathering), each by the way it is reached, in its language.

    Each gets a further link; earlier ones stay good. Where the register has no way to it, somebody hands it over.
    """
    if not nominations:
        return []
    gathering = nominations[0].gathering
    tokens = add_public_links(nominations, purpose=queries.LINK, days=_DAYS_OPEN, by=by)
    ways = reach_people(
        gathering.owner, [each.institution_id for each in nominations], purpose=Purpose.INVITATION
    )
    drafts = {
        each.pk: _draft(each, way, _address(tokens[each.pk]), reminds=reminds)
        for each in nominations
        if (way := ways.get(each.institution_id)) and not way.outside
    }
    left = _queued(nominations[0], drafts)
    return [Asked(each, _address(tokens[each.pk]), each.pk in left) for each in nominations]


def _queued(first: Nomination, drafts: Mapping[UUID, Draft]) -> set[UUID]:
    gathering = first.gathering
    queued = queue(
        programme=gathering.programme,
        drafts=list(drafts.values()),
        purpose=Purpose.INVITATION,
        source=gathering,
        owner=gathering.owner,
    )
    waiting = {message.pk for message in queued if message.state == MessageState.WAITING}
    return {pk for pk, draft in drafts.items() if draft.id in waiting}


def _address(token: str) -> str:
    return settings.ENVIRONMENT.origin + reverse("convening:nominate", args=[token])


def _draft(nomination: Nomination, way: Reached, address: str, *, reminds: bool) -> Draft:
    offered = [code for code, _name in settings.LANGUAGES]
    language = way.language(offered, (nomination.programme.languages or ["en"])[0])
    is_mail = way.channel == Channel.EMAIL
    with translation.override(language):
        subject = neutral_subject(language) if way.is_neutral else _subject(nomination, reminds=reminds)
        text = (
            neutral_text(nomination.programme, language)
            if way.is_neutral
            else _text(nomination, address, is_mail=is_mail, reminds=reminds)
        )
    return Draft(
        id=new_id(),
        channel=Channel(way.channel),
        address=way.address,
        text=text,
        subject=subject[:300] if is_mail else "",
        language=language,
        recipient_id=nomination.institution_id,
        is_neutral=way.is_neutral,
    )


def _subject(nomination: Nomination, *, reminds: bool) -> str:
    said = {"gathering": nomination.gathering.name}
    if reminds:
        return _("Reminder: whom do you send to %(gathering)s?") % said
    return _("Whom do you send to %(gathering)s?") % said


def day_words(moment: dt.datetime | None, nomination: Nomination) -> str:
    """By when they answer, in the programme's zone and the language in force; empty without a day."""
    if moment is None:
        return ""
    return str(date_format(timezone.localtime(moment, nomination.programme.zone), "j F Y, H:i"))


def wanted_words(nomination: Nomination) -> str:
    """How many are asked for: "2 people and 1 alternate"."""
    people = ngettext("%(n)s person", "%(n)s people", nomination.seats) % {"n": nomination.seats}
    if not nomination.alternates:
        return people
    others = ngettext("%(n)s alternate", "%(n)s alternates", nomination.alternates)
    said = {"people": people, "alternates": others % {"n": nomination.alternates}}
    return _("%(people)s and %(alternates)s") % said


def _text(nomination: Nomination, address: str, *, is_mail: bool, reminds: bool) -> str:
    gathering, programme = nomination.gathering, nomination.programme
    said = {
        "sender": gathering.owner.label,
        "gathering": gathering.name,
        "when": span_words(gathering),
        "wanted": wanted_words(nomination),
        "until": day_words(nomination.due_at, nomination),
        "address": address,
        "mandate": nomination.mandate,
        "number": programme.contact_number,
    }
    if not is_mail:
        return _short(said)
    parts = [
        _("We wrote to you before, and haven't heard from you yet.") if reminds else "",
        _("We invite %(wanted)s from you to %(gathering)s.") % said,
        said["when"],
        _("They come with this mandate: %(mandate)s") % said if said["mandate"] else "",
        _("Please name them by %(until)s.") % said if said["until"] else "",
        _("Name them on this page, without an account: %(address)s") % said,
        _("You can come back to it and change what you wrote.") % said,
        _("To check that this is true, phone %(number)s.") % said if said["number"] else "",
        said["sender"],
    ]
    return "\n\n".join(part for part in parts if part)


def _short(said: Mapping[str, str]) -> str:
    if said["until"]:
        return _("%(sender)s: please name %(wanted)s for %(gathering)s by %(until)s: %(address)s") % said
    return _("%(sender)s: please name %(wanted)s for %(gathering)s: %(address)s") % said
