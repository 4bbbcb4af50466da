"""What tests of designs, safety and the day pack begin with."""

from typing import Any

from imbizo.convening.models import AgendaItem, Design, Gathering, Question, SafetySheet
from imbizo.convening.operations.agenda import add_session
from imbizo.convening.operations.designs import add_design
from imbizo.convening.operations.safety import write_sheet
from tests.cast import Cast

KNOWN: dict[str, Any] = {
    "tension": "uneasy",
    "no_papers": True,
    "who_stops": "Amina and the pastor",
    "way_home": "Two taxis wait until six.",
    "numbers": "Police station 060 000 0911",
}


def make_design(cast: Cast, **changes: Any) -> Design:
    """A design of the convenor's, without sessions."""
    fields = {"name": "Our workshop", "kind": "workshop"} | changes
    return add_design(by=cast.amina, **fields)


def make_session(cast: Cast, of: Design | Gathering, title: str, *asked: str, **changes: Any) -> AgendaItem:
    """A session of half an hour at the end of an agenda, with what is asked in it."""
    fields: dict[str, Any] = {"kind": "group", "minutes": 30} | changes
    return add_session(of=of, by=cast.amina, title=title, questions=asked, **fields)


def titles(of: Design | Gathering) -> list[str]:
    """The titles of the sessions, in order, numbered without a gap."""
    items = list(of.items.all())
    assert [each.position for each in items] == list(range(1, len(items) + 1))
    return [each.title for each in items]


def only_question(session: AgendaItem) -> Question:
    return Question.objects.get(item=session)


def know(cast: Cast, gathering: Gathering, **changes: Any) -> SafetySheet:
    """A safety sheet on which all that is needed stands."""
    return write_sheet(gathering=gathering, changes=KNOWN | changes, by=cast.amina)
