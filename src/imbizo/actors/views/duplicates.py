"""Possible duplicates: deciding about them, merging, and making two again."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from imbizo.actors.forms.merging import MergeForm, comparisons
from imbizo.actors.models import Actor, Pair
from imbizo.actors.operations import duplicates as operations
from imbizo.actors.operations import merging
from imbizo.actors.queries import duplicates as queries
from imbizo.actors.queries import openable
from imbizo.actors.rules.saying import say
from imbizo.actors.views.frame import address
from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Link
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.programmes.states import Permission

PAGE = 20
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LATELY = 20


@requires(Permission.ACTORS_MERGE)
@require_safe
def pairs(request: MemberRequest) -> HttpResponse:
    """Every pair that waits for the member's decision, the likeliest first."""
    page = _page(request)
    found = list(
        queries.pairs_in_full(request.member).order_by("-score", "pk")[(page - 1) * PAGE : page * PAGE + 1]
    )
    context = {
        "pairs": [_shown(pair) for pair in found[:PAGE]],
        "next_page": page + 1 if len(found) > PAGE else None,
        "total": queries.pairs(request.member).count(),
        "sure": queries.sure_pairs(request.member).count(),
        "merges": queries.merges(request.member)[:LATELY],
        "nothing": Empty(
            _("No possible duplicates"),
            _(
                "After an import, or a look through the register, records that may be one stand here side by side."
            ),
            icon="circle-check",
        ),
    }
    return render(request, "actors/duplicates/pairs.html", context)


@requires(Permission.ACTORS_MERGE)
@require_POST
def pairs_look(request: MemberRequest) -> HttpResponse:
    """Compare the whole register with itself."""
    operations.look_for_duplicates(by=request.member)
    say_done(request, _("The register is being looked through. What is found stands here in a minute."))
    return redirect("actors:pairs", request.member.programme.slug)


@requires(Permission.ACTORS_MERGE)
@require_POST
def pairs_merge(request: MemberRequest) -> HttpResponse:
    """Merge the pairs selected, or all the sure ones."""
    selected = None if request.POST.get("which") == "sure" else _ids(request.POST.getlist("selected"))
    number = operations.merge_in_background(chosen=selected, by=request.member)
    text = ngettext("%(n)s pair is being merged.", "%(n)s pairs are being merged.", number)
    say_done(request, text % {"n": number} if number else _("Select the pairs first."))
    return redirect("actors:pairs", request.member.programme.slug)


@requires(Permission.ACTORS_MERGE)
def pair(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Two records side by side; choose what stays, and make one of them."""
    found = get_object_or_404(queries.pairs_in_full(request.member), pk=pk)
    survivor, absorbed = operations.survivor_first(found, request.member)
    may_swap = merging.may_be_absorbed(survivor, request.member) and merging.may_be_absorbed(
        absorbed, request.member
    )
    swapped = may_swap and request.GET.get("swap") == "1"
    if swapped:
        survivor, absorbed = absorbed, survivor
    form = MergeForm(request.POST or None, survivor=survivor, absorbed=absorbed)
    if request.method == "POST":
        done = attempt(
            form,
            lambda _said: merging.merge(
                survivor=survivor, absorbed=absorbed, by=request.member, choices=form.choices
            ),
        )
        if done is not None:
            text = _("%(absorbed)s was taken up by %(survivor)s.") % {
                "absorbed": absorbed,
                "survivor": survivor,
            }
            say_done(request, text, undo=address(request, "merge-undo", done.pk))
            return redirect("actors:pairs", request.member.programme.slug)
    context = {
        "pair": found, "survivor": survivor, "absorbed": absorbed, "form": form, "lines": form.lines,
        "comparisons": comparisons(survivor, absorbed), "said": say(found.reasons), "may_swap": may_swap,
        "swapped": swapped, "crumbs": _crumbs(request),
    }  # fmt: skip
    return render(request, "actors/duplicates/pair.html", context)


@requires(Permission.ACTORS_MERGE)
@require_POST
def pair_different(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Remember that these are two."""
    found = get_object_or_404(queries.pairs(request.member), pk=pk)
    if tried(request, lambda: operations.not_the_same(pair=found, by=request.member)):
        undo = address(request, "pair-again", found.pk)
        say_done(request, _("Remembered: these are two. They aren't suggested again."), undo=undo)
    return redirect("actors:pairs", request.member.programme.slug)


@requires(Permission.ACTORS_MERGE)
@require_POST
def pair_again(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Undo *not the same*."""
    found = get_object_or_404(queries.decided_pairs(request.member), pk=pk)
    tried(request, lambda: operations.ask_again(pair=found, by=request.member))
    return redirect("actors:pairs", request.member.programme.slug)


@requires(Permission.ACTORS_MERGE)
@require_POST
def pairs_of(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Look for doubles of one actor."""
    found: Actor = get_object_or_404(openable(request.member), pk=pk)
    number = operations.suggest_for(actor=found, by=request.member)
    text = ngettext("%(n)s possible duplicate was found.", "%(n)s possible duplicates were found.", number)
    say_done(request, text % {"n": number} if number else _("No other record looks like this one."))
    return (
        redirect("actors:pairs", request.member.programme.slug)
        if number
        else redirect(found.get_absolute_url())
    )


@requires(Permission.ACTORS_MERGE)
@require_POST
def merge_undo(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Make two of them again."""
    found = get_object_or_404(queries.merges(request.member), pk=pk)
    if tried(request, lambda: merging.undo_merge(merge=found, by=request.member)):
        say_done(request, _("They are two again, each with what it had."))
    return redirect("actors:pairs", request.member.programme.slug)


def _shown(pair: Pair) -> Any:
    shown: Any = pair
    shown.said, shown.comparisons = say(pair.reasons), comparisons(pair.first, pair.second)
    return shown


def _page(request: MemberRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(int(asked), 1) if asked.isdecimal() and len(asked) < 5 else 1


def _ids(texts: list[str]) -> list[UUID]:
    return [UUID(text) for text in texts if _ID.fullmatch(text)]


def _crumbs(request: MemberRequest) -> list[Link]:
    return [
        Link(_("People"), address(request, "register")),
        Link(_("Duplicates"), address(request, "pairs")),
        Link(_("Merge"), ""),
    ]
