"""Inviting members by e-mail. The link's token is made when the mail is written, and kept only as a hash."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

import imbizo.accounts.operations as accounts
from imbizo.accounts.models import User
from imbizo.accounts.queries import user_with_email
from imbizo.accounts.registry import Mail
from imbizo.base.models import hash_token
from imbizo.programmes import queries, tasks
from imbizo.programmes.errors import AlreadyThere, InvitationClosed
from imbizo.programmes.models import MemberInvitation, Membership, Partner
from imbizo.programmes.operations.creation import add_member, known_roles
from imbizo.programmes.operations.editing import changed, make_once, write
from imbizo.programmes.operations.members import WorkKind, must_be_addable, must_be_giveable, on_hand_over

DAYS_OPEN = 14


@transaction.atomic
def invite_member(
    *, partner: Partner, email: str, name: str, roles: Iterable[str], by: Membership, id: UUID | None = None
) -> MemberInvitation:
    """Invite someone by e-mail; the worker sends it.

    Raises NoSuchRole, NotAllowed, NotInProgramme, Conflict, and AlreadyThere for one who is a member or invited.
    """
    wanted = known_roles(roles)
    must_be_addable(partner=partner, by=by)
    must_be_giveable(roles=wanted, by=by)
    address = email.strip().lower()
    _must_be_new(partner, address, id)
    invitation = make_once(
        MemberInvitation,
        id=id,
        programme=partner.programme,
        by=by,
        defaults=_unsent(by),
        email=address,
        name=name,
        partner=partner,
        roles=wanted,
    )
    tasks.send_invitation.enqueue(str(invitation.pk))
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: MemberInvitation, by: Membership) -> MemberInvitation:
    """Send it again with a new link; the earlier one closes. Raises InvitationClosed, NotAllowed."""
    must_be_addable(partner=invitation.partner, by=by)
    must_be_giveable(roles=invitation.roles, by=by)
    if invitation.accepted_by_id is not None:
        raise InvitationClosed(_("%(name)s has accepted already.") % {"name": invitation.name})
    write(invitation, {"revoked_at": None, "invited_by": by}, by=by, verb="resend")
    tasks.send_invitation.enqueue(str(invitation.pk))
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: MemberInvitation, by: Membership) -> MemberInvitation:
    """Close the link. Raises InvitationClosed where it has been accepted."""
    if invitation.accepted_by_id is not None:
        raise InvitationClosed(_("%(name)s has accepted already.") % {"name": invitation.name})
    if invitation.revoked_at is None:
        write(invitation, {"revoked_at": timezone.now()}, by=by, verb="withdraw")
    return invitation


@transaction.atomic
def send_invitation(*, id: str) -> None:
    """Make the link and mail it. The worker's part: an invitation that was closed meanwhile isn't sent."""
    invitation = (
        MemberInvitation.objects.select_related("programme", "partner", "invited_by__user")
        .filter(pk=id, revoked_at=None, accepted_by=None)
        .first()
    )
    if invitation is None:
        return
    token = invitation.issue(days=DAYS_OPEN)
    invitation.save(update_fields=["token_hash", "expires_at", "opened_at", "updated_at"])
    accounts.send_mail(_mail(invitation, token))


@transaction.atomic
def join(
    *, invitation: MemberInvitation, name: str, language: str, password: str | None = None
) -> Membership:
    """Accept as someone new: the account is made, and its address is proved, for the link came to it.

    Raises InvitationClosed, and AddressTaken where the address has an account, which must then sign in.
    """
    invitation = _held(invitation)
    user = accounts.create_user(email=invitation.email, name=name, language=language, password=password)
    return _admit(invitation, user)


@transaction.atomic
def accept_invitation(*, invitation: MemberInvitation, user: User) -> Membership:
    """Accept as a user who has signed in with the invited address. Raises InvitationClosed, AlreadyThere."""
    invitation = _held(invitation)
    if user.email.lower() != invitation.email:
        raise InvitationClosed(_("This invitation is for another address."))
    return _admit(invitation, user)


def _unsent(by: Membership) -> dict[str, object]:
    """An invitation before its mail is written: the hash is of a token that nobody was given."""
    expires_at = timezone.now() + timedelta(days=DAYS_OPEN)
    return {"invited_by": by, "token_hash": hash_token(secrets.token_urlsafe()), "expires_at": expires_at}


def _must_be_new(partner: Partner, address: str, id: UUID | None) -> None:
    if queries.members_of(partner.programme).filter(user__email__iexact=address).exists():
        raise AlreadyThere(_("The person with this address is a member already."))
    pending = queries.pending_invitations(partner.programme).filter(email=address)
    if any(invitation.pk != id for invitation in pending):
        raise AlreadyThere(_("This address is invited already. You can send the invitation again."))


def _held(invitation: MemberInvitation) -> MemberInvitation:
    """The invitation as it is now, held so that it is accepted once."""
    now = MemberInvitation.objects.select_for_update(of=("self",)).select_related("programme", "partner")
    found: MemberInvitation = now.get(pk=invitation.pk)
    if found.accepted_by_id is not None or not found.is_usable:
        raise InvitationClosed(_("This invitation was used, withdrawn, or has expired."))
    return found


def _admit(invitation: MemberInvitation, user: User) -> Membership:
    member = add_member(user=user, partner=invitation.partner, roles=invitation.roles, by=user)
    invitation.accepted_by = member
    invitation.opened_at = invitation.opened_at or timezone.now()
    invitation.save(update_fields=["accepted_by", "opened_at", "updated_at"])
    changed("accept", [invitation], by=user)
    return member


def _language(invitation: MemberInvitation) -> str:
    """The invited user's own language, else that of whoever invites."""
    known = user_with_email(invitation.email)
    return known.language if known else invitation.invited_by.user.language


def _mail(invitation: MemberInvitation, token: str) -> Mail:
    language = _language(invitation)
    with override(language):
        subject, body = _words(invitation, token)
    return Mail(
        email=invitation.email, subject=subject, body=body, language=language, worth=timedelta(days=DAYS_OPEN)
    )


def _words(invitation: MemberInvitation, token: str) -> tuple[str, str]:
    link = settings.ENVIRONMENT.origin + reverse("programmes:invitation", args=[token])
    words = {
        "name": invitation.name,
        "host": invitation.invited_by.user,
        "partner": invitation.partner.name,
        "programme": invitation.programme.name,
        "link": link,
        "days": DAYS_OPEN,
    }
    subject = gettext("%(host)s invites you to %(programme)s") % words
    body = gettext(
        "Good day %(name)s\n\n"
        "%(host)s invites you to work on “%(programme)s” for %(partner)s.\n\n"
        "Open this link to see what your part would be, and to accept:\n\n%(link)s\n\n"
        "It opens for %(days)d days, and only for you: don't pass it on. "
        "If you know nothing of this, leave it, and nothing happens.\n"
    )
    return subject, body % words


on_hand_over(
    WorkKind(noun=_("invitations on their way"), open_for=queries.invitations_by, field="invited_by")
)
on_hand_over(WorkKind(noun=_("steps of the process"), open_for=queries.open_steps_of, field="assignee"))
