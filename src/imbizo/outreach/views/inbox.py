"""The inbox: conversations by person, in tabs."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from imbizo.base.components import Empty, Link
from imbizo.base.web import MemberRequest, requires
from imbizo.outreach.queries import inbox as queries
from imbizo.programmes.states import Permission
from imbizo.thread.operations import log_read

PAGE = 30
DEFAULT = "open"


@requires(Permission.INBOX_VIEW)
@require_safe
def inbox(request: MemberRequest) -> HttpResponse:
    """The conversations that the member sees, newest first. Each protected one that is shown is logged as read."""
    labels = _labels(request)
    tab = request.GET.get("tab", DEFAULT)
    tab = tab if tab in labels else DEFAULT
    search = queries.readable(request.GET.get("q", "")).strip()[:100]
    rows = queries.inbox(request.member, tab=tab, search=search)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    log_read(list(page.object_list), by=request.member, how="list")
    context = {
        "page": page,
        "search": search,
        "tab": tab,
        "may_list": request.member.may(Permission.CALLS_MAKE),
        "tabs": [] if search else _tabs(request, tab, labels),
        "nothing": _nothing(request, tab, search),
    }
    return render(request, "outreach/inbox/inbox.html", context)


def _labels(request: MemberRequest) -> dict[str, str]:
    labels = {
        "open": _("Open"),
        "mine": _("Mine"),
        "unmatched": _("Nobody knows whose"),
        "ring": _("Asks to be rung"),
        "closed": _("Closed"),
    }
    return labels | ({"protected": _("Protected")} if request.member.may(Permission.PROTECTED_VIEW) else {})


def _tabs(request: MemberRequest, tab: str, labels: dict[str, str]) -> list[Link]:
    counts = queries.tab_counts(request.member, [name for name in labels if name != "closed"])
    return [
        Link(label, f"?tab={name}", is_current=name == tab, count=counts.get(name))
        for name, label in labels.items()
    ]


def _nothing(request: MemberRequest, tab: str, search: str) -> Empty:
    if search:
        return Empty(
            _("Nobody found"), _("Write less of the name, or only the end of the number."), icon="search"
        )
    texts = {
        "open": _(
            "When somebody answers a campaign or writes to your number, it stands here beside their name."
        ),
        "mine": _("Nobody gave you a conversation to answer."),
        "unmatched": _("Every number that wrote belongs to somebody in the register."),
        "ring": _("Nobody waits to be rung. Please-call-me messages appear here."),
        "closed": _("When nothing is left to do in a conversation, close it. A new message opens it again."),
        "protected": _("Nobody has marked a conversation as protected."),
    }
    may_write = tab == DEFAULT and request.member.may(Permission.CAMPAIGNS_WRITE)
    url = reverse("outreach:campaigns", args=[request.member.programme.slug]) if may_write else ""
    return Empty(_("Nothing waits here"), texts[tab], _("Go to the campaigns"), url, "inbox")
