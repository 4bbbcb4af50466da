"""The practice phones: what they show, and answering as one of them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.components import Empty
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging import queries
from imbizo.messaging.forms.phones import AnswerForm, SearchForm
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.practice import answer_as
from imbizo.messaging.queries.phones import PHONES_A_PAGE, phone_of, practice_phones
from imbizo.messaging.states import GatewayKind
from imbizo.messaging.views.acting import address, crumbs
from imbizo.programmes.states import Permission


@requires(Permission.CONTACTS_VIEW)
@require_safe
def phones(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The phones that the simulator would have reached, the latest first. `?part=1` is what they show, alone."""
    gateway, form = _simulator_or_404(request, pk), SearchForm(request.GET)
    words, page = form.asked()
    found = practice_phones(request.member, gateway, words=words, page=page)
    context = {
        "gateway": gateway,
        "phones": found[:PHONES_A_PAGE],
        "words": words,
        "page": page,
        "has_more": len(found) > PHONES_A_PAGE,
        "may_answer": request.member.may(Permission.INBOX_ANSWER) and gateway.can_receive,
        "here_url": address(request, "phones", pk),
        "query": request.GET.urlencode(),
        "crumbs": crumbs(request, _("Practice phones"), gateway),
        "nothing": _nothing(request),
    }
    template = "part" if "part" in request.GET else "phones"
    return render(request, f"messaging/phones/{template}.html", context)


@requires(Permission.INBOX_ANSWER)
@require_POST
def phone_answer(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Answer as one of the phones."""
    gateway, form = _simulator_or_404(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return redirect(address(request, "phones", pk))
    given = form.cleaned_data
    phone = phone_of(request.member, gateway, channel=given["channel"], address=given["address"])
    if phone is None:
        raise Http404
    answer_as(
        gateway=gateway,
        channel=phone.channel,
        address=phone.address,
        text=given["text"],
        id=given["id"],
    )
    return redirect(f"{address(request, 'phones', pk)}#{phone.anchor}")


def _simulator_or_404(request: MemberRequest, pk: UUID) -> Gateway:
    return get_object_or_404(queries.gateways(request.member), pk=pk, kind=GatewayKind.SIMULATOR)


def _nothing(request: MemberRequest) -> Empty:
    return Empty(
        _("No phone has rung yet"),
        _("Send something to a few people. Here you see it arrive, and answer as they would."),
        icon="device-mobile",
    )
