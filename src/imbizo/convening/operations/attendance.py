"""Registering who came, at however many desks at once; and correcting it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from secrets import SystemRandom
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer, NotNow, Taken
from imbizo.convening.models import Attendance, Device, DeviceItem, Gathering, Invitation
from imbizo.convening.operations.settling import WAITS_FOR_A_PERSON, note_settled
from imbizo.convening.registry import DeviceKind, Sent, Took, on_device
from imbizo.convening.rules.came import Came, checked, is_same_name, needed_id, read_came, refused_wins
from imbizo.convening.rules.cards import card_codes, cards_for
from imbizo.convening.states import GatheringState, InvitationState, ItemOutcome, Named
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, differences

# What another desk's note adds to, where the first left it empty.
_FILLED = ("organisation", "language", "guardian")
_MARKS = ("signed", "wants_word", "is_minor")
_CONSENTS = ("consent", "name_consent", "photo_consent", "guardian_consent")
_KEPT = (
    "named", "organisation", "way", "language", "guardian", "minutes_online", "transport_paid", *_MARKS, *_CONSENTS
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Registered:
    """`problem`: what a person must look at, where this was joined with what another desk wrote; else empty."""

    attendance: Attendance
    is_new: bool
    problem: str = ""


@transaction.atomic
def register_came(
    *, gathering: Gathering, came: Came, by: Membership, id: UUID | None = None, at: datetime | None = None
) -> Registered:
    """Note that somebody came. Who is there already is joined with it: a refused consent wins, nothing is taken back.

    Of somebody who was registered by mistake before, only what is noted now counts.
    `id` is the desk's own: the same note sent twice makes one. Raises NotAllowed, NotNow (it isn't open), BadAnswer
    (a code, a minor without a guardian, no name), Taken (somebody else has that card).
    """
    current = _registering(gathering, by)
    came = checked(came)
    invitation = _invitation(current, came)
    if (before := _sent_before(current, id)) is not None:
        return Registered(before, is_new=False)
    if (known := _known(current, came, invitation)) is not None:
        return _join(known, came, by)
    made = _made(current, came, invitation, by, id=id, at=at)
    made.save(force_insert=True)
    audit("register", [made], by=by, changes={"named": [None, made.named]})
    _came_after_closing(current, invitation, by)
    return Registered(made, is_new=True)


@transaction.atomic
def correct_came(*, attendance: Attendance, came: Came, by: Membership) -> Attendance:
    """Write down anew what was noted of somebody; who they are stays. As `register_came`, but overwrites."""
    current = _registering(attendance.gathering, by)
    found: Attendance = Attendance.objects.select_for_update().get(pk=attendance.pk, gathering=current)
    came = checked(came)
    changes: dict[str, Any] = {name: getattr(came, name) for name in _KEPT if name != "minutes_online"}
    if came.named == Named.NAMELESS:
        changes |= {"name": "", "actor": None, "invitation": None}
    elif came.named == Named.ALIAS:
        changes |= {"name": came.name, "actor": None, "invitation": None}
    else:
        changes |= {"name": came.name or found.name}
    if came.code:
        _free_card(current, came.code, by, holder=found)
        changes["code"] = came.code
    return _change_came(found, changes, by, "change")


@transaction.atomic
def withdraw_came(*, attendance: Attendance, by: Membership) -> Attendance:
    """Registered by mistake: they weren't there. Undone by registering them again, or by `restore_came`."""
    _registering(attendance.gathering, by)
    return _change_came(attendance, {"withdrawn_at": timezone.now()}, by, "withdraw")


@transaction.atomic
def restore_came(*, attendance: Attendance, by: Membership) -> Attendance:
    """They were there after all."""
    _registering(attendance.gathering, by)
    return _change_came(attendance, {"withdrawn_at": None}, by, "restore")


@transaction.atomic
def register_at_the_desk(
    *, gathering: Gathering, came: Came, by: Membership, id: UUID | None = None
) -> Registered:
    """As `register_came`, from a page: what a person must look at is kept with what the devices sent."""
    done = register_came(gathering=gathering, came=came, by=by, id=id)
    if done.problem:
        DeviceItem.objects.create(
            programme_id=gathering.programme_id,
            gathering=gathering,
            kind="attendance",
            content=kept_content(came, done.attendance),
            outcome=ItemOutcome.JOINED,
            problem=done.problem,
        )
    return done


@transaction.atomic
def add_amount(*, attendance: Attendance, amount: Decimal, by: Membership) -> Attendance:
    """It was paid twice indeed: both amounts count."""
    _registering(attendance.gathering, by)
    total = (attendance.transport_paid or Decimal(0)) + amount
    return _change_came(attendance, {"transport_paid": total}, by, "change")


