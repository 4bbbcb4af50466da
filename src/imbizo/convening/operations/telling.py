"""Telling those who must know first: the letter, how it went, and what they answered."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.base.errors import NotAllowed
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import FirstToTell, Gathering, Letterhead, Telling
from imbizo.convening.queries.protocol import LINK, is_outdated, letterhead_of, to_tell
from imbizo.convening.rules.day_named import day_named
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.states import GatheringState, TellingState, ToldBy
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, MessageState, Purpose
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links, audit, link, rewrite
from imbizo.thread.states import Relation

_LINK_DAYS = 90
_NOT_YOURS = gettext_lazy("Only the partner that convenes the gathering tells those who must be told first.")
_TOLD = gettext_lazy("This letter has gone. Take it back first, where it was a mistake.")
_ANSWERS = (TellingState.WELCOMED, TellingState.NOTED, TellingState.ASKS, TellingState.OBJECTS)


@transaction.atomic
def write_letters(*, gathering: Gathering, by: Membership) -> list[Telling]:
    """Write the letter to each office that has none yet, numbered in order on the partner's letterhead.

    Raises NotAllowed, NotReady (nobody is on the list, or there is no letterhead).
    """
    _must_convene(gathering, by)
    missing = [each.first for each in to_tell(gathering) if each.telling is None]
    if not missing:
        return []
    if letterhead_of(gathering.owner) is None:
        raise NotReady(_("Make your letterhead first: who signs, and how references begin."))
    head = Letterhead.objects.select_for_update().get(owner=gathering.owner)
    made = [_letter(gathering, first, head) for first in missing]
    head.save(update_fields=["last_number", "updated_at"])
    Telling.objects.bulk_create(made)
    audit("create", made, by=by, changes=[{"reference": [None, each.reference]} for each in made])
    for each in made:
        link(each, gathering, Relation.RESPONDS_TO, by=by)
    return made


@transaction.atomic
def change_letter(*, telling: Telling, changes: Mapping[str, Any], by: Membership) -> Telling:
    """Write these fields of a letter that hasn't gone. Raises NotAllowed, NotNow."""
    current = _held(telling, by)
    if current.state != TellingState.DRAFT:
        raise NotNow(_TOLD)
    if "text" in changes:
        # Whoever writes the text answers for the day in it; another title of who signs says nothing of it.
        changes = {**changes, "names_day": _day_of(current.gathering)}
    return rewrite(current, changes, by=by)


@transaction.atomic
def write_anew(*, telling: Telling, by: Membership) -> Telling:
    """Write a letter that hasn't gone once more, of the day that the gathering has now. Raises NotAllowed, NotNow."""
    current = _held(telling, by)
    if current.state != TellingState.DRAFT:
        raise NotNow(_TOLD)
    _must_take_place(current.gathering)
    head = Letterhead.objects.get(owner=current.gathering.owner)
    with translation.override(current.language):
        changes = {"text": _text(current.gathering, head), "names_day": _day_of(current.gathering)}
    return rewrite(current, changes, by=by)


@transaction.atomic
def tell_by_mail(*, telling: Telling, by: Membership) -> Telling:
    """Send the letter by e-mail, with a page on which they can read, print and answer it; later, what has changed.

    Raises NotAllowed, NotNow (they know, or it was called off before they heard), NotReady (no address that may be
    written to, or it names another day).
    """
    current = _to_go(telling, by)
    if current.state == TellingState.DRAFT:
        _must_take_place(current.gathering)
        if is_outdated(current, current.gathering):
            raise NotReady(
                _("The letter names another day than the gathering has. Write it anew, then send it.")
            )
    queued = queue(
        programme=current.programme,
        drafts=[_mail(current, _mail_of(current), page_of(current, by=by))],
        purpose=Purpose.SERVICE,
        source=current,
        owner=current.gathering.owner,
    )
    if not any(message.state == MessageState.WAITING for message in queued):
        raise NotReady(_("No message may leave to them. Print the letter, or tell them by telephone."))
    return _told(current, ToldBy.EMAIL, None, by)


