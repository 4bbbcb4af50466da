"""The tabs over the pages of one document, and the levels of its outline."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from imbizo.base.components import Link
from imbizo.drafting.models import Document

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


@register.inclusion_tag("base/components/tabs.html", takes_context=True)
def document_tabs(context: template.Context, document: Document, current: str) -> dict[str, Any]:
    """The tabs of a document; `current` is the name of the page's own."""
    slug = context["request"].member.programme.slug
    tabs = [
        Link(word, reverse(f"drafting:{name}", args=[slug, document.pk]), is_current=name == current)
        for name, word in _TABS
    ]
    return {"tabs": tabs, "label": _("Pages of this document")}


@register.filter
def steps_in(depth: int) -> int:
    """The level of the outline for a style sheet, at most 6."""
    return min(depth, 6)
