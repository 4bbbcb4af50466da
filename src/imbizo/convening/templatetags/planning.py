"""How a gathering's time and state read on pages."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.base.templatetags.look import state_badge
from imbizo.convening.models import Gathering
from imbizo.convening.queries.words import hours_words, span_words
from imbizo.convening.states import GatheringState

register = template.Library()

_COLOURS = {
    GatheringState.PLANNED: "info",
    GatheringState.OPEN: "ok",
    GatheringState.HELD: "none",
    GatheringState.CALLED_OFF: "bad",
}


@register.simple_tag
def gathering_badge(gathering: Gathering) -> SafeString:
    """Its state in a word; one without a date says so."""
    if gathering.state == GatheringState.PLANNED and gathering.starts_at is None:
        return state_badge("doubtful", _("no date yet"))
    return state_badge(_COLOURS[GatheringState(gathering.state)], str(gathering.get_state_display()))


@register.filter
def span(gathering: Gathering) -> str:
    """When it is, in the programme's zone: "Thu 12 March, 09:00 to 15:00"."""
    return span_words(gathering)


@register.filter
def hours(gathering: Gathering) -> str:
    """From when until when, "09:00 to 15:00"."""
    return hours_words(gathering)


@register.simple_tag
def called(gathering: Gathering) -> SafeString:
    """Its name, whatever script it is in; struck out where it was called off."""
    if gathering.state == GatheringState.CALLED_OFF:
        return format_html("<del><bdi>{}</bdi></del>", gathering.name)
    return format_html("<bdi>{}</bdi>", gathering.name)
