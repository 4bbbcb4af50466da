"""The date of a gathering: agreed with somebody, or found by a date poll."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.forms.dates import ChangePollForm, DeadlineForm, OptionForm, PollForm
from imbizo.convening.models import DatePoll, Gathering, PollOption
from imbizo.convening.operations import poll_asking
from imbizo.convening.operations import polls as operations
from imbizo.convening.queries import poll_page
from imbizo.convening.queries import polls as queries
from imbizo.convening.queries.clashes import clashes
from imbizo.convening.queries.poll_page import people_on
from imbizo.convening.rules.planning import may_plan
from imbizo.convening.states import GatheringState
from imbizo.convening.views.frame import address, crumbs, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.GATHERINGS_VIEW)
@require_safe
def poll(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The date, and the poll for it: dates by voters, how they stand, and what is to be done."""
    gathering = own(request, pk)
    found = queries.poll_of(request.member, gathering)
    context = {
        **frame(request, gathering),
        "poll": found,
        "page": poll_page.page(request.member, found) if found else None,
        "clashes": clashes(request.member, gathering),
        "may_plan": may_plan(request.member, gathering) and gathering.state == GatheringState.PLANNED,
        "may_write": request.member.may(Permission.INVITED_WRITE),
        "sees_names": request.member.may(Permission.INVITED_VIEW),
    }
    return render(request, "convening/dates/poll.html", context)


@requires(Permission.GATHERINGS_PLAN)
def poll_make(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Offer dates and say who is asked."""
    gathering = own(request, pk)
    form = PollForm(request.POST or None, member=request.member, gathering=gathering)

    def make(given: dict[str, Any]) -> DatePoll:
        return operations.make_poll(
            gathering=gathering,
            options=form.spans,
            closes_at=given["closes_at"],
            voters=people_on(request.member, given["voters"]),
            note=given["note"],
            id=given["id"],
            by=request.member,
        )

    if request.method == "POST" and (made := attempt(form, make)):
        say_done(request, _("The poll is made. Look at it, then ask the voters."))
        return redirect(made.get_absolute_url())
    context = {**frame(request, gathering), "form": form}
    return render(request, "convening/dates/make.html", context)


@requires(Permission.GATHERINGS_PLAN)
def poll_change(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Another deadline, or another note."""
    gathering, found = _poll(request, pk)
    initial = {"closes_at": found.closes_at, "note": found.note}
    form = ChangePollForm(request.POST or None, initial=initial)

    def change(given: dict[str, Any]) -> DatePoll:
        return operations.change_poll(poll=found, changes=given, by=request.member)

    return _page(
        request, gathering, form, change, heading=_("Change the poll"), action=_("Save"), done=_("Saved.")
    )


@requires(Permission.INVITED_WRITE)
@require_POST
def poll_ask(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Write to the voters."""
    _gathering, found = _poll(request, pk)
    unreached = tried(request, lambda: poll_asking.ask_voters(poll=found, by=request.member))
    if unreached is not None:
        say_done(request, _("The question is on its way to the voters."))
        if unreached:
            text = ngettext(
                "%(n)s person can't be written to. Ring them, and note what they say below.",
                "%(n)s people can't be written to. Ring them, and note what they say below.",
                len(unreached),
            )
            messages.warning(request, text % {"n": len(unreached)})
    return redirect(found.get_absolute_url())


@requires(Permission.INVITED_WRITE)
@require_POST
def poll_remind(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remind those who haven't voted."""
    _gathering, found = _poll(request, pk)
    number = tried(request, lambda: poll_asking.remind_voters(poll=found, by=request.member))
    if number is not None:
        text = ngettext("%(n)s person is reminded.", "%(n)s people are reminded.", number)
        say_done(
            request, text % {"n": number} if number else _("Everybody has voted or was reminded before.")
        )
    return redirect(found.get_absolute_url())


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def poll_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take no more votes."""
    _gathering, found = _poll(request, pk)
    return _do(
        request, found, lambda: operations.close_poll(poll=found, by=request.member), _("The poll is closed.")
    )


@requires(Permission.GATHERINGS_PLAN)
def poll_reopen(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Take votes again."""
    gathering, found = _poll(request, pk)
    form = DeadlineForm(request.POST or None)

    def reopen(given: dict[str, Any]) -> DatePoll:
        return operations.reopen_poll(poll=found, closes_at=given["closes_at"], by=request.member)

    return _page(
        request,
        gathering,
        form,
        reopen,
        heading=_("Open the poll again"),
        lede=_("Votes stay, and can be changed. The gathering keeps its date until you choose another."),
        action=_("Open it"),
        done=_("The poll is open again."),
    )


@requires(Permission.GATHERINGS_PLAN)
def option_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Offer one more date."""
    gathering, found = _poll(request, pk)
    form = OptionForm(request.POST or None, programme=request.member.programme)

    def add(given: dict[str, Any]) -> PollOption:
        return operations.add_option(poll=found, by=request.member, **given)

    return _page(
        request,
        gathering,
        form,
        add,
        heading=_("Offer one more date"),
        lede=_("It gets the next letter. Who has voted already isn't told of it by itself."),
        action=_("Offer it"),
        done=_("The date is offered."),
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def option_withdraw(request: MemberRequest, pk: UUID, option: UUID) -> HttpResponse:
    """Take a date away; all votes stay."""
    found = _option(request, pk, option)
    undo = address(request, "poll-option-restore", pk, option)
    done = _("Date %(letter)s is no longer offered. All votes stay.") % {"letter": found.letter}
    return _do(
        request,
        found.poll,
        lambda: operations.withdraw_option(option=found, by=request.member),
        done,
        undo=undo,
    )


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def option_restore(request: MemberRequest, pk: UUID, option: UUID) -> HttpResponse:
    """Offer a date again."""
    found = _option(request, pk, option)
    done = _("Date %(letter)s is offered again.") % {"letter": found.letter}
    return _do(request, found.poll, lambda: operations.restore_option(option=found, by=request.member), done)


@requires(Permission.GATHERINGS_PLAN)
@require_POST
def option_choose(request: MemberRequest, pk: UUID, option: UUID) -> HttpResponse:
    """Make it the date of the gathering, and tell the voters."""
    found = _option(request, pk, option)
    done = _("The date is set, and the voters get word of it.")
    return _do(request, found.poll, lambda: operations.choose_option(option=found, by=request.member), done)


def _poll(request: MemberRequest, pk: UUID) -> tuple[Gathering, DatePoll]:
    gathering = own(request, pk)
    found = queries.poll_of(request.member, gathering)
    if found is None:
        raise Http404
    return gathering, found


def _option(request: MemberRequest, pk: UUID, option: UUID) -> PollOption:
    _gathering, found = _poll(request, pk)
    one: PollOption = get_object_or_404(found.options.all(), pk=option)
    return one


def _do(
    request: MemberRequest, found: DatePoll, act: Callable[[], Any], done: str, *, undo: str = ""
) -> HttpResponse:
    if tried(request, act) is not None:
        say_done(request, done, undo=undo)
    return redirect(found.get_absolute_url())


def _page(
    request: MemberRequest,
    gathering: Gathering,
    form: Any,
    act: Callable[[dict[str, Any]], Any],
    *,
    heading: str,
    action: str,
    done: str,
    lede: str = "",
) -> HttpResponse:
    back = address(request, "poll", gathering.pk)
    if request.method == "POST" and attempt(form, act) is not None:
        say_done(request, done)
        return redirect(back)
    way = [*crumbs(request, gathering), Link(_("Date"), back)]
    return form_page(request, form, heading=heading, lede=lede, action=action, back_url=back, crumbs=way)
