"""Institutions are asked to name people, name them, and have them taken onto the list or refused."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_affiliation, add_contact
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Form
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Gathering, Invitation, Nomination, Nominee
from imbizo.convening.operations.invitations import put_on_list
from imbizo.convening.operations.invitations.held import held, may_write
from imbizo.convening.operations.nominating_letters import write_to
from imbizo.convening.queries import nominations as queries
from imbizo.convening.states import NominationState
from imbizo.messaging.states import Channel, Purpose
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences, revoke_public_links

REMIND_BEFORE: Final = dt.timedelta(days=3)
_CLOSED = _("Nominations for this are closed. Phone us if you still want to name somebody.")
_OVER = _("It is over, so nobody can be named for it any more.")
_TAKEN = _("They are on the list already.")


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What an institution is asked for."""

    seats: int
    alternates: int = 0
    mandate: str = ""
    due_at: dt.datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody named, as it was said. `id` is that of a nominee who was named before."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    mandate: str = ""
    is_alternate: bool = False
    id: UUID | None = None


@transaction.atomic
def ask(
    *,
    gathering: Gathering,
    institutions: Iterable[Actor],
    wanted: Wanted,
    by: Membership,
    asked_at: dt.datetime | None = None,
) -> list[Nomination]:
    """Ask these institutions to name people; those asked before stay as they are. `write_to` sends the letters.

    Raises NotAllowed, NotNow (it is over), BadAnswer (the day has passed).
    """
    current, now = held(gathering, by), asked_at or timezone.now()
    if current.is_over:
        raise NotNow(_OVER)
    _must_be_ahead(wanted, now)
    asked = set(current.nominations.values_list("institution_id", flat=True))
    new = [
        Nomination(
            programme=current.programme, gathering=current, institution=each, asked_at=now, **asdict(wanted)
        )
        for each in dict.fromkeys(institutions)
        if each.pk not in asked
    ]
    Nomination.objects.bulk_create(new)
    audit("ask_nomination", new, by=by, changes={"seats": [None, wanted.seats]})
    return new


@transaction.atomic
def ask_again(*, nomination: Nomination, wanted: Wanted, by: Membership) -> Nomination:
    """Ask for other numbers or by another day; what was closed is open again. Raises NotAllowed, NotNow, BadAnswer."""
    may_write(nomination.gathering, by)
    if nomination.gathering.is_over:
        raise NotNow(_OVER)
    _must_be_ahead(wanted, timezone.now())
    current = _locked(nomination)
    after = {**asdict(wanted), "state": _state_by_names(current)}
    before = {name: getattr(current, name) for name in after}
    if changed := differences(before, after):
        for name, value in after.items():
            setattr(current, name, value)
        current.reminded_at = None
        current.save()
        audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def close(*, nomination: Nomination, by: Membership) -> Nomination:
    """Nobody is named any more: the institution's link closes. Who was named stays. Raises NotAllowed."""
    may_write(nomination.gathering, by)
    current = _locked(nomination)
    if current.state != NominationState.CLOSED:
        before, current.state = current.state, NominationState.CLOSED
        current.save(update_fields=["state", "updated_at"])
        revoke_public_links(current, purpose=queries.LINK)
        audit("close", [current], by=by, changes={"state": [before, current.state]})
    return current


@transaction.atomic
def name_people(
    *,
    nomination: Nomination,
    people: Sequence[Person],
    by: Membership | None,
    now: dt.datetime | None = None,
) -> Nomination:
    """Whom the institution names, on its own page (`by` None, in time) or as staff note it at any time.

    Who was taken or refused before stays; of the others, those left out are gone.
    Raises NotAllowed, NotNow (closed), BadAnswer (more than were asked for, nobody).
    """
    if by is not None:
        may_write(nomination.gathering, by)
    current = _locked(nomination)
    now = now or timezone.now()
    if current.state == NominationState.CLOSED or (by is None and not queries.is_open(current, now)):
        raise NotNow(_CLOSED)
    rows = list(current.nominees.all())
    settled = [each for each in rows if each.invitation_id or each.refused_because]
    _must_fit(current, settled, people)
    _write_down(current, [each for each in rows if each not in settled], people)
    before, current.state = current.state, NominationState.ANSWERED
    current.answered_at = current.answered_at or now
    current.save(update_fields=["state", "answered_at", "updated_at"])
    changes: dict[str, list[Any]] = {
        "state": [before, current.state],
        "people": [len(rows), len(settled) + len(people)],
    }
    audit("nominate", [current], by=by, changes=changes)
    return current


