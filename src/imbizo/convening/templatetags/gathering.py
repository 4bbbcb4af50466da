"""The tabs over the pages of one gathering."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Link
from imbizo.convening.models import Gathering
from imbizo.convening.states import GatheringKind
from imbizo.programmes.states import Permission as P

register = template.Library()

# (name of the address, word, permission, whether only the partner that convenes sees it)
_TABS = (
    ("gathering", _("Overview"), P.GATHERINGS_VIEW, False),
    ("poll", _("Date"), P.GATHERINGS_VIEW, True),
    ("bookings", _("Venue"), P.GATHERINGS_VIEW, True),
    ("tellings", _("First to tell"), P.GATHERINGS_PLAN, True),
    ("invitations", _("Invited"), P.INVITED_VIEW, True),
    ("agenda", _("Agenda"), P.GATHERINGS_VIEW, False),
    ("safety", _("Safety"), P.GATHERINGS_VIEW, True),
    ("day", _("The day"), P.DAY_REGISTER, True),
    ("inputs", _("What was said"), P.INPUTS_VIEW, False),
    ("afterwards", _("Afterwards"), P.GATHERINGS_VIEW, False),
    ("training", _("Training"), P.GATHERINGS_VIEW, False),
)


@register.inclusion_tag("base/components/tabs.html", takes_context=True)
def gathering_tabs(context: template.Context, gathering: Gathering, current: str) -> dict[str, Any]:
    """The tabs of a gathering, as far as the member may open them; `current` is the name of the page's own."""
    member = context["request"].member
    is_ours = gathering.owner_id == member.partner_id
    tabs = [
        Link(label, reverse(f"convening:{name}", args=[member.programme.slug, gathering.pk]), name == current)
        for name, label, permission, ours_alone in _TABS
        if member.may(permission) and (is_ours or not ours_alone) and _fits(name, gathering)
    ]
    return {"label": gathering.name, "tabs": tabs}


# (name of the address, word, how the names of the pages begin that belong to it)
_PARTS = (
    ("invitations", _("The list"), ("invit",)),
    ("nominations", _("Nominations"), ("nomin",)),
    ("selection", _("Open places"), ("selection", "candidate", "quota")),
    ("balance", _("Balance"), ("balance",)),
)


@register.inclusion_tag("convening/invitations/parts.html", takes_context=True)
def invited_parts(context: template.Context, gathering: Gathering) -> dict[str, Any]:
    """The parts of the tab *Invited*; the one that the page belongs to is marked."""
    request = context["request"]
    page, slug = request.resolver_match.url_name, request.member.programme.slug
    parts = [
        Link(label, reverse(f"convening:{name}", args=[slug, gathering.pk]), page.startswith(pages))
        for name, label, pages in _PARTS
    ]
    return {"parts": parts}


def _fits(name: str, gathering: Gathering) -> bool:
    return name != "training" or gathering.kind == GatheringKind.TRAINING
