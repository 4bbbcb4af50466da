"""Members comment, and enter what came by other ways."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from imbizo.base.attempts import attempt
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.forms.because import BecauseIfKnownForm
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.drafting import queries as drafts
from imbizo.drafting.forms.commenting import ChangeForm, EnterForm, SayForm
from imbizo.drafting.models import Comment, Section
from imbizo.drafting.operations import comments as operations
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.queries import passages
from imbizo.drafting.queries.frozen import current
from imbizo.drafting.views.document_frame import about, ours, seen
from imbizo.drafting.views.frame import address
from imbizo.programmes.states import Permission


@requires(Permission.DRAFTS_COMMENT)
def comment_add(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Comment on the whole document."""
    document = seen(request, pk)
    form = SayForm(request.POST or None).on_the_whole()
    made = attempt(
        form,
        lambda data: operations.comment_as_member(
            document=document, said=form.said(), by=request.member, id=data["id"]
        ),
    )
    here = address(request, "comments", document.pk)
    if made is not None:
        say_done(request, _("Your comment is there."))
        return redirect(here)
    return form_page(
        request,
        form,
        heading=_("Comment on the whole document"),
        lede=_("To comment on words in it, open the section."),
        action=_("Comment"),
        back_url=here,
        **about(request, document, Link(_("Comments"), here)),
    )


@requires(Permission.DRAFTS_COMMENT)
def comment_enter(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Enter what somebody said by e-mail, telephone, letter or at a meeting."""
    document = ours(request, pk)
    today = timezone.localdate(timezone=request.member.programme.zone)
    form = EnterForm(
        request.POST or None,
        member=request.member,
        sections=queries.choosable_sections(document),
        initial={"came_on": today},
    )
    made = attempt(
        form,
        lambda data: operations.enter_comment(
            document=document, said=form.said(), whose=form.whose(), by=request.member, id=data["id"]
        ),
    )
    if made is not None:
        say_done(request, _("Entered as the comment of %(person)s.") % {"person": made.on_behalf_of})
        return redirect(made.get_absolute_url())
    here = address(request, "comments", document.pk)
    return form_page(
        request,
        form,
        heading=_("Enter somebody's comment"),
        lede=_("Write it as they said it. They get an answer like everybody else."),
        action=_("Enter it"),
        back_url=here,
        **about(request, document, Link(_("Comments"), here)),
    )


@requires(Permission.DRAFTS_VIEW)
def section_comments(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """A section with its comments beside it: choose words, a paragraph, or the whole, and comment."""
    section: Section = get_object_or_404(drafts.sections(request.member), pk=pk)
    document = seen(request, section.document_id)
    whole = current(document)
    part = next((each for each in whole.parts if each.id == section.pk), None)
    shown = passages.passages(part.text, whole) if part else ()
    span = passages.chosen_span(request.GET, shown)
    form = SayForm(request.POST or None, initial=span | {"version": section.version})
    form = form if form.on_words else form.on_the_whole()
    context = about(request, document, Link(section.title, section.get_absolute_url()))
    made = attempt(
        form,
        lambda data: operations.comment_as_member(
            document=document, said=form.said(section), by=request.member, id=data["id"]
        ),
    )
    if made is not None:
        say_done(request, _("Your comment is there."))
        return redirect("drafting:section-comments", request.member.programme.slug, section.pk)
    rows = queries.of_section(section, request.member)
    context |= {
        "section": section,
        "number": part.number if part else "",
        "passages": shown,
        "chosen": passages.chosen_passage(request.GET, shown),
        "form": form,
        "quote": passages.words_in(shown, form["start"].value(), form["end"].value()),
        "comments": [{"comment": each, "who": queries.said_by(each, request.member)} for each in rows],
    }
    return render(request, "drafting/circulation/section.html", context)


@requires(Permission.DRAFTS_COMMENT)
def comment_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Other words for one's own comment, or one that one entered, until it is decided."""
    found = _theirs(request, pk)
    initial = {"text": found.text, "replacement": found.replacement}
    form = ChangeForm(request.POST or None, kind=found.kind, initial=initial)
    done = attempt(form, lambda data: operations.change_comment(comment=found, by=request.member, **data))
    if done is not None:
        return redirect(found.get_absolute_url())
    return _form(request, found, form, _("Change the comment"), _("Save"))


@requires(Permission.DRAFTS_COMMENT)
def comment_withdraw(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Withdraw one's own comment, or one that was entered by mistake."""
    found = _theirs(request, pk)
    form = BecauseIfKnownForm(request.POST or None)
    done = attempt(
        form,
        lambda data: operations.withdraw_comment(comment=found, because=data["because"], by=request.member),
    )
    if done is not None:
        say_done(request, _("The comment is withdrawn. It stays on record."))
        return redirect(reverse("drafting:comments", args=[request.member.programme.slug, found.document_id]))
    return _form(request, found, form, _("Withdraw the comment"), _("Withdraw it"))


def _theirs(request: MemberRequest, pk: UUID) -> Comment:
    found: Comment = get_object_or_404(queries.whole(request.member), pk=pk, member=request.member)
    return found


def _form(request: MemberRequest, found: Comment, form: Any, heading: str, action: str) -> HttpResponse:
    here = Link(_("Comment"), found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=heading,
        action=action,
        back_url=found.get_absolute_url(),
        **about(request, found.document, here),
    )