@transaction.atomic
def note_told(*, telling: Telling, told_by: str, by: Membership, on: date | None = None) -> Telling:
    """Write down that they were told, also of a change: by letter, by telephone, in person.

    Raises NotAllowed, NotNow, BadAnswer.
    """
    return _told(_to_go(telling, by), told_by, on, by)


@transaction.atomic
def note_reply(
    *, telling: Telling, state: str, answer: str, by: Membership | None, on: date | None = None
) -> Telling:
    """What they answered: noted by a member, or given on their own page (`by` is None).

    A reply to a letter that wasn't marked as told tells it. Raises NotAllowed, BadAnswer.
    """
    current = _held(telling, by)
    if state not in _ANSWERS:
        raise BadAnswer(_("Choose what they answered."), field="state")
    day = on or _today(current)
    changes: dict[str, Any] = {"state": state, "answer": answer.strip(), "answered_on": day}
    if current.told_on is None:
        changes["told_on"] = day
    return rewrite(current, changes, by=by, verb="answer")


@transaction.atomic
def take_back_telling(*, telling: Telling, by: Membership) -> Telling:
    """It was marked as told by mistake: they count as not told again. Raises NotAllowed."""
    current = _held(telling, by)
    changes = {"state": TellingState.DRAFT, "told_on": None, "told_by": "", "answered_on": None, "answer": ""}
    return rewrite(current, changes, by=by, verb="take_back")


def page_of(telling: Telling, *, by: Membership | None) -> str:
    """A new address of the letter's own page, that opens without an account."""
    token = add_public_links([telling], purpose=LINK, days=_LINK_DAYS, by=by)[telling.pk]
    return f"{settings.ENVIRONMENT.origin}{reverse('convening:open-letter', args=[token])}"


def _letter(gathering: Gathering, first: FirstToTell, head: Letterhead) -> Telling:
    head.last_number += 1
    languages = gathering.programme.languages or ["en"]
    language = first.actor.language if first.actor and first.actor.language in languages else languages[0]
    letter = Telling(
        programme_id=gathering.programme_id,
        gathering=gathering,
        first=first,
        reference=f"{head.prefix}{timezone.localdate():%Y}/{head.last_number:03d}",
        signatory=head.signatory,
        signatory_title=head.signatory_title,
        language=language,
        names_day=_day_of(gathering),
    )
    with translation.override(language):
        letter.subject = (_("%(gathering)s: to your knowledge") % {"gathering": gathering.name})[:200]
        letter.text = _text(gathering, head)
    return letter


def _text(gathering: Gathering, head: Letterhead) -> str:
    """What a letter says before anybody changes it."""
    words = {
        "gathering": gathering.name,
        "place": gathering.place or _("your area"),
        "owner": head.name,
        "programme": gathering.programme.name,
    }
    when = _("The day isn't set yet; you will hear of it.")
    if gathering.starts_at is not None:
        when = _("It is on %(day)s at %(hour)s.") % _day_words(gathering, gathering.starts_at)
    return "\n\n".join(
        [
            _("%(owner)s prepares “%(gathering)s” in %(place)s, within “%(programme)s”.") % words
            + " "
            + when,
            gathering.purpose.strip()
            or _("People who live and work there come together to say what living together is like."),
            _(
                "We tell you before anybody else is invited. "
                "Please say whether your office welcomes it, and who should be at the table."
            ),
        ]
    )


def change_words(telling: Telling) -> str:
    """What is added to a letter that went before the day changed, in its language; nothing where none has."""
    gathering = telling.gathering
    if telling.state == TellingState.DRAFT or not is_outdated(telling, gathering):
        return ""
    with translation.override(telling.language):
        words = {"today": date_format(_today(telling), "j F Y"), "gathering": gathering.name}
        if gathering.state == GatheringState.CALLED_OFF:
            return _("Change of %(today)s: “%(gathering)s” does not take place.") % words
        if gathering.starts_at is None:
            return (
                _("Change of %(today)s: the day of “%(gathering)s” is open again; you will hear of it.")
                % words
            )
        words |= _day_words(gathering, gathering.starts_at)
        return _("Change of %(today)s: “%(gathering)s” is now on %(day)s at %(hour)s.") % words


