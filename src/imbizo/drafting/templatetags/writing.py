"""How the state of a section looks in a word."""

from django import template
from django.utils.safestring import SafeString

from imbizo.base.templatetags.look import state_badge
from imbizo.drafting.models import Section
from imbizo.drafting.states import SectionState

register = template.Library()

LOOK = {
    SectionState.EMPTY: "none",
    SectionState.WRITING: "info",
    SectionState.READY: "doubtful",
    SectionState.AGREED: "ok",
}


@register.simple_tag
def section_state(section: Section) -> SafeString:
    """How far the section is."""
    return state_badge(LOOK[SectionState(section.state)], section.get_state_display())
