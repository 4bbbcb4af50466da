"""Members are invited by e-mail: the link opens once, for a while, for one address."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from imbizo.accounts.errors import AddressTaken
from imbizo.accounts.models import User
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.programmes.errors import AlreadyThere, InvitationClosed, NoSuchRole
from imbizo.programmes.models import MemberInvitation, Membership
from imbizo.programmes.operations import (
    accept_invitation,
    add_partner,
    hand_over,
    invite_member,
    join,
    resend_invitation,
    withdraw_invitation,
)
from imbizo.programmes.queries import open_invitation
from tests.cast import Cast, signed_in
from tests.mailbox import delivered

ADDRESS = "noma@example.org"


def invite(cast: Cast, email: str = ADDRESS) -> MemberInvitation:
    return invite_member(partner=cast.convenor, email=email, name="Noma", roles=["observer"], by=cast.amina)


def link(number: int = -1) -> str:
    """The path of the link in the newest mail."""
    found = re.search(r"/open/invitation/[\w-]+/", str(delivered()[number].body))
    assert found
    return found.group()


def token(number: int = -1) -> str:
    return link(number).split("/")[3]


def test_the_invitation_is_mailed_to_the_address(cast: Cast) -> None:
    invite(cast)
    assert [(message.to, message.subject) for message in delivered()] == [
        ([ADDRESS], "Amina invites you to Winelands")
    ]


def test_the_link_shows_who_invites_and_what_the_role_is(cast: Cast) -> None:
    invite(cast)
    page = Client().get(link()).content.decode()
    assert ("Amina invites you to work on “Winelands” for Ubambano" in page, "Watches: sees" in page) == (
        True,
        True,
    )


def test_the_token_is_kept_as_a_hash_alone(cast: Cast) -> None:
    invitation = invite(cast)
    invitation.refresh_from_db()
    assert token() not in str(MemberInvitation.objects.filter(pk=invitation.pk).values())


def test_someone_new_joins_on_one_page_and_is_signed_in(cast: Cast) -> None:
    invite(cast)
    browser = Client()
    response = browser.post(link(), {"name": "Nomalanga", "language": "xh", "password": ""})
    member = Membership.objects.get(user__email=ADDRESS)
    assert (response.status_code, browser.session["_auth_user_id"]) == (302, str(member.user_id))


def test_who_joins_has_the_partner_the_roles_the_name_and_the_language(cast: Cast) -> None:
    invite(cast)
    response = Client().post(link(), {"name": "Nomalanga", "language": "xh", "password": ""})
    member = Membership.objects.get(user__email=ADDRESS)
    assert (member.partner, member.roles, member.user.name, member.user.language) == (
        cast.convenor,
        ["observer"],
        "Nomalanga",
        "xh",
    )
    assert response.cookies["django_language"].value == "xh"


def test_the_address_is_proved_by_the_link(cast: Cast) -> None:
    invite(cast)
    Client().post(link(), {"name": "Nomalanga", "language": "en", "password": ""})
    assert EmailAddress.objects.filter(email=ADDRESS, verified=True, primary=True).count() == 1


def test_a_weak_password_is_refused_and_nothing_is_made(cast: Cast) -> None:
    invite(cast)
    page = Client().post(link(), {"name": "Nomalanga", "language": "en", "password": "short"})
    assert (page.status_code, User.objects.filter(email=ADDRESS).exists()) == (200, False)


def test_a_password_that_was_set_opens_the_account(cast: Cast) -> None:
    invite(cast)
    Client().post(link(), {"name": "Nomalanga", "language": "en", "password": "a long walk to Ceres"})
    assert User.objects.get(email=ADDRESS).check_password("a long walk to Ceres")


def test_a_used_link_does_not_open_again(cast: Cast) -> None:
    invite(cast)
    Client().post(link(), {"name": "Nomalanga", "language": "en", "password": ""})
    assert Client().get(link()).status_code == 404


def test_an_expired_link_does_not_open(cast: Cast) -> None:
    invitation = invite(cast)
    MemberInvitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(link()).status_code == 404


def test_a_withdrawn_link_does_not_open(cast: Cast) -> None:
    withdraw_invitation(invitation=invite(cast), by=cast.amina)
    assert Client().get(link()).status_code == 404


def test_a_guessed_link_looks_like_a_used_one(cast: Cast) -> None:
    withdraw_invitation(invitation=invite(cast), by=cast.amina)
    guessed = Client().get("/open/invitation/AAAAAAAAAAAAAAAA/").content
    strip = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|/open/invitation/[\w-]+/')
    assert strip.sub(b"", guessed) == strip.sub(b"", Client().get(link()).content)


def test_sending_again_closes_the_earlier_link(cast: Cast) -> None:
    resend_invitation(invitation=invite(cast), by=cast.amina)
    assert (open_invitation(token(0)), open_invitation(token(1)) is None) == (None, False)


def test_an_expired_invitation_opens_again_when_it_is_sent_again(cast: Cast) -> None:
    invitation = invite(cast)
    MemberInvitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(days=1))
    resend_invitation(invitation=invitation, by=cast.amina)
    assert open_invitation(token()) == invitation


def test_an_accepted_invitation_can_be_neither_sent_again_nor_withdrawn(cast: Cast) -> None:
    invitation = invite(cast)
    join(invitation=invitation, name="Noma", language="en")
    invitation.refresh_from_db()
    for act in (resend_invitation, withdraw_invitation):
        with pytest.raises(InvitationClosed):
            act(invitation=invitation, by=cast.amina)


def test_a_link_is_accepted_once_also_by_two_at_once(cast: Cast) -> None:
    stale = invite(cast)
    join(invitation=stale, name="Noma", language="en")
    with pytest.raises(InvitationClosed):
        join(invitation=stale, name="Noma", language="en")


def test_someone_with_an_account_is_asked_to_sign_in(cast: Cast) -> None:
    invite(cast, email="dede@example.org")
    assert f"/account/login/?next={link()}" in Client().get(link()).content.decode()


def test_an_account_is_not_made_twice_for_one_address(cast: Cast) -> None:
    with pytest.raises(AddressTaken):
        join(invitation=invite(cast, email="dede@example.org"), name="Dede", language="en")


def test_a_signed_in_user_accepts_with_one_press(cast: Cast) -> None:
    invite(cast, email="Dede@Example.org")
    response = signed_in(cast.dede).post(link(), {"accept": "yes"})
    assert (response.status_code, cast.dede.memberships.get().partner) == (302, cast.convenor)


def test_another_persons_invitation_cannot_be_accepted(cast: Cast) -> None:
    invite(cast)
    response = signed_in(cast.dede).post(link(), {"accept": "yes"})
    assert (response.status_code, cast.dede.memberships.exists()) == (200, False)


def test_the_operation_refuses_another_address(cast: Cast) -> None:
    with pytest.raises(InvitationClosed):
        accept_invitation(invitation=invite(cast), user=cast.dede)


def test_a_member_is_not_invited_again(cast: Cast) -> None:
    with pytest.raises(AlreadyThere):
        invite(cast, email="BO@example.org")


def test_an_address_is_not_invited_twice(cast: Cast) -> None:
    invite(cast)
    with pytest.raises(AlreadyThere):
        invite(cast)


def test_the_same_form_sent_twice_invites_once(cast: Cast) -> None:
    given: dict[str, Any] = {
        "partner": cast.convenor,
        "email": ADDRESS,
        "name": "Noma",
        "roles": ["observer"],
        "id": new_id(),
    }
    first = invite_member(**given, by=cast.amina)
    assert invite_member(**given, by=cast.amina) == first


def test_the_same_id_with_other_content_is_refused(cast: Cast) -> None:
    given: dict[str, Any] = {
        "partner": cast.convenor,
        "email": ADDRESS,
        "roles": ["observer"],
        "id": new_id(),
    }
    invite_member(**given, name="Noma", by=cast.amina)
    with pytest.raises(Conflict):
        invite_member(**given, name="Somebody else", by=cast.amina)


def test_nobody_is_invited_without_a_role(cast: Cast) -> None:
    with pytest.raises(NoSuchRole):
        invite_member(partner=cast.convenor, email=ADDRESS, name="Noma", roles=[], by=cast.amina)


def test_a_coordinator_does_not_bring_people_into_a_partner_that_has_members(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite_member(partner=cast.committee, email=ADDRESS, name="Noma", roles=["observer"], by=cast.amina)


def test_a_coordinator_brings_in_the_first_member_of_a_partner(cast: Cast) -> None:
    partner = add_partner(programme=cast.programme, name="Church council", by=cast.amina)
    invited = invite_member(partner=partner, email=ADDRESS, name="Noma", roles=["partner"], by=cast.amina)
    assert invited.partner == partner


def test_a_partner_invites_its_own_people(cast: Cast) -> None:
    invited = invite_member(
        partner=cast.committee, email=ADDRESS, name="Noma", roles=["observer"], by=cast.thandi
    )
    assert invited.partner == cast.committee


def test_a_partner_does_not_invite_into_another(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        invite_member(partner=cast.convenor, email=ADDRESS, name="Noma", roles=["observer"], by=cast.thandi)


@pytest.mark.parametrize("role", ["coordinator", "protection_officer"])
def test_a_partner_does_not_give_roles_that_reach_beyond_it(cast: Cast, role: str) -> None:
    with pytest.raises(NotAllowed):
        invite_member(partner=cast.committee, email=ADDRESS, name="Noma", roles=[role], by=cast.thandi)


def test_who_left_can_be_invited_back(cast: Cast) -> None:
    hand_over(member=cast.bo, successor=None, by=cast.amina)
    invitation = invite(cast, email="bo@example.org")
    assert accept_invitation(invitation=invitation, user=cast.bo.user).roles == ["observer"]


def test_the_page_is_limited_for_each_link(cast: Cast) -> None:
    invite(cast)
    browser = Client()
    answers = [browser.get(link()).status_code for _ in range(61)]
    assert (set(answers[:60]), answers[60]) == ({200}, 429)