@transaction.atomic
def take(*, nominee: Nominee, by: Membership, actor: Actor | None = None) -> Invitation:
    """Take somebody onto the list: as `actor` of the register, or as a new person of the member's partner.

    Effects in order: the person with their ways, their office at the institution and on what basis they are written
    to; the invitation, which keeps who proposed them. Taking twice is harmless. Raises NotAllowed, NotNow, BadAddress.
    """
    current = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    nomination = nominee.nomination
    may_write(nomination.gathering, by)
    if current.invitation is not None:
        return current.invitation
    person = actor or _new_person(current, nomination, by)
    _record_how(person, nomination, by)
    put_on_list(gathering=nomination.gathering, actors=[person], by=by, proposed_by=nomination.institution)
    current.actor = person
    current.invitation = nomination.gathering.invitations.get(actor=person)
    current.refused_because = ""
    current.save(update_fields=["actor", "invitation", "refused_because", "updated_at"])
    audit("take", [current], by=by, changes={"actor": [None, person.pk]})
    return current.invitation


@transaction.atomic
def take_instead(
    *, nominee: Nominee, gone: Invitation, by: Membership, actor: Actor | None = None
) -> Invitation:
    """Take the alternate of an institution onto the list for somebody who doesn't come. Raises what `take` raises."""
    if Invitation.objects.filter(substitute_for=gone).exists():
        raise NotNow(_("Somebody comes instead already."))
    invitation = take(nominee=nominee, by=by, actor=actor)
    if invitation.substitute_for_id is None:
        invitation.substitute_for = gone
        invitation.save(update_fields=["substitute_for", "updated_at"])
        audit("substitute", [invitation], by=by, changes={"substitute_for": [None, gone.pk]})
    return invitation


@transaction.atomic
def refuse(*, nominee: Nominee, because: str, by: Membership) -> Nominee:
    """Don't take somebody onto the list, for a reason that is kept. Raises NotAllowed, NotNow, BadAnswer."""
    may_write(nominee.nomination.gathering, by)
    reason = " ".join(because.split())[:300]
    if not reason:
        raise BadAnswer(_("Say why: it is kept with the nomination."), field="because")
    current = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    if current.invitation_id:
        raise NotNow(_TAKEN)
    current.refused_because = reason
    current.save(update_fields=["refused_because", "updated_at"])
    audit("refuse", [current], by=by, changes={"refused_because": ["", reason]})
    return current


@transaction.atomic
def consider_again(*, nominee: Nominee, by: Membership) -> Nominee:
    """Undo a refusal. Raises NotAllowed."""
    may_write(nominee.nomination.gathering, by)
    current = Nominee.objects.select_for_update(of=("self",)).get(pk=nominee.pk)
    before, current.refused_because = current.refused_because, ""
    current.save(update_fields=["refused_because", "updated_at"])
    audit("put_back", [current], by=by, changes={"refused_because": [before, ""]})
    return current


@transaction.atomic
def remind(*, gathering: Gathering, by: Membership, now: dt.datetime | None = None) -> int:
    """Remind the institutions that haven't answered; how many messages are on their way. Raises NotAllowed."""
    current, now = held(gathering, by), now or timezone.now()
    waiting = [each for each in queries.waiting_for(current) if queries.is_open(each, now)]
    return _remind(waiting, now, by)


