"""The tabs over the pages of one agreement, and its badge."""

from typing import Any, Final

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from imbizo.agreements.models import Agreement
from imbizo.agreements.states import AgreementState, RoundState
from imbizo.base.components import Link
from imbizo.base.templatetags.look import state_badge

register = template.Library()

_TABS: Final = (
    ("agreement", _("Overview")),
    ("rounds", _("Consent")),
    ("adoption", _("Adoption")),
    ("signing", _("Signing")),
    ("measures-of", _("Measures")),
)
LOOKS: Final[dict[str, str]] = {
    AgreementState.DRAFTING: "info",
    AgreementState.AGREED: "info",
    AgreementState.SIGNING: "info",
    AgreementState.IN_EFFECT: "ok",
    AgreementState.WITHDRAWN: "bad",
    RoundState.OPEN: "info",
    RoundState.CLOSED: "ok",
    RoundState.CANCELLED: "bad",
    # Stances and outcomes of a round.
    "consent": "ok",
    "reservation": "doubtful",
    "abstain": "none",
    "object": "bad",
    "block": "bad",
}


@register.inclusion_tag("base/components/tabs.html", takes_context=True)
def agreement_tabs(context: template.Context, agreement: Agreement, current: str) -> dict[str, Any]:
    """The tabs of an agreement; `current` is the name of the page's own address."""
    slug = context["request"].member.programme.slug
    tabs = [
        Link(label, reverse(f"agreements:{name}", args=[slug, agreement.pk]), name == current)
        for name, label in _TABS
    ]
    return {"label": str(agreement), "tabs": tabs}


@register.simple_tag
def agreement_badge(agreement: Agreement) -> SafeString:
    """How far the agreement is, in a word."""
    return state_badge(LOOKS.get(agreement.state, "none"), agreement.get_state_display())


@register.filter
def stance_look(state: str) -> str:
    """The look of a badge for a stance or the state of a round."""
    return LOOKS.get(state, "none")
