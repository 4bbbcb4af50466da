"""The reference group of a document: terms, members, asking them to agree."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting.forms.circulating import GroupForm, MemberForm, NominateForm
from imbizo.drafting.models import ReferenceGroup, ReferenceMember
from imbizo.drafting.operations import reference_groups as operations
from imbizo.drafting.queries import circulating as queries
from imbizo.drafting.rules.terms import offered_terms
from imbizo.drafting.views.document_frame import about, ours, seen
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_VIEW)
def reference_group(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The group, its terms, and (for the document's owner) who sits in it by name."""
    document = seen(request, pk)
    group = queries.group_of(document)
    rows = list(queries.members_of(group)) if group else []
    waiting = [each for each in rows if not each.agreed_on and not each.left_on]
    context = about(request, document) | {
        "group": group,
        "members": rows,
        "waiting": waiting,
        "unasked": [each for each in waiting if not each.asked_at],
    }
    return render(request, "drafting/circulation/group.html", context)


@requires(Permission.DRAFTS_DECIDE)
def group_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Write the name and the terms; a text is offered to begin with."""
    document = ours(request, pk)
    group = queries.group_of(document)
    offered = {"name": _("Reference group"), "terms": offered_terms(document.title)}
    initial = {"name": group.name, "terms": group.terms} if group else offered
    form = GroupForm(request.POST or None, initial=initial)
    kept = attempt(form, lambda data: operations.keep_group(document=document, by=request.member, **data))
    if kept is not None:
        return redirect(kept.get_absolute_url())
    here = address(request, "reference-group", document.pk)
    return form_page(
        request,
        form,
        heading=_("The reference group and its terms"),
        lede=_("Those who are nominated read the terms and agree to them."),
        action=_("Save"),
        back_url=here,
        **about(request, document, Link(_("Reference group"), here)),
    )


@requires(Permission.DRAFTS_DECIDE)
def member_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Add somebody whom an institution nominated."""
    document = ours(request, pk)
    group: ReferenceGroup = get_object_or_404(ReferenceGroup, document=document)
    form = NominateForm(request.POST or None, member=request.member)
    made = attempt(form, lambda data: operations.add_reference_member(group=group, by=request.member, **data))
    if made is not None:
        say_done(request, _("%(person)s sits in the group.") % {"person": made.actor})
        return redirect(group.get_absolute_url())
    return _form(request, group, form, _("Add a member"), _("Add"))


@requires(Permission.DRAFTS_DECIDE)
def member_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Change who nominated somebody, and for whom they speak."""
    found = _member(request, pk)
    initial = {"nominated_by": found.nominated_by or "", "speaks_for": found.speaks_for}
    form = MemberForm(request.POST or None, member=request.member, initial=initial)
    done = attempt(
        form,
        lambda data: operations.change_reference_member(member=found, changes=data, by=request.member),
    )
    if done is not None:
        return redirect(found.get_absolute_url())
    return _form(request, found.group, form, str(found.actor), _("Save"))


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def member_agreed(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note that they agreed to the terms."""
    found = _member(request, pk)
    tried(request, lambda: operations.agree_to_terms(member=found, by=request.member))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def member_left(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """They sit in the group no more; it can be undone."""
    found = _member(request, pk)
    if tried(request, lambda: operations.leave_group(member=found, by=request.member)) is not None:
        undo = address(request, "reference-member-back", found.pk)
        say_done(request, _("%(person)s has left the group.") % {"person": found.actor}, undo=undo)
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def member_back(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """They sit in the group again."""
    found = _member(request, pk)
    tried(request, lambda: operations.come_back(member=found, by=request.member))
    return redirect(found.get_absolute_url())


@require_POST
@requires(Permission.DRAFTS_DECIDE)
def group_invite(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Write to those who haven't agreed yet, with the terms; who can't be written to gets a link by hand."""
    document = ours(request, pk)
    group: ReferenceGroup = get_object_or_404(ReferenceGroup, document=document)
    waiting = [each for each in queries.members_of(group) if not each.agreed_on and not each.left_on]
    asked = tried(
        request, lambda: operations.invite_to_group(group=group, members=waiting, by=request.member)
    )
    for member, page, is_on_its_way in asked or []:
        said = {"person": member.actor, "page": page}
        if is_on_its_way:
            say_done(request, _("%(person)s gets a message with the terms.") % said)
        else:
            text = _("No message reaches %(person)s. Their page, to hand over (shown only now): %(page)s")
            messages.info(request, text % said)
    return redirect(group.get_absolute_url())


def _member(request: MemberRequest, pk: UUID) -> ReferenceMember:
    found: ReferenceMember = get_object_or_404(queries.members(request.member), pk=pk)
    return found


def _form(
    request: MemberRequest, group: ReferenceGroup, form: forms.BaseForm, heading: str, action: str
) -> HttpResponse:
    here = Link(group.name, group.get_absolute_url())
    return form_page(
        request,
        form,
        heading=heading,
        action=action,
        back_url=group.get_absolute_url(),
        **about(request, group.document, here),
    )
