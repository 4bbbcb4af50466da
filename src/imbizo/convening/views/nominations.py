"""Institutions that are asked to name people: all of a gathering, one of them, and whom it named."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Fact, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.nominations import AskForm, NomineesForm, RefuseForm, TakeForm, WantedForm
from imbizo.convening.models import Gathering, Nomination, Nominee
from imbizo.convening.operations import nominations as operations
from imbizo.convening.operations.nominating_letters import Asked, day_words, wanted_words, write_to
from imbizo.convening.queries import nominations as queries
from imbizo.convening.tables.nominations import NominationsTable
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
def nominations(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who was asked to name people for a gathering, and which seats an alternate could take."""
    gathering = own(request, pk)
    rows = queries.nominations_of(gathering, request.member)
    context = {
        **frame(request, gathering),
        "table": NominationsTable(request, rows),
        "replacements": queries.replacements(gathering),
        "waiting": queries.waiting_for(gathering).count(),
        "may_write": _may_write(request) and not gathering.is_over,
    }
    return render(request, "convening/nominations/list.html", context)


@requires(Permission.INVITED_WRITE)
def nominations_ask(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Ask several institutions at once; each is written to as it is reached."""
    gathering = own(request, pk)
    form = AskForm(request.POST or None, member=request.member)
    asked = attempt(form, lambda data: _asked(request, gathering, form))
    if asked is not None:
        return redirect(address(request, "nominations", gathering.pk))
    lede = _("Each gets a letter with a link to a page on which it names people, without an account.")
    heading = _("Ask institutions to name people")
    return _form(request, gathering, form, heading=heading, action=_("Ask them"), lede=lede)


@require_POST
@requires(Permission.INVITED_WRITE)
def nominations_remind(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Remind those who haven't answered, now."""
    gathering = own(request, pk)
    sent = tried(request, lambda: operations.remind(gathering=gathering, by=request.member))
    if sent is not None:
        text = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", sent)
        say_done(request, text % {"n": sent})
    return redirect(address(request, "nominations", gathering.pk))


@requires(Permission.INVITED_VIEW)
def nomination(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One institution, and whom it named."""
    asked = _found(request, pk)
    context = {
        **_frame(request, asked),
        "people": queries.named_by(asked, request.member),
        "facts": _facts(asked),
        "is_open": queries.is_open(asked),
        "may_write": _may_write(request),
        "replacements": {
            each.alternate.pk: each.gone
            for each in queries.replacements(asked.gathering)
            if each.alternate.nomination_id == asked.pk
        },
    }
    return render(request, "convening/nominations/nomination.html", context)


@requires(Permission.INVITED_WRITE)
def nomination_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Other numbers, another mandate, a later day; what was closed is open again."""
    asked = _found(request, pk)
    names = ("seats", "alternates", "mandate", "due_at")
    form = WantedForm(request.POST or None, initial={name: getattr(asked, name) for name in names})
    done = attempt(
        form,
        lambda data: operations.ask_again(nomination=asked, wanted=form.wanted, by=request.member),
    )
    if done is not None:
        say_done(request, _("Saved. They can name people again."))
        return redirect(asked.get_absolute_url())
    lede = _("Give a later day and they can name people again, on the page that they have.")
    heading = asked.institution.name
    return _form(request, asked.gathering, form, heading=heading, action=_("Save"), lede=lede, asked=asked)


@requires(Permission.INVITED_WRITE)
def nomination_note(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Note whom they named by telephone, letter or in person."""
    asked = _found(request, pk)
    people = NomineesForm(asked, request.POST or None)
    if people.is_valid():
        named = tried(
            request,
            lambda: operations.name_people(nomination=asked, people=people.people, by=request.member),
        )
        if named is not None:
            return redirect(asked.get_absolute_url())
    context = {**_frame(request, asked), "people": people, "back_url": asked.get_absolute_url()}
    return render(request, "convening/nominations/note.html", context)


@require_POST
@requires(Permission.INVITED_WRITE)
def nomination_link(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Write to them once more; the link is told here, to hand over."""
    asked = _found(request, pk)
    if queries.is_open(asked):
        _tell(request, write_to(nominations=[asked], by=request.member))
    else:
        messages.error(request, _("It is closed. Give them a later day first."))
    return redirect(asked.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def nomination_close(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """They aren't asked any more."""
    asked = _found(request, pk)
    if tried(request, lambda: operations.close(nomination=asked, by=request.member)) is not None:
        say_done(request, _("Closed: their page takes no more names. “Change” opens it again."))
    return redirect(asked.get_absolute_url())


@require_POST
@requires(Permission.INVITED_WRITE)
def nominee_take(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Take somebody onto the list, as somebody of the register or as a new person; perhaps in another's seat."""
    nominee, form = _nominee(request, pk), TakeForm(request.POST)
    actor = queries.may_be(nominee, request.member, form.chosen) if form.chosen else None
    gone = next(
        (
            each.gone
            for each in queries.replacements(nominee.nomination.gathering)
            if form.is_valid() and each.gone.pk == form.cleaned_data["gone"] and each.alternate == nominee
        ),
        None,
    )
    taken = tried(request, lambda: _taken(request, nominee, actor, gone))
    if taken is not None:
        say_done(request, _("%(name)s is on the list, and can be invited.") % {"name": nominee.name})
    return redirect(nominee.get_absolute_url())


@requires(Permission.INVITED_WRITE)
def nominee_refuse(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Don't take somebody, with a reason."""
    nominee = _nominee(request, pk)
    form = RefuseForm(request.POST or None)
    done = attempt(
        form,
        lambda data: operations.refuse(nominee=nominee, because=data["because"], by=request.member),
    )
    if done is not None:
        return redirect(nominee.get_absolute_url())
    asked = nominee.nomination
    action = _("Don't take them")
    return _form(request, asked.gathering, form, heading=nominee.name, action=action, asked=asked)


@require_POST
@requires(Permission.INVITED_WRITE)
def nominee_again(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Undo a refusal."""
    nominee = _nominee(request, pk)
    tried(request, lambda: operations.consider_again(nominee=nominee, by=request.member))
    return redirect(nominee.get_absolute_url())


def _may_write(request: MemberRequest) -> bool:
    return bool(request.member.may(Permission.INVITED_WRITE))


def _found(request: MemberRequest, pk: UUID) -> Nomination:
    asked: Nomination = get_object_or_404(queries.nominations(request.member), pk=pk)
    return asked


def _nominee(request: MemberRequest, pk: UUID) -> Nominee:
    nominee: Nominee = get_object_or_404(queries.nominees(request.member), pk=pk)
    return nominee


def _frame(request: MemberRequest, asked: Nomination) -> dict[str, Any]:
    way = [
        *crumbs(request, asked.gathering),
        Link(_("Nominations"), address(request, "nominations", asked.gathering_id)),
    ]
    return {**frame(request, asked.gathering), "asked": asked, "crumbs": way}


def _facts(asked: Nomination) -> list[Fact]:
    return [
        Fact(_("Asked for"), wanted_words(asked)),
        Fact(_("By"), day_words(asked.due_at, asked) or _("no day")),
        Fact(_("Mandate"), asked.mandate or _("none asked for")),
        Fact(_("Asked"), day_words(asked.asked_at, asked)),
        Fact(_("Reminded"), day_words(asked.reminded_at, asked) or _("not yet")),
        Fact(_("Answered"), day_words(asked.answered_at, asked) or _("not yet")),
    ]


def _asked(request: MemberRequest, gathering: Gathering, form: AskForm) -> list[Nomination]:
    new = operations.ask(
        gathering=gathering,
        institutions=form.cleaned_data["institutions"],
        wanted=form.wanted,
        by=request.member,
    )
    _tell(request, write_to(nominations=new, by=request.member))
    if not new:
        messages.info(request, _("All of them were asked before."))
    return new


def _tell(request: HttpRequest, asked: Sequence[Asked]) -> None:
    """How many were written to; for the others the address of their page, which is told only now."""
    left = sum(each.is_on_its_way for each in asked)
    if left:
        text = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", left)
        say_done(request, text % {"n": left})
    for each in asked:
        if not each.is_on_its_way:
            said = {"institution": each.nomination.institution.name, "link": each.address}
            text = _("No message could go to %(institution)s. Hand over their page, shown only now: %(link)s")
            messages.warning(request, text % said)


def _taken(request: MemberRequest, nominee: Nominee, actor: Any, gone: Any) -> Any:
    if gone is None:
        return operations.take(nominee=nominee, by=request.member, actor=actor)
    return operations.take_instead(nominee=nominee, gone=gone, by=request.member, actor=actor)


def _form(
    request: MemberRequest,
    gathering: Gathering,
    form: forms.Form,
    *,
    heading: str,
    action: str,
    lede: str = "",
    asked: Nomination | None = None,
) -> HttpResponse:
    back = asked.get_absolute_url() if asked else address(request, "nominations", gathering.pk)
    return form_page(
        request,
        form,
        heading=heading,
        lede=lede,
        action=action,
        back_url=back,
        **(_frame(request, asked) if asked else frame(request, gathering)),
    )
