"""The tabs over the pages of one document, and the badge of how far a section is."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Link
from imbizo.base.templatetags.look import state_badge
from imbizo.drafting.models import Document, Section
from imbizo.drafting.states import SectionState

register = template.Library()

# (name of the address, word)
_TABS = (
    ("document", _("Outline")),
    ("reading", _("Read")),
    ("document-components", _("Components")),
    ("comments", _("Comments")),
    ("reference-group", _("Reference group")),
    ("publications", _("Versions")),
)
_BADGES = {
    SectionState.EMPTY: "",
    SectionState.WRITING: "info",
    SectionState.READY: "ok",
    SectionState.AGREED: "ok",
}


@register.inclusion_tag("base/components/tabs.html", takes_context=True)
def document_tabs(context: template.Context, document: Document, current: str) -> dict[str, Any]:
    """The tabs of a document; `current` is the name of the page's own."""
    slug = context["request"].member.programme.slug
    tabs = [
        Link(word, reverse(f"drafting:{name}", args=[slug, document.pk]), is_current=name == current)
        for name, word in _TABS
    ]
    return {"tabs": tabs, "label": _("Pages of this document")}


@register.simple_tag
def section_badge(section: Section) -> SafeString:
    """How far a section is, in a word."""
    return state_badge(_BADGES[SectionState(section.state)], section.get_state_display())


@register.filter
def steps_in(depth: int) -> int:
    """The level of the outline for a style sheet, at most 6."""
    return min(depth, 6)
