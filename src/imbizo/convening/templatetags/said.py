"""How something that was said reads in a line: its state, its language, when."""

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.actors.states import Language
from imbizo.base.templatetags.look import when
from imbizo.convening.models import Input
from imbizo.convening.states import InputState, PutState

register = template.Library()

_LOOKS = {
    InputState.WAITING: "info",
    InputState.SHOWN: "ok",
    InputState.HELD: "doubtful",
    PutState.ANSWERED: "ok",
    PutState.OVERDUE: "doubtful",
}


@register.filter
def look_of(state: str) -> str:
    """The look of a state's badge."""
    return {str(key): look for key, look in _LOOKS.items()}.get(state, "none")


@register.filter
def language_name(code: str) -> str:
    """The name of a language."""
    return str(Language(code).label) if code in Language.values else code


@register.filter
def mark(said: Input) -> str:
    """Another text whenever the line has to be drawn anew."""
    at = "" if said.is_anonymous else said.touched_at.timestamp()
    return f"{said.state}{int(said.is_marked)}{at}"


@register.filter
def at(said: Input) -> str:
    """When, for a list of one day: the minute, or the hour where no more may be known."""
    local = timezone.localtime(said.said_at)
    clock = date_format(local, "H:i")
    return _("in the hour from %(clock)s") % {"clock": clock} if said.is_anonymous else clock


@register.filter
def at_length(said: Input) -> str:
    """The same with the day."""
    if not said.is_anonymous:
        return when(said.said_at)
    return _("%(day)s, in that hour") % {"day": when(said.said_at)}