def kept_content(came: Came, attendance: Attendance) -> dict[str, Any]:
    """What is kept of a note that was joined with another, in forms that JSON keeps."""
    paid = None if came.transport_paid is None else str(came.transport_paid)
    return {"attendance": str(attendance.pk), "name": came.name, "code": came.code, "transport_paid": paid}


def take_came(gathering: Gathering, sent: Sent) -> Took:
    """A note that came from a device."""
    if sent.by is None:
        raise NotAllowed(_("Nobody answers for this device."))
    done = register_came(
        gathering=gathering, came=read_came(sent.content), by=sent.by, id=sent.id, at=sent.at
    )
    return Took() if done.is_new else Took(ItemOutcome.JOINED, done.problem)


on_device("attendance", DeviceKind(take_came))


def take_undo(gathering: Gathering, sent: Sent) -> Took:
    """A registration that the same device took back: {attendance: the id under which it was sent}.

    One that was joined with another desk's note stays: somebody else saw them come. One that couldn't be taken waits
    no longer. Raises BadAnswer, NotAllowed.
    """
    if sent.by is None:
        raise NotAllowed(_("Nobody answers for this device."))
    wanted = needed_id(sent.content.get("attendance"))
    own = DeviceItem.objects.filter(pk=wanted, device=sent.device, gathering=gathering, kind="attendance")
    # Held before who came is looked up: a person may be taking it this instant.
    waits = own.select_for_update().filter(outcome__in=WAITS_FOR_A_PERSON).first()
    found = Attendance.objects.filter(pk__in=own.values("pk"), gathering=gathering).first()
    if waits is not None and found is None:
        _leave_out(waits, sent.by)
        return Took()
    if found is None or _is_noted_elsewhere(found, sent.device):
        raise BadAnswer(_("Another desk had registered them too, so they stay registered."))
    withdraw_came(attendance=found, by=sent.by)
    return Took()


on_device("undo", DeviceKind(take_undo))


def _is_noted_elsewhere(found: Attendance, device: Device | None) -> bool:
    """Whether another desk's note was joined with it: by their invitation, by the row itself, or by their card."""
    joined = DeviceItem.objects.filter(
        gathering=found.gathering_id, kind="attendance", outcome=ItemOutcome.JOINED
    )
    about = Q(content__attendance=str(found.pk))
    about |= Q(content__code=found.code, content__invitation__isnull=True, content__attendance__isnull=True)
    if found.invitation_id is not None:
        about |= Q(content__invitation=str(found.invitation_id))
    return joined.exclude(device=device).filter(about).exists()


def _leave_out(waits: DeviceItem, by: Membership) -> None:
    _registering(waits.gathering, by)
    if waits.settled_at is None:
        note_settled(waits, taken=False, before=waits.outcome, by=by)


def _registering(gathering: Gathering, by: Membership) -> Gathering:
    """The gathering, its row held: two desks that write at the same instant go one after the other."""
    current: Gathering = Gathering.objects.select_for_update().get(pk=gathering.pk)
    if current.owner_id != by.partner_id or not by.may(Permission.DAY_REGISTER):
        raise NotAllowed(_("Only the partner that convenes it registers who came."))
    if current.state not in {GatheringState.OPEN, GatheringState.HELD}:
        raise NotNow(_("The day isn't open yet. Open it on the page of the day first."))
    return current


def _invitation(gathering: Gathering, came: Came) -> Invitation | None:
    if came.invitation is None:
        return None
    found: Invitation | None = (
        Invitation.objects.filter(gathering=gathering, pk=came.invitation).select_related("actor").first()
    )
    if found is None:
        raise BadAnswer(_("This person isn't invited to this gathering."))
    return found


def _sent_before(gathering: Gathering, id: UUID | None) -> Attendance | None:
    found: Attendance | None = Attendance.objects.filter(pk=id).first() if id else None
    if found is not None and found.gathering_id != gathering.pk:
        raise Conflict(_("This was sent for another gathering before."))
    return found


def _known(gathering: Gathering, came: Came, invitation: Invitation | None) -> Attendance | None:
    """Who is registered already, if this is about them."""
    rows = Attendance.objects.select_for_update().filter(gathering=gathering)
    if came.attendance is not None:
        return _of_them(rows.filter(pk=came.attendance).first())
    if invitation is not None:
        return rows.filter(actor=invitation.actor_id).first() or rows.filter(invitation=invitation).first()
    held: Attendance | None = rows.filter(code=came.code).first() if came.code else None
    return held if held is not None and is_same_name(held.name, came.name) else None