def remind_due(now: dt.datetime) -> int:
    """For the clock: remind once, three days before the day, whoever hasn't answered; how many were due."""
    due = list(queries.to_remind(now, now + REMIND_BEFORE)[:200])
    for each in due:
        with transaction.atomic():
            # Whoever comes second finds it done.
            if Nomination.objects.filter(pk=each.pk, reminded_at=None).update(reminded_at=now):
                write_to(nominations=[each], by=None, reminds=True)
    return len(due)


def _remind(waiting: Sequence[Nomination], now: dt.datetime, by: Membership) -> int:
    Nomination.objects.filter(pk__in=[each.pk for each in waiting]).update(reminded_at=now)
    audit("remind", waiting, by=by)
    return sum(each.is_on_its_way for each in write_to(nominations=waiting, by=by, reminds=True))


def _must_be_ahead(wanted: Wanted, now: dt.datetime) -> None:
    if wanted.due_at is not None and wanted.due_at <= now:
        raise BadAnswer(_("This day has passed. Give them a day to come."), field="due_at")


def _locked(nomination: Nomination) -> Nomination:
    rows = Nomination.objects.select_for_update(of=("self",)).select_related("gathering__programme")
    current: Nomination = rows.get(pk=nomination.pk)
    return current


def _state_by_names(nomination: Nomination) -> NominationState:
    return NominationState.ANSWERED if nomination.nominees.exists() else NominationState.ASKED


def _must_fit(nomination: Nomination, settled: Sequence[Nominee], people: Sequence[Person]) -> None:
    """As many as were asked for, and no more; alternates may fill no seat, but seats may stay empty."""
    if not people and not settled:
        raise BadAnswer(_("Name at least one person."))
    for is_alternate, most in ((False, nomination.seats), (True, nomination.alternates)):
        kept = [each for each in settled if each.is_alternate == is_alternate and not each.refused_because]
        named = len(kept) + sum(each.is_alternate == is_alternate for each in people)
        if named > most:
            raise BadAnswer(_too_many(named, most, is_alternate=is_alternate))


def _too_many(named: int, most: int, *, is_alternate: bool) -> str:
    if is_alternate:
        text = ngettext(
            "You named %(named)s alternates, and %(most)s is asked for. Choose, or phone us.",
            "You named %(named)s alternates, and %(most)s are asked for. Choose, or phone us.",
            most,
        )
    else:
        text = ngettext(
            "You named %(named)s people, and there is %(most)s place for you. Choose, or phone us.",
            "You named %(named)s people, and there are %(most)s places for you. Choose, or phone us.",
            most,
        )
    return text % {"named": named, "most": most}


def _write_down(nomination: Nomination, open_ones: Sequence[Nominee], people: Sequence[Person]) -> None:
    known = {each.pk: each for each in open_ones}
    kept = {each.id for each in people if each.id in known}
    Nominee.objects.filter(pk__in=known.keys() - kept).delete()
    for person in people:
        content: dict[str, Any] = {name: value for name, value in asdict(person).items() if name != "id"}
        if person.id in known:
            Nominee.objects.filter(pk=person.id).update(**content, updated_at=timezone.now())
        else:
            Nominee.objects.create(
                id=new_id(), programme=nomination.programme, nomination=nomination, **content
            )


def _new_person(nominee: Nominee, nomination: Nomination, by: Membership) -> Actor:
    institution = nomination.institution
    person = add_actor(
        form=Form.PERSON,
        name=nominee.name,
        language=nominee.language,
        kind=institution.kind,
        sphere=institution.sphere,
        place=institution.place,
        by=by,
    )
    for channel, raw in ((Channel.SMS, nominee.phone), (Channel.EMAIL, nominee.email)):
        if raw.strip():
            add_contact(actor=person, channel=channel, raw=raw, by=by)
    add_affiliation(person=person, organisation=institution, by=by, position=nominee.position)
    return person


def _record_how(person: Actor, nomination: Nomination, by: Membership) -> None:
    how = _("nominated by %(institution)s") % {"institution": nomination.institution.name}
    record_basis(
        actors=[person],
        purpose=Purpose.INVITATION,
        basis=Basis.LEGITIMATE_INTEREST,
        how=str(how)[:200],
        by=by,
    )
