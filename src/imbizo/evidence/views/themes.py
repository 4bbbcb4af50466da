"""Themes: the list, one theme with its sentences, making and wording it."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from imbizo.base.attempts import attempt, tried
from imbizo.base.components import Empty, Figure, Link
from imbizo.base.form_pages import form_page
from imbizo.base.notices import say_done
from imbizo.base.web import MemberRequest, requires
from imbizo.evidence.forms.themes import ThemeChangeForm, ThemeForm
from imbizo.evidence.models import Theme
from imbizo.evidence.operations import themes as operations
from imbizo.evidence.queries import groupings, seeing, spoken
from imbizo.evidence.queries import in_themes as queries
from imbizo.evidence.queries.theme_words import count_words, raised_words, voice_words
from imbizo.evidence.queries.unanswered import unanswered
from imbizo.evidence.views.frame import address
from imbizo.programmes.states import Permission
from imbizo.thread.queries import what_became

PAGE_SIZE = 60
_USES = ("drafting.component", "drafting.section")


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def themes(request: MemberRequest) -> HttpResponse:
    """The themes as cards, each with the sentence on who raised it where; what nobody answered stands above."""
    member = request.member
    names = {area.id: area.name for area in spoken.areas(member, spoken.municipalities(member).values())}
    may_decide = member.may(Permission.THEMES_DECIDE)
    cards = queries.cards(member)
    context = {
        "cards": [
            {
                "card": card,
                "sentence": raised_words(card.raised, names),
                "count": count_words(card.raised.total) if card.raised else "",
                "is_ours": card.theme.owner_id == member.partner_id,
            }
            for card in cards
        ],
        "waiting": unanswered(member).count(),
        "gone": queries.gone(member)[:20],
        "suggested": groupings.recent(member)[:5],
        "may_decide": may_decide,
        "nothing": _nothing(request, may_decide=may_decide),
    }
    return render(request, "evidence/themes/themes.html", context)


@requires(Permission.EVIDENCE_VIEW)
@require_safe
def theme(request: MemberRequest, pk: UUID) -> HttpResponse:
    """One theme: who raised it where, and the sentences under it."""
    member = request.member
    found = get_object_or_404(seeing.themes(member).select_related("merged_into"), pk=pk)
    members = queries.inputs_of([found], member)
    raised = queries.raised(found, member, members)
    areas = queries.places(member, members)
    is_ours = found.owner_id == member.partner_id
    is_live = found.state in queries.LIVE
    context = {
        "theme": found,
        "sentence": raised_words(raised, {area.id: area.name for area in areas}),
        "figures": _figures(request, found, members, areas),
        "excerpts": queries.excerpts_of(found, member),
        "findings": queries.findings_of(found, member),
        "codes": found.codes.select_related("codebook", "programme"),
        "uses": [each for each in what_became(found, member) if each.kind.kind in _USES and each.record],
        "by_hand": queries.by_hand(found),
        "is_ours": is_ours,
        "may_decide": is_ours and is_live and member.may(Permission.THEMES_DECIDE),
        "may_bring_back": is_ours and member.may(Permission.THEMES_DECIDE) and found.state == "withdrawn",
        "voices": voice_words(raised.total) if raised else "",
        "crumbs": way(request),
        **pages_of(request, members.of[found.pk]),
    }
    return render(request, "evidence/themes/theme.html", context)


@requires(Permission.THEMES_DECIDE)
def theme_add(request: MemberRequest) -> HttpResponseBase:
    """Make a theme, of codes or of nothing yet."""
    chosen = request.GET.getlist("code")
    form = ThemeForm(request.POST or None, member=request.member, initial={"codes": chosen})
    made = attempt(form, lambda data: operations.create_theme(by=request.member, **data))
    if made is not None:
        say_done(request, _("The theme is there."))
        return redirect(made.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Make a theme"),
        lede=_("What many said, or few said gravely, in a sentence."),
        action=_("Make it"),
        back_url=address(request, "themes"),
        crumbs=way(request),
    )


@requires(Permission.THEMES_DECIDE)
@transaction.atomic
def theme_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Word it anew, agree on it, share it."""
    found = own(request, pk, hold=True)
    form = ThemeChangeForm(request.POST or None, instance=found, member=request.member)

    def change(_given: dict[str, Any]) -> Theme:
        return operations.change_theme(theme=found, changes=form.changes, by=request.member)

    if request.method == "POST" and attempt(form, change) is not None:
        say_done(request, _("Saved."))
        return redirect(found.get_absolute_url())
    return form_page(
        request,
        form,
        heading=_("Change the theme"),
        action=_("Save"),
        back_url=found.get_absolute_url(),
        crumbs=way(request, found),
    )


@require_POST
@requires(Permission.THEMES_DECIDE)
def theme_shift(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Move it up or down the list."""
    found = own(request, pk)
    by_places = -1 if request.POST.get("way") == "up" else 1
    tried(request, lambda: operations.shift_theme(theme=found, by_places=by_places, by=request.member))
    return redirect(f"{address(request, 'themes')}#theme-{found.pk}")


def own(request: MemberRequest, pk: UUID, *, hold: bool = False) -> Theme:
    """A live theme of the member's partner, held for this transaction where wished; else 404."""
    rows = queries.own(request.member)
    found: Theme = get_object_or_404(rows.select_for_update(of=("self",)) if hold else rows, pk=pk)
    return found


def way(request: MemberRequest, found: Theme | None = None) -> list[Link]:
    """The way here."""
    links = [Link(_("Themes"), address(request, "themes"))]
    return [*links, Link(str(found), found.get_absolute_url())] if found else links


def pages_of(request: MemberRequest, ids: Iterable[UUID], *, by_gathering: bool = True) -> dict[str, Any]:
    """One page of sentences, under the gatherings at which they were said unless that isn't to be told."""
    rows = spoken.these(ids)
    order = ("gathering__starts_at", "gathering_id", "said_at", "pk") if by_gathering else ("pk",)
    page = Paginator(rows.order_by(*order), PAGE_SIZE).get_page(request.GET.get("page"))
    said = list(page.object_list)
    together = groupby(said, key=lambda each: each.gathering) if by_gathering else [(None, said)]
    return {"page": page, "groups": [(gathering, list(own)) for gathering, own in together]}


def _figures(
    request: MemberRequest, found: Theme, members: queries.Members, areas: list[spoken.Area]
) -> list[Figure]:
    """How many sentences each municipality has under it; every number opens what it counts."""
    cell = address(request, "matrix-cell")
    where = [members.known[pk].municipality for pk in members.of[found.pk]]
    return [
        Figure(
            where.count(area.id),
            area.name,
            f"{cell}?by=municipality&theme={found.pk}&column=named-{area.id}" if area.id in where else "",
        )
        for area in areas
    ]


def _nothing(request: MemberRequest, *, may_decide: bool) -> Empty:
    return Empty(
        _("No themes yet"),
        _(
            "A theme says in a sentence what many said, or few said gravely. "
            "Make one by hand or of codes, or let the machine suggest groups."
        ),
        _("Make a theme") if may_decide else "",
        address(request, "theme-add") if may_decide else "",
        "bulb",
    )
