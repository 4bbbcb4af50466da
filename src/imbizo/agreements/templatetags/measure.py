"""How a measure is shown: its badge, its date, how far it is."""

from typing import Any, Final

from django import template
from django.template.defaultfilters import floatformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.agreements.models import Agreement, Measure
from imbizo.agreements.queries.measuring import OPEN, due_of, public_measures, today_of
from imbizo.agreements.states import MeasureState
from imbizo.base.templatetags.look import state_badge, when
from imbizo.calc.progress import When

register = template.Library()
_LOOKS: Final = {
    MeasureState.PLANNED: "none",
    MeasureState.UNDER_WAY: "info",
    MeasureState.DONE: "ok",
    MeasureState.STOPPED: "bad",
}


@register.simple_tag
def measure_badge(measure: Measure) -> SafeString:
    """How it stands in a word; overdue ones are told apart."""
    if measure.state in OPEN and due_of(measure, today_of(measure.programme)).when == When.OVERDUE:
        return state_badge("doubtful", _("overdue"))
    return state_badge(_LOOKS[MeasureState(measure.state)], measure.get_state_display())


@register.filter
def due_words(measure: Measure) -> str:
    """The day on which it is due, and how far that is off where it is near."""
    if measure.due_on is None:
        return ""
    due = due_of(measure, today_of(measure.programme))
    if due.when == When.OVERDUE and due.days is not None:
        late = ngettext("%(days)s day late", "%(days)s days late", -due.days) % {"days": -due.days}
        return f"{when(measure.due_on)} ({late})"
    return str(when(measure.due_on))


@register.filter
def percent_words(measure: Measure) -> str:
    """How far it is, by its parts where it has any; words where nobody has said so, since that isn't nought."""
    return _("not reported") if measure.reached is None else f"{floatformat(measure.reached)} %"


@register.inclusion_tag("agreements/measures/public.html")
def public_progress(agreement: Agreement) -> dict[str, Any]:
    """The measures of an agreement that anyone may read, with how far each is; nobody's name stands there."""
    return {"tree": public_measures(agreement)}
