"""The invited of a gathering: the list, and what is sent to them."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.documents.workbooks import as_csv
from imbizo.base.files import saved
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.convening.errors import Untold
from imbizo.convening.exports.invitations import letters_pdf, needs_sheet
from imbizo.convening.forms.invitations import InviteForm, NewsForm, PutOnListForm, WithdrawForm
from imbizo.convening.models import Gathering, Invitation, NoticeRun
from imbizo.convening.operations import invitations as operations
from imbizo.convening.operations.invitations.calling import ring
from imbizo.convening.queries import invitations as queries
from imbizo.convening.queries import told, wordings
from imbizo.convening.queries.needs import needs_of
from imbizo.convening.queries.protocol_told import untold
from imbizo.convening.states import ASKED, GatheringState, InvitationState, NoticeKind
from imbizo.convening.tables.invitations import InvitedTable
from imbizo.convening.views.frame import address, frame, own
from imbizo.programmes.states import Permission


@requires(Permission.INVITED_VIEW)
@require_safe
def invitations(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Who is invited, how they answered, and the next step."""
    gathering = own(request, pk)
    may_write = request.member.may(Permission.INVITED_WRITE)
    counted = queries.tallies(gathering)
    table = InvitedTable(
        request,
        queries.of_gathering(request.member, gathering),
        bulk_actions=[(key, label) for key, label, _act in _bulk()] if may_write else [],
        bulk_url=address(request, "invitations-do", pk),
    )
    step = queries.next_step(gathering, counted)
    context = frame(request, gathering) | {
        "table": table,
        "figures": queries.figures(gathering, counted),
        "next": step,
        "next_url": address(request, step.name, pk) if step and step.name and may_write else "",
        "runs": queries.runs(gathering),
        "over": operations.over_capacity(gathering),
        "to_ring": told.to_be_rung(gathering),
        "may_write": may_write,
        "counted": counted,
        "ready": counted.get(InvitationState.READY, 0),
        "silent": sum(counted.get(state, 0) for state in ASKED),
    }
    return render(request, "convening/invitations/list.html", context)


@requires(Permission.INVITED_WRITE)
def add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Put people on the list."""
    gathering = own(request, pk)
    initial = {"actor_list": gathering.invited_id}
    form = PutOnListForm(request.POST or None, member=request.member, initial=initial)

    def put(given: dict[str, Any]) -> list[int]:
        return [_put(request, gathering, given)]

    if request.method == "POST" and (done := attempt(form, put)):
        text = ngettext("%(n)d person is new on the list.", "%(n)d people are new on the list.", done[0])
        say_done(request, text % {"n": done[0]})
        return redirect(address(request, "invitations", pk))
    return _form(request, gathering, form, heading=_("Put people on the list"), action=_("Put on the list"))


def _put(request: MemberRequest, gathering: Gathering, given: dict[str, Any]) -> int:
    count = 0
    if given["actor_list"]:
        count += operations.put_list(gathering=gathering, actor_list=given["actor_list"], by=request.member)
    if given["actor"]:
        count += operations.put_on_list(
            gathering=gathering, actors=[given["actor"]], is_required=given["is_required"], by=request.member
        )
    return count


@requires(Permission.INVITED_WRITE)
def invite(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look at the text in every language, then send it."""
    gathering = own(request, pk)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and (run := attempt(form, _inviting(request, gathering, form))):
        return _sent(request, gathering, run)
    context = frame(request, gathering) | {
        "form": form,
        "previews": wordings.previews(
            gathering, NoticeKind.INVITATION, link=_sample_link(), sample=_("Thandi Mokoena")
        ),
        "count": queries.tallies(gathering).get("ready", 0),
        "untold": untold(gathering),
        "venue_untold": not told.is_venue_told(gathering),
        "can_answer": wordings.can_answer_by_sms(gathering),
        "kind": NoticeKind.INVITATION,
    }
    return render(request, "convening/invitations/invite.html", context)


def _inviting(
    request: MemberRequest, gathering: Gathering, form: InviteForm
) -> Callable[[dict[str, Any]], NoticeRun | None]:
    def act(given: dict[str, Any]) -> NoticeRun | None:
        try:
            return operations.invite(
                gathering=gathering, because=given["because"], id=given["id"], by=request.member
            )
        except Untold as error:
            form.add_error("because", str(error))
            return None

    return act


def _sample_link() -> str:
    token = "x" * wordings.SAMPLE_LINK_LETTERS
    return str(settings.ENVIRONMENT.origin + reverse("convening:answer", args=[token]))


def _sent(request: MemberRequest, gathering: Gathering, run: NoticeRun) -> HttpResponse:
    text = ngettext("On its way to %(n)d person.", "On its way to %(n)d people.", len(run.to))
    say_done(request, text % {"n": len(run.to)})
    return redirect(address(request, "invitations", gathering.pk))


