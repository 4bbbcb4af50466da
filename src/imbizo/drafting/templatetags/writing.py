"""How far a section is and by when it is to be written, in a word."""

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.base.templatetags.look import state_badge, when
from imbizo.drafting.models import Section
from imbizo.drafting.rules.writing import is_late
from imbizo.drafting.states import SectionState

register = template.Library()

LOOK = {
    SectionState.EMPTY: "none",
    SectionState.WRITING: "info",
    SectionState.READY: "ok",
    SectionState.AGREED: "ok",
}


@register.simple_tag
def section_state(section: Section) -> SafeString:
    """How far the section is."""
    return state_badge(LOOK[SectionState(section.state)], section.get_state_display())


@register.filter
def day_due(section: Section) -> SafeString | str:
    """The day by which it is to be written, marked where it has passed; empty without one."""
    if section.due_on is None:
        return ""
    if is_late(section, timezone.localdate(timezone=section.programme.zone)):
        return state_badge("doubtful", _("late since %(day)s") % {"day": when(section.due_on)})
    return when(section.due_on)
