"""One message: what became of it, and what is to become of it where nobody can know."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import is_tried
from imbizo.base.components import Fact, Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.messaging import queries
from imbizo.messaging.models import Message
from imbizo.messaging.operations.uncertain import leave_uncertain, resend_uncertain
from imbizo.messaging.queries import stories
from imbizo.messaging.queries.health import moment
from imbizo.messaging.rules.prices import in_words
from imbizo.messaging.states import Channel
from imbizo.messaging.views.acting import address
from imbizo.programmes.states import Permission


@requires(Permission.CONTACTS_VIEW)
@require_safe
def message(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One message, with each of its moments."""
    found = _message_or_404(request, pk)
    beads = stories.thread_of(found, request.member)
    context = {
        "message": found,
        "sentence": stories.sentence(found, timezone.now()),
        "events": stories.events(found),
        "facts": _facts(request, found),
        "parts": [(part, stories.standing_words(part)) for part in stories.parts(found)],
        "beads": beads,
        "crumbs": _crumbs(found, beads[0].url, str(beads[0].title)),
        "is_to_decide": stories.is_to_decide(found),
        "is_overdue": stories.is_overdue(found),
        "may_decide": request.member.may(Permission.CAMPAIGNS_WRITE),
    }
    return render(request, "messaging/message.html", context)


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def message_resend(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Send an uncertain message again."""
    found = _message_or_404(request, pk)
    if is_tried(request, lambda: resend_uncertain(messages=[found], by=request.member)):
        say_done(request, _("It goes again with the next turn of the gateway."))
    return redirect(address(request, "message", pk))


@requires(Permission.CAMPAIGNS_WRITE)
@require_POST
def message_leave(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Leave an uncertain message as it is."""
    found = _message_or_404(request, pk)
    if is_tried(request, lambda: leave_uncertain(messages=[found], by=request.member)):
        say_done(request, _("Left as it is."))
    return redirect(address(request, "message", pk))


def _message_or_404(request: MemberRequest, pk: UUID) -> Message:
    return get_object_or_404(queries.messages(request.member), pk=pk)


def _crumbs(found: Message, source_url: str, source: str) -> list[Link]:
    here = Link(found.get_channel_display(), "", is_current=True)
    return [Link(source, source_url), here] if source_url else [here]


def _facts(request: MemberRequest, found: Message) -> list[Fact]:
    gateway = found.gateway
    may_open = gateway is not None and request.member.may(Permission.GATEWAYS_VIEW)
    way = address(request, "gateway", gateway.pk) if gateway is not None and may_open else ""
    facts = [
        Fact(_("To"), found.address),
        Fact(_("From"), found.sender),
        Fact(_("Gateway"), gateway, way),
        Fact(_("Language"), stories.language_of(found)),
        Fact(_("Use by"), moment(found.use_by) if found.use_by else _("at any time")),
        Fact(_("What the gateway said"), found.detail or _("nothing")),
    ]
    if found.channel == Channel.SMS:
        cost = _cost(found)
        facts[4:4] = [Fact(_("Parts"), found.parts_count), Fact(_("Cost"), cost)]
    return facts


def _cost(found: Message) -> str:
    if found.cost is None:
        return ""
    return in_words(found.cost, found.gateway.currency if found.gateway else "")
