"""Telling those who must know first of one gathering: their letters, and what they answered."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.errors import DomainError
from imbizo.base.files import shown
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.exports.letters import letter_pdf
from imbizo.convening.forms.protocol import LetterForm, PageReplyForm, ReplyForm, ToldForm
from imbizo.convening.models import Telling
from imbizo.convening.operations import telling as operations
from imbizo.convening.queries.protocol import LINK, behind, is_outdated, letterhead_of, tellings, to_tell
from imbizo.convening.rules.day_named import moment_named
from imbizo.convening.states import TellingState
from imbizo.convening.views.frame import address, frame, own
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60


@requires(Permission.GATHERINGS_PLAN)
@require_safe
def gathering_tellings(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who must be told first of this gathering, and how far each letter is."""
    gathering = own(request, pk)
    rows = to_tell(gathering)
    context = frame(request, gathering) | {
        "rows": rows,
        "told": sum(each.is_told for each in rows),
        "unwritten": sum(each.telling is None for each in rows),
        "outdated": sum(each.is_outdated for each in rows),
        "letterhead": letterhead_of(gathering.owner),
    }
    return render(request, "convening/protocol/gathering.html", context)


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def tellings_write(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write the letters that are missing."""
    gathering = own(request, pk)
    made = tried(request, lambda: operations.write_letters(gathering=gathering, by=request.member))
    if made:
        text = ngettext(
            "%(count)s letter is written. Read it, then send it.",
            "%(count)s letters are written. Read them, then send them.",
            len(made),
        )
        say_done(request, text % {"count": len(made)})
    return redirect(address(request, "tellings", gathering.pk))


@requires(Permission.GATHERINGS_PLAN)
@require_safe
def telling(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One letter: what it says, how it went, what they answered."""
    letter = _found(request, pk)
    return _page(
        request, letter, ToldForm(), ReplyForm(initial={"state": letter.state, "answer": letter.answer})
    )


@requires(Permission.GATHERINGS_PLAN)
@transaction.atomic
def telling_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Change the letter before it goes."""
    letter = get_object_or_404(tellings(request.member).select_for_update(of=("self",)), pk=pk)
    form = LetterForm(request.POST or None, instance=letter)

    def change(_given: dict[str, Any]) -> Any:
        return operations.change_letter(telling=letter, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(letter.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Letter to the %(office)s") % {"office": letter.first},
        action=_("Save"),
        back_url=letter.get_absolute_url(),
        **frame(request, letter.gathering),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def telling_anew(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write it once more, of the day that the gathering has now."""
    letter = _found(request, pk)
    if tried(request, lambda: operations.write_anew(telling=letter, by=request.member)):
        say_done(request, _("Written anew. Read it, then send it."))
    return redirect(letter.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_safe
def telling_pdf(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The letter, to print, with what has changed since it went."""
    return _pdf(_found(request, pk))


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def telling_mail(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send it by e-mail."""
    letter = _found(request, pk)
    if tried(request, lambda: operations.tell_by_mail(telling=letter, by=request.member)):
        say_done(request, _("The letter is on its way. They can answer on a page of their own."))
    return redirect(letter.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def telling_told(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note that they were told another way."""
    letter, form = _found(request, pk), ToldForm(request.POST)
    done = attempt(form, lambda given: operations.note_told(telling=letter, by=request.member, **given))
    if done is None:
        return _page(request, letter, form, ReplyForm())
    undo = address(request, "telling-take-back", letter.pk)
    say_done(request, _("Noted: %(office)s was told.") % {"office": letter.first}, undo=undo)
    return redirect(letter.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def telling_reply(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Note what they answered."""
    letter, form = _found(request, pk), ReplyForm(request.POST)
    done = attempt(form, lambda given: operations.note_reply(telling=letter, by=request.member, **given))
    if done is None:
        return _page(request, letter, ToldForm(), form)
    say_done(request, _("Noted what they answered."))
    return redirect(letter.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def telling_take_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """They weren't told after all."""
    letter = _found(request, pk)
    if tried(request, lambda: operations.take_back_telling(telling=letter, by=request.member)):
        say_done(request, _("%(office)s counts as not told.") % {"office": letter.first})
    return redirect(letter.get_absolute_url())


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_letter(request: HttpRequest, token: str) -> HttpResponseBase:
    """The office reads its letter, and answers."""
    letter = _behind(token)
    if letter is None:
        return link_closed(request)
    form = PageReplyForm(request.POST or None)
    if form.is_valid():
        try:
            operations.note_reply(telling=letter, by=None, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            return redirect("convening:open-letter", token=token)
    programme = letter.programme
    context = {
        "letter": letter,
        "form": form,
        "token": token,
        "is_answered": letter.state not in {TellingState.DRAFT, TellingState.TOLD},
        "change": operations.change_words(letter),
        "programme_name": programme.name,
        "asked_by": letter.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }
    return render(request, "convening/public/letter.html", context)


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_safe
def open_letter_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The letter, for the office to print."""
    letter = _behind(token)
    if letter is None:
        return link_closed(request)
    return _pdf(letter)


def _page(request: MemberRequest, letter: Telling, told: ToldForm, reply: ReplyForm) -> HttpResponse:
    context = frame(request, letter.gathering) | {
        "letter": letter,
        "told_form": told,
        "reply_form": reply,
        "is_draft": letter.state == TellingState.DRAFT,
        "is_outdated": is_outdated(letter, letter.gathering),
        "change": operations.change_words(letter),
        "named": moment_named(letter.names_day),
    }
    context["crumbs"].append(Link(_("First to tell"), address(request, "tellings", letter.gathering_id)))
    return render(request, "convening/protocol/letter.html", context)


def _pdf(letter: Telling) -> HttpResponseBase:
    name = "".join(each if each.isalnum() else "-" for each in letter.reference) or "letter"
    return shown(letter_pdf(letter, below=operations.change_words(letter)), f"{name}.pdf")


def _found(request: MemberRequest, pk: UUID) -> Telling:
    found: Telling = get_object_or_404(tellings(request.member), pk=pk)
    return found


def _behind(token: str) -> Telling | None:
    try:
        opened = open_public_link(token, purpose=LINK)
    except LinkClosed:
        return None
    return behind(opened)
