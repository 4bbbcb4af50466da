"""Members: who they are, inviting them, their roles, handing over."""

from itertools import groupby
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.components import Link
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes import operations, queries
from imbizo.programmes.forms import members as forms
from imbizo.programmes.models import Membership
from imbizo.programmes.rules import ROLES
from imbizo.programmes.states import Permission
from imbizo.programmes.views.pages import Words, act_and_return, back_to, form_page, tabs


def _to_members(member: Membership) -> Link:
    return back_to(member, "members", gettext_lazy("Members"))


@requires(Permission.MEMBERS_VIEW)
@require_safe
def members(request: MemberRequest) -> HttpResponse:
    """The members by partner, the roles that stand vacant, and who is invited."""
    member = request.member
    rows = queries.members(member)
    may_invite = member.may(Permission.MEMBERS_INVITE)
    context = {
        "tabs": tabs(member, "members"),
        "groups": [(partner, list(group)) for partner, group in groupby(rows, key=lambda row: row.partner)],
        "vacant": queries.vacant_roles(member.programme),
        "invitations": queries.invitations_for(member) if may_invite else [],
        "may_invite": may_invite,
        "may_manage": member.may(Permission.MEMBERS_MANAGE),
    }
    return render(request, "programmes/members.html", context)


@requires(Permission.MEMBERS_VIEW)
@require_safe
def member(request: MemberRequest, member: UUID) -> HttpResponse:
    """One member: for whom, in which roles, and what they have open."""
    found = get_object_or_404(queries.all_members(request.member), pk=member)
    may_manage = request.member.may(Permission.MEMBERS_MANAGE)
    context = {
        "found": found,
        "roles": [ROLES[key] for key in found.roles if key in ROLES],
        "steps": queries.open_steps_of(found),
        "crumbs": [_to_members(request.member), Link(found.user.name, "")],
        "sees_email": may_manage or found.partner_id == request.member.partner_id,
        "may_read_history": request.member.may(Permission.ACTIVITY_VIEW),
        "may_manage": may_manage and found.left_on is None,
    }
    return render(request, "programmes/member.html", context)


@requires(Permission.MEMBERS_MANAGE)
def member_edit(request: MemberRequest, member: UUID) -> HttpResponse:
    found = get_object_or_404(queries.members(request.member), pk=member)
    form = forms.MemberForm(request.POST or None, member=request.member, changing=found)
    return form_page(
        request,
        form,
        lambda: operations.change_member(member=found, by=request.member, **form.cleaned_data),
        Words(
            _("Roles of %(name)s") % {"name": found.user},
            _("Save"),
            back_to(request.member, "member", found.user.name, found.pk),
        ),
    )


@requires(Permission.MEMBERS_MANAGE)
def hand_over(request: MemberRequest, member: UUID) -> HttpResponse:
    """End a membership; what is open is shown before it passes to the successor."""
    found = get_object_or_404(queries.members(request.member), pk=member)
    form = forms.HandOverForm(request.POST or None, leaving=found)
    return form_page(
        request,
        form,
        lambda: operations.hand_over(member=found, by=request.member, **form.cleaned_data),
        Words(
            _("%(name)s leaves and hands over") % {"name": found.user},
            _("Hand over and end the membership"),
            _to_members(request.member),
            lede=_("One act: what is open passes to the successor, and the membership ends today."),
            done=_("%(name)s has left, and the work is handed over.") % {"name": found.user},
            template="programmes/hand_over.html",
            extra={"work": operations.open_work(found), "leaving": found},
        ),
    )


@requires(Permission.MEMBERS_INVITE)
def invite(request: MemberRequest) -> HttpResponse:
    """Invite someone by e-mail."""
    form = forms.InviteForm(request.POST or None, member=request.member)
    return form_page(
        request,
        form,
        lambda: operations.invite_member(by=request.member, **form.cleaned_data),
        Words(
            _("Invite a member"),
            _("Send the invitation"),
            _to_members(request.member),
            lede=_("They get a link by e-mail, see what their part would be, and accept."),
            done=_("The invitation is on its way."),
        ),
    )


@requires(Permission.MEMBERS_INVITE)
@require_POST
def invitation_resend(request: MemberRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(queries.invitations_for(request.member), pk=invitation)
    return act_and_return(
        request,
        lambda: operations.resend_invitation(invitation=found, by=request.member),
        _to_members(request.member),
        _("A new link is on its way to %(name)s. The earlier one no longer opens.") % {"name": found.name},
    )


@requires(Permission.MEMBERS_INVITE)
@require_POST
def invitation_withdraw(request: MemberRequest, invitation: UUID) -> HttpResponse:
    found = get_object_or_404(queries.invitations_for(request.member), pk=invitation)
    return act_and_return(
        request,
        lambda: operations.withdraw_invitation(invitation=found, by=request.member),
        _to_members(request.member),
        _("The invitation of %(name)s is withdrawn. Its link no longer opens.") % {"name": found.name},
    )