def _of_them(found: Attendance | None) -> Attendance:
    if found is None:
        raise BadAnswer(_("Nobody of this gathering has been registered under this note."))
    return found


def _free_card(gathering: Gathering, code: str, by: Membership, *, holder: Attendance | None = None) -> None:
    """See that nobody else holds the card. Who was registered with it by mistake gives it back. Raises Taken."""
    others = Attendance.objects.filter(gathering=gathering, code=code)
    other = (others.exclude(pk=holder.pk) if holder else others).first() if code else None
    if other is None:
        return
    if other.withdrawn_at is None:
        text = _("Card %(code)s belongs to somebody else already. Look at the card, or give another one.")
        raise Taken(text % {"code": code})
    _change_came(other, {"code": _new_code(gathering)}, by, "change")


def _made(
    gathering: Gathering,
    came: Came,
    invitation: Invitation | None,
    by: Membership,
    *,
    id: UUID | None,
    at: datetime | None,
) -> Attendance:
    _free_card(gathering, came.code, by)
    return Attendance(
        id=id or new_id(),
        programme_id=gathering.programme_id,
        gathering=gathering,
        code=came.code or _new_code(gathering),
        invitation=invitation,
        actor=invitation.actor if invitation else None,
        name=came.name or (invitation.actor.name if invitation else ""),
        arrived_at=at or timezone.now(),
        noted_by=by,
        **{name: getattr(came, name) for name in _KEPT},
    )


def _new_code(gathering: Gathering) -> str:
    """A code for somebody who holds no card: given to nobody yet, and printed on no card of the day pack."""
    taken = set(Attendance.objects.filter(gathering=gathering).values_list("code", flat=True))
    taken |= set(card_codes(gathering.pk, cards_for(gathering.capacity)))
    return codes.make_new(SystemRandom(), codes.CARD, 1, taken)[0]


def _join(known: Attendance, came: Came, by: Membership) -> Registered:
    is_back = known.withdrawn_at is not None
    changes = _noted_anew(came) if is_back else _added(known, came)
    if is_back and came.code:
        _free_card(known.gathering, came.code, by, holder=known)
        changes["code"] = came.code
    problem = "" if is_back else _problem(known, came)
    changes["withdrawn_at"] = None
    return Registered(_change_came(known, changes, by, "change"), is_new=False, problem=problem)


def _noted_anew(came: Came) -> dict[str, Any]:
    """What is noted of somebody who comes after a mistake in their name: nothing of the mistake was about them.

    By what they are known stays, for it's by that that the row was found.
    """
    return {name: getattr(came, name) for name in _KEPT if name != "named"}


def _added(known: Attendance, came: Came) -> dict[str, Any]:
    """What another desk's note adds to one that counts: nothing is taken back, and a refusal stands."""
    changes: dict[str, Any] = {
        name: getattr(known, name) or getattr(came, name) for name in (*_FILLED, *_MARKS)
    }
    changes |= {name: refused_wins(getattr(known, name), getattr(came, name)) for name in _CONSENTS}
    if known.transport_paid is None:
        changes["transport_paid"] = came.transport_paid
    if came.minutes_online is not None:
        changes["minutes_online"] = max(known.minutes_online or 0, came.minutes_online)
    return changes


def _problem(known: Attendance, came: Came) -> str:
    """What two desks wrote that can't both be right without a person looking at it."""
    found = []
    if known.transport_paid is not None and came.transport_paid:
        text = _("Transport was noted twice: %(first)s and %(second)s.")
        found.append(text % {"first": known.transport_paid, "second": came.transport_paid})
    if came.code and came.code != known.code:
        text = _("They hold two cards: %(first)s and %(second)s.")
        found.append(text % {"first": known.code, "second": came.code})
    return " ".join(found)


def _change_came(found: Attendance, changes: Mapping[str, Any], by: Membership, verb: str) -> Attendance:
    before = {name: getattr(found, name) for name in changes}
    changed = differences(before, changes)
    if changed:
        for name, value in changes.items():
            setattr(found, name, value)
        found.save()
        audit(verb, [found], by=by, changes=changed)
    return found


def _came_after_closing(gathering: Gathering, invitation: Invitation | None, by: Membership) -> None:
    """Who is registered from paper after the day was there all the same."""
    counted = (InvitationState.ACCEPTED, InvitationState.ABSENT)
    if gathering.state == GatheringState.HELD and invitation is not None and invitation.state in counted:
        before, invitation.state = invitation.state, InvitationState.ATTENDED
        invitation.save(update_fields=["state", "updated_at"])
        audit("change", [invitation], by=by, changes={"state": [before, invitation.state]})
