"""The safety sheet on one page of paper."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from imbizo.base.documents import pdf
from imbizo.base.templatetags.look import when
from imbizo.convening.models import SafetySheet
from imbizo.convening.queries.safety import standing, venue_of
from imbizo.convening.queries.words import span_words


def safety_pdf(sheet: SafetySheet) -> bytes:
    """The sheet in the reader's language. Raises NotMade."""
    title = _("Safety sheet: %(name)s") % {"name": sheet.gathering.name}
    data = {"programme": str(sheet.programme), "sheet": safety_sheet(sheet)}
    return pdf.render("convening/safety", data, language=get_language() or "en", title=title)


def safety_sheet(sheet: SafetySheet) -> dict[str, Any]:
    """What the template `convening/safety_part` draws."""
    gathering, found = sheet.gathering, standing(sheet)
    parts = [gathering.name, span_words(gathering), str(gathering.place or "")]
    return {
        "title": _("Safety sheet"),
        "lede": " · ".join(filter(None, parts)),
        "verdict": str(sheet.get_verdict_display()).capitalize(),
        "is_fine": found.look == "ok",
        "decided": _decided(sheet),
        "facts": _facts(sheet),
        "ticked": sheet.no_papers,
        "no_papers": _("Nobody is asked for papers at the door, and all who stand there know it."),
        "numbers": [line for line in map(str.strip, sheet.numbers.splitlines()) if line],
        "numbers_title": _("Numbers to call"),
        "nobody": _("None are noted."),
        "look": _("Looked at again on the day before"),
        "sign": [_("Name and time"), _("Who may stop it")],
    }


def _decided(sheet: SafetySheet) -> str:
    said = []
    if sheet.decided_by and sheet.decided_at:
        marks = {"who": sheet.decided_by.user, "when": when(sheet.decided_at)}
        said.append(_("Decided by %(who)s, %(when)s.") % marks)
    if sheet.looked_again_by and sheet.looked_again_on:
        marks = {"who": sheet.looked_again_by.user, "when": when(sheet.looked_again_on)}
        said.append(_("Looked at again by %(who)s, %(when)s.") % marks)
    return " ".join(said)


def _facts(sheet: SafetySheet) -> list[tuple[str, str]]:
    venue = venue_of(sheet.gathering)
    neutral = {True: _("yes"), False: _("no"), None: _("not known")}[sheet.venue_is_neutral]
    return [
        (_("Who may stop it"), sheet.who_stops),
        (_("How tense it is"), str(sheet.get_tension_display()) if sheet.tension else ""),
        (_("What is tense"), sheet.tension_note),
        (_("Venue"), venue.name if venue else ""),
        (_("Can everybody walk in?"), neutral),
        (_("Police and security"), sheet.police),
        (_("The way home"), sheet.way_home),
        (_("What is changed"), sheet.changes),
    ]