@requires(Permission.INVITED_WRITE)
@require_POST
def remind(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remind those who haven't answered."""
    gathering = own(request, pk)
    run = tried(request, lambda: operations.remind(gathering=gathering, by=request.member))
    return _sent(request, gathering, run) if run else redirect(address(request, "invitations", pk))


@requires(Permission.INVITED_WRITE)
def news(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Tell those whom it concerns what holds now."""
    gathering = own(request, pk)
    form = NewsForm(request.POST or None)

    def tell(given: dict[str, Any]) -> NoticeRun:
        return operations.tell_news(gathering=gathering, note=given["note"], by=request.member)

    if request.method == "POST" and (run := attempt(form, tell)):
        return _sent(request, gathering, run)
    count = len(told.to_be_told(gathering))
    lede = ngettext(
        "%(n)d person was told otherwise and may still come.",
        "%(n)d people were told otherwise and may still come.",
        count,
    )
    return form_page(
        request,
        form,
        heading=_("Tell what holds now"),
        action=_("Send it"),
        back_url=address(request, "invitations", pk),
        lede=lede % {"n": count},
        template="convening/invitations/news.html",
        **_news_texts(gathering),
        **frame(request, gathering),
    )


def _news_texts(gathering: Gathering) -> dict[str, Any]:
    """How the news reads in each language, without what is added to it."""
    is_off = gathering.state == GatheringState.CALLED_OFF
    kind = NoticeKind.CALLED_OFF if is_off else NoticeKind.NEWS
    previews = wordings.previews(gathering, kind, link=_sample_link(), sample=_("Thandi Mokoena"))
    return {"kind": kind, "previews": previews}


@requires(Permission.INVITED_WRITE)
@require_POST
def do(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Do something with those ticked on the list."""
    gathering = own(request, pk)
    found = queries.chosen(request.member, gathering, request.POST.getlist("selected"))
    act = {key: act for key, _label, act in _bulk()}.get(request.POST.get("action", ""))
    if act is None:
        return redirect(address(request, "invitations", pk))
    return act(request, gathering, found)


def _invite_some(request: MemberRequest, gathering: Gathering, some: list[Invitation]) -> HttpResponse:
    run = tried(
        request,
        lambda: operations.invite(gathering=gathering, invitations=some, by=request.member),
    )
    back = redirect(address(request, "invitations", gathering.pk))
    return _sent(request, gathering, run) if run else back


def _take_off_some(request: MemberRequest, gathering: Gathering, some: list[Invitation]) -> HttpResponse:
    count = operations.take_off(gathering=gathering, invitations=some, by=request.member)
    text = ngettext("%(n)d person is off the list.", "%(n)d people are off the list.", count)
    say_done(request, text % {"n": count})
    return redirect(address(request, "invitations", gathering.pk))


def _withdraw_some(request: MemberRequest, gathering: Gathering, some: list[Invitation]) -> HttpResponse:
    """Ask why first; the same form carries whom it concerns."""
    form = WithdrawForm(request.POST if "because" in request.POST else None)

    def withdraw(given: dict[str, Any]) -> list[Invitation]:
        operations.withdraw(
            gathering=gathering, invitations=some, because=given["because"], by=request.member
        )
        return some

    if "because" in request.POST and attempt(form, withdraw) is not None:
        say_done(request, _("Withdrawn. Those who had been told hear of it."))
        return redirect(address(request, "invitations", gathering.pk))
    context = frame(request, gathering) | {"form": form, "some": some}
    return render(request, "convening/invitations/withdraw.html", context)


def _ring_some(request: MemberRequest, gathering: Gathering, some: list[Invitation]) -> HttpResponse:
    call_list = tried(request, lambda: ring(gathering=gathering, invitations=some, by=request.member))
    return redirect(
        call_list.get_absolute_url() if call_list else address(request, "invitations", gathering.pk)
    )


def _offer_some(request: MemberRequest, gathering: Gathering, some: list[Invitation]) -> HttpResponse:
    """A place to each who waits, in this order, as long as there are places."""
    offered = 0
    for each in some:
        if tried(request, partial(operations.offer_place, invitation=each, by=request.member)) is None:
            break
        offered += 1
    if offered:
        text = ngettext("%(n)d person is offered a place.", "%(n)d people are offered a place.", offered)
        say_done(request, text % {"n": offered})
    return redirect(address(request, "invitations", gathering.pk))


_Act = Callable[[MemberRequest, Gathering, list[Invitation]], HttpResponse]


def _bulk() -> list[tuple[str, str, _Act]]:
    """What can be done with those ticked."""
    return [
        ("invite", _("Invite now"), _invite_some),
        ("ring", _("Make a call list"), _ring_some),
        ("offer", _("Offer a place"), _offer_some),
        ("withdraw", _("Withdraw"), _withdraw_some),
        ("take-off", _("Take off the list"), _take_off_some),
    ]


@requires(Permission.INVITED_VIEW)
@require_safe
def needs(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What those who come need, with totals; it prints."""
    gathering = own(request, pk)
    context = frame(request, gathering) | {"needs": needs_of(gathering)}
    return render(request, "convening/invitations/needs.html", context)


@requires(Permission.INVITED_VIEW)
@require_safe
def needs_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The same for spreadsheets."""
    return saved(as_csv(needs_sheet(needs_of(own(request, pk)))), "needs.csv")


@requires(Permission.INVITED_WRITE)
@require_POST
def letters(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Letters to print for those on the list whom no message reaches; they count as invited by it."""
    gathering = own(request, pk)
    made = tried(request, lambda: letters_pdf(gathering, by=request.member))
    if made is None:
        return redirect(address(request, "invitations", pk))
    return saved(made, "invitations.pdf")


def _form(
    request: MemberRequest, gathering: Gathering, form: Any, *, heading: str, action: str, lede: str = ""
) -> HttpResponse:
    back: Final = address(request, "invitations", gathering.pk)
    way = frame(request, gathering)["crumbs"]
    return form_page(request, form, heading=heading, action=action, back_url=back, lede=lede, crumbs=way)
