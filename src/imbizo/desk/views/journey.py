"""Home, and the journey: a programme's home."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from imbizo.accounts.models import User
from imbizo.base.web import MemberRequest, requires, signed_in
from imbizo.desk.queries import Journey, programme_cards
from imbizo.programmes.states import Permission
from imbizo.thread.queries import recent_thread


@signed_in
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The programmes one is a member of; with one alone, straight to its journey."""
    cards = programme_cards(cast(User, request.user))
    if len(cards) == 1:
        return redirect(cards[0].url)
    return render(request, "desk/home.html", {"cards": cards})


@requires(Permission.PROGRAMME_VIEW)
@require_safe
def journey(request: MemberRequest) -> HttpResponse:
    """Phases, steps with their live state, and what is next."""
    found = Journey(request.member, phase=request.GET.get("phase", ""))
    return render(request, "desk/journey.html", {"journey": found, "beads": recent_thread(request.member)})
