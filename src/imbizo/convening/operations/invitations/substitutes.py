"""Somebody who comes instead: named by whoever can't come, taken at once or by the organiser."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.states import Basis, Form
from imbizo.base.errors import DomainError
from imbizo.calc import phones
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Answer, Gathering, Invitation
from imbizo.convening.operations.invitations.answering import take_answers
from imbizo.convening.operations.invitations.deciding import Given, is_late
from imbizo.convening.operations.invitations.held import held
from imbizo.convening.states import AnswerWay, GatheringState, InvitationState, Said
from imbizo.messaging.states import Purpose
from imbizo.outreach.queries.routing import Post, holders
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_OUT = (InvitationState.WITHDRAWN, InvitationState.ATTENDED, InvitationState.ABSENT, InvitationState.DECLINED)


@transaction.atomic
def bring(*, invitation: Invitation, given: Given) -> Answer:
    """Take "I can't, but this person comes", and have that person take the place; where that can't be, it is noted.

    The register gets its new person in the name of whoever leads the gathering; without one, or for a name or number
    that can't be taken, the organiser adds them. Both answers are taken in one, so that nobody else moves up between.
    """
    current = held(Gathering(pk=invitation.gathering_id), None)
    substitute = _substitute(current, invitation, given)
    both = [given] if substitute is None else [given, _yes(substitute, given)]
    return take_answers(gathering=current, given=both)[0]


def _substitute(current: Gathering, invitation: Invitation, given: Given) -> Invitation | None:
    """The invitation of the person named, made now; None where they can't simply come."""
    row = current.invitations.get(pk=invitation.pk)
    lead = current.contact
    in_time = not is_late(row, given, current) or row.place_number is not None
    may_come = current.state == GatheringState.PLANNED and row.state not in _OUT and in_time
    if not may_come or lead is None or lead.left_on is not None:
        return None
    try:
        with transaction.atomic():
            return add_substitute(
                invitation=row, name=given.instead_name, number=given.instead_number, by=lead
            )
    except DomainError:
        return None


def _yes(substitute: Invitation, given: Given) -> Given:
    return Given(invitation_id=substitute.pk, said=Said.YES, via=AnswerWay.PAGE, at=given.at)


@transaction.atomic
def add_substitute(*, invitation: Invitation, name: str, number: str, by: Membership) -> Invitation:
    """Put whoever comes instead on the list, as not invited yet; a number that one person has names that person.

    Raises NotAllowed, BadAnswer (no name), NotNow (there is one already), BadAddress.
    """
    current = held(invitation.gathering, by)
    if not name.strip():
        raise BadAnswer(_("Write the name of who comes instead."), field="instead_name")
    if Invitation.objects.filter(substitute_for=invitation).exists():
        raise NotNow(_("Somebody comes instead already."))
    actor = _known(number, by) or _new(name, number, invitation, by)
    made, is_new = Invitation.objects.get_or_create(
        gathering=current,
        actor=actor,
        defaults={
            "programme": current.programme,
            "substitute_for": invitation,
            "proposed_by": invitation.actor,
        },
    )
    if is_new:
        audit("substitute", [made], by=by, changes={"substitute_for": [None, invitation.pk]})
    return made


def _known(number: str, by: Membership) -> Actor | None:
    """The one person of the register who uses the number."""
    found = phones.parse(number, region=by.programme.region) if number.strip() else ()
    address = found[0].e164 if found else None
    if not address:
        return None
    people = holders(Post(by.programme, by.partner), {address}).get(address, [])
    return people[0] if len(people) == 1 else None


def _new(name: str, number: str, invitation: Invitation, by: Membership) -> Actor:
    actor = add_actor(form=Form.PERSON, name=name.strip()[:160], language=invitation.actor.language, by=by)
    if number.strip():
        add_contact(actor=actor, channel="sms", raw=number, by=by)
    how = _("named as a substitute by somebody who was invited")
    record_basis(
        actors=[actor],
        purpose=Purpose.INVITATION,
        basis=Basis.LEGITIMATE_INTEREST,
        by=by,
        how=str(how),
    )
    return actor
