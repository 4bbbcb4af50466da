"""Voters and their votes: on their own page, and noted by staff."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Link
from imbizo.base.errors import DomainError
from imbizo.base.form_pages import form_page
from imbizo.base.limits import limited
from imbizo.base.link_pages import link_closed
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, public, requires
from imbizo.convening.forms.dates import PhoneVoteForm, VoteForm, VotersForm
from imbizo.convening.models import DatePoll, Gathering, Voter
from imbizo.convening.operations import polls as operations
from imbizo.convening.operations import votes
from imbizo.convening.operations.poll_letters import LINK_PURPOSE
from imbizo.convening.queries import polls as queries
from imbizo.convening.queries.poll_page import people_on
from imbizo.convening.queries.vote_links import voter_of_link
from imbizo.convening.queries.wordings import moment_words
from imbizo.convening.states import AnswerWay, PollState
from imbizo.convening.views.frame import address, crumbs, own
from imbizo.programmes.states import Permission
from imbizo.thread.errors import LinkClosed
from imbizo.thread.operations import open_public_link

_HOUR = 60 * 60  # seconds


@requires(Permission.INVITED_WRITE)
def voters_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Ask more people."""
    gathering, poll = _poll(request, pk)
    form = VotersForm(request.POST or None, member=request.member)

    def add(given: dict[str, Any]) -> tuple[int]:
        person = given["person"]
        people = [*people_on(request.member, given["voters"]), *([person] if person else [])]
        required = {each.pk for each in people} if given["is_required"] else set()
        return (operations.add_voters(poll=poll, actors=people, required=required, by=request.member),)

    if request.method == "POST" and (added := attempt(form, add)):
        text = ngettext("%(n)s person is added.", "%(n)s people are added.", added[0])
        say_done(request, text % {"n": added[0]} if added[0] else _("They are asked already."))
        return redirect(poll.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Who else is asked?"),
        lede=_("Nobody is written to by this: press “Ask the voters” afterwards."),
        action=_("Add"),
        back_url=poll.get_absolute_url(),
        crumbs=_way(request, gathering),
    )


@requires(Permission.INVITED_WRITE)
def voter_vote(request: MemberRequest, pk: UUID, voter: UUID) -> HttpResponse:
    """Note what somebody said on the telephone."""
    gathering, poll = _poll(request, pk)
    one = _voter(request, poll, voter)
    said = queries.votes_of(one)
    form = PhoneVoteForm(request.POST or None, poll=poll, options=queries.standing(poll), said=said)

    def note(given: dict[str, Any]) -> Voter:
        return votes.vote(voter=one, answers=form.answers, via=given["via"], by=request.member)

    if request.method == "POST" and attempt(form, note) is not None:
        say_done(request, _("Noted what %(who)s said.") % {"who": one.actor.name})
        return redirect(poll.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("What does %(who)s say?") % {"who": one.actor.name},
        lede=_("Hours are those of %(zone)s.") % {"zone": queries.zone_words(poll.programme, poll.closes_at)},
        action=_("Note it"),
        back_url=poll.get_absolute_url(),
        crumbs=_way(request, gathering),
    )


@requires(Permission.INVITED_WRITE)
@require_POST
def voter_remove(request: MemberRequest, pk: UUID, voter: UUID) -> HttpResponse:
    """Ask somebody no longer."""
    _gathering, poll = _poll(request, pk)
    one = _voter(request, poll, voter)
    name = one.actor.name

    def remove() -> bool:
        operations.remove_voter(voter=one, by=request.member)
        return True

    if tried(request, remove):
        say_done(request, _("%(who)s is asked no longer.") % {"who": name})
    return redirect(poll.get_absolute_url())


@requires(Permission.INVITED_WRITE)
@require_POST
def voter_must(request: MemberRequest, pk: UUID, voter: UUID) -> HttpResponse:
    """Say that somebody must be there, or needn't."""
    _gathering, poll = _poll(request, pk)
    one = _voter(request, poll, voter)
    wanted = not one.is_required
    tried(request, lambda: operations.require_voter(voter=one, is_required=wanted, by=request.member))
    return redirect(f"{poll.get_absolute_url()}#voters")


@public
@never_cache
@limited(limit=60, seconds=_HOUR, each="token")
@require_http_methods(["GET", "HEAD", "POST"])
def vote(request: HttpRequest, token: str) -> HttpResponseBase:
    """A voter's own page. It names nobody: a phone may be somebody else's."""
    voter = _behind(token)
    if voter is None:
        return link_closed(request)
    options = queries.standing(voter.poll)
    given = request.POST if request.method == "POST" else None
    form = VoteForm(given, poll=voter.poll, options=options, said=queries.votes_of(voter))
    if form.is_valid():
        try:
            votes.vote(voter=voter, answers=form.answers, via=AnswerWay.PAGE)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Thank you. We have your answer."))
            return redirect("convening:vote", token=token)
    return render(request, "convening/public/vote.html", _context(voter, form))


def _context(voter: Voter, form: VoteForm) -> dict[str, Any]:
    poll, programme = voter.poll, voter.poll.programme
    is_open = queries.may_vote(voter, timezone.now())
    return {
        "poll": poll,
        "gathering": poll.gathering,
        "form": form,
        "is_open": is_open,
        "closed_words": "" if is_open else votes.closed_words(poll),
        "closes": moment_words(poll.gathering, poll.closes_at),
        "zone": queries.zone_words(programme, poll.closes_at),
        "has_voted": voter.voted_at is not None,
        "is_settled": poll.state == PollState.SETTLED,
        "programme_name": programme.name,
        "asked_by": poll.gathering.owner.name,
        "check_number": programme.contact_number,
        "held_url": reverse("actors:ask", args=[programme.slug]),
    }


def _behind(token: str) -> Voter | None:
    try:
        return voter_of_link(open_public_link(token, purpose=LINK_PURPOSE))
    except LinkClosed:
        return None


def _poll(request: MemberRequest, pk: UUID) -> tuple[Gathering, DatePoll]:
    gathering = own(request, pk)
    found = queries.poll_of(request.member, gathering)
    if found is None:
        raise Http404
    return gathering, found


def _voter(request: MemberRequest, poll: DatePoll, pk: UUID) -> Voter:
    found: Voter = get_object_or_404(queries.voters(request.member, poll), pk=pk)
    return found


def _way(request: MemberRequest, gathering: Gathering) -> list[Link]:
    return [*crumbs(request, gathering), Link(_("Date"), address(request, "poll", gathering.pk))]
