"""The run sheet: the day on paper, for whoever leads it."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf
from imbizo.convening.models import Gathering
from imbizo.convening.queries.agendas import Holder, Line, Plan, plan_of
from imbizo.convening.queries.words import span_words


def run_sheet_pdf(holder: Holder) -> bytes:
    """The run sheet of a design or a gathering, in the reader's language. Raises NotMade."""
    title = _("Run sheet: %(name)s") % {"name": holder.name}
    data = {"programme": str(holder.programme), "sheet": run_sheet(holder)}
    return pdf.render("convening/runsheet", data, language=get_language() or "en", title=title)


def run_sheet(holder: Holder) -> dict[str, Any]:
    """What the template `convening/runsheet_part` draws."""
    plan = plan_of(holder)
    return {
        "title": _("Run sheet"),
        "lede": _where_and_when(holder),
        "sentence": plan.sentence,
        "over": plan.is_overrun,
        "lines": [_line(each) for each in plan.lines],
        "words": {
            "method": _("How"),
            "roles": _("Who"),
            "materials": _("With"),
            "bring": _("What to bring"),
            "nothing": _("No sessions yet."),
        },
        **_bring(plan),
    }


def _where_and_when(holder: Holder) -> str:
    if not isinstance(holder, Gathering):
        return str(holder.name)
    parts = [holder.name, span_words(holder), str(holder.place or "")]
    return " · ".join(filter(None, parts))


def _line(line: Line) -> dict[str, Any]:
    item = line.item
    return {
        "begins": line.begins,
        "ends": line.ends,
        "kind": item.kind,
        "title": item.title,
        "questions": [question.text for question in line.questions],
        "method": item.method,
        "roles": item.roles,
        "materials": item.materials,
    }


def _bring(plan: Plan) -> dict[str, Any]:
    """What to bring; with how many where a number was written anywhere."""
    found = plan.materials
    rows: list[list[Any]] = [[each.name, each.total, ", ".join(each.sessions)] for each in found]
    headings = [_("What"), _("How many"), _("For")]
    if all(each.total is None for each in found):
        headings, rows = [headings[0], headings[2]], [[name, needed] for name, _total, needed in rows]
    return {"bring": rows, "bring_headings": headings}