def _day_words(gathering: Gathering, starts_at: datetime) -> dict[str, str]:
    moment = timezone.localtime(starts_at, gathering.programme.zone)
    return {"day": date_format(moment, "l j F Y"), "hour": date_format(moment, "H:i")}


def _day_of(gathering: Gathering) -> str:
    return day_named(gathering.starts_at, gathering.state)


def _mail(telling: Telling, reached: Reached, address: str) -> Draft:
    """The letter, or of one that went before only what has changed, with the address of its page."""
    change = change_words(telling)
    with translation.override(telling.language):
        below = _("The letter to print, and a place to answer: %(link)s") % {"link": address}
        subject = _("Change: %(subject)s") % {"subject": telling.subject} if change else telling.subject
    text = change or telling.text
    return Draft(
        channel=Channel.EMAIL,
        address=reached.address,
        subject=subject[:300],
        text=f"{text}\n\n{telling.signatory}\n{telling.signatory_title}\n\n{below}",
        language=telling.language,
        recipient_id=reached.actor_id,
    )


def _mail_of(telling: Telling) -> Reached:
    actor = telling.first.actor
    if actor is None:
        raise NotReady(_("Say first who holds this office: then they can be written to."))
    owner = telling.gathering.owner
    found = reach_people(owner, [actor.pk], purpose=Purpose.SERVICE, channels=[Channel.EMAIL]).get(actor.pk)
    if found is None or found.outside or not found.address:
        raise NotReady(
            _("You have no e-mail address of theirs that may be written to. Print the letter instead.")
        )
    return found


def _told(telling: Telling, told_by: str, on: date | None, by: Membership) -> Telling:
    day = on or _today(telling)
    if day > _today(telling):
        raise BadAnswer(_("This day is still to come. Choose the day on which they were told."), field="on")
    changes: dict[str, Any] = {"told_on": day, "told_by": told_by, "names_day": _day_of(telling.gathering)}
    if telling.state == TellingState.DRAFT:
        if told_by == ToldBy.PRINT:
            # On paper they read the day that the letter names; where it is another by now, they are to be told of that.
            del changes["names_day"]
        return rewrite(telling, changes | {"state": TellingState.TOLD}, by=by, verb="tell")
    # What they answered stands; the letter says at its end what has changed since.
    changes["text"] = f"{telling.text}\n\n{change_words(telling)}"
    return rewrite(telling, changes, by=by, verb="tell_change")


def _to_go(telling: Telling, by: Membership) -> Telling:
    """A letter that can still be told: it hasn't gone, or its day has changed since. Raises NotAllowed, NotNow."""
    current = _held(telling, by)
    if current.state != TellingState.DRAFT and not is_outdated(current, current.gathering):
        raise NotNow(_TOLD)
    return current


def _must_take_place(gathering: Gathering) -> None:
    if gathering.state == GatheringState.CALLED_OFF:
        raise NotNow(_("It was called off: nobody needs this letter any more."))


def _held(telling: Telling, by: Membership | None) -> Telling:
    rows = Telling.objects.select_for_update(of=("self",))
    current = rows.select_related(
        "gathering__owner", "gathering__programme", "first__actor", "programme"
    ).get(pk=telling.pk)
    if by is not None:
        _must_convene(current.gathering, by)
    return current


def _must_convene(gathering: Gathering, by: Membership) -> None:
    if not may_plan(by, gathering):
        raise NotAllowed(_NOT_YOURS)


def _today(telling: Telling) -> date:
    return timezone.localdate(timezone=telling.programme.zone)
