"""The design's part of the world: a design and an agenda with sessions, a question, a safety sheet."""

from typing import Any

from imbizo.convening.models import AgendaItem, Design, Question, SafetySheet
from imbizo.convening.operations.agenda import remove_session

PRIVATE = {
    **{
        f"convening:{name}": {"pk": "gathering"}
        for name in (
            "agenda", "agenda-take", "agenda-print", "agenda-pdf", "agenda-session-add", "safety", "safety-decide",
            "safety-look", "safety-pdf", "daypack", "daypack-pdf",
        )
    },
    **{
        f"convening:{name}": {"pk": "design"}
        for name in ("design", "design-edit", "design-sharing", "design-pdf", "design-session-add")
    },
    **{
        f"convening:{name}": {"pk": "session"}
        for name in ("session-edit", "session-move", "session-duplicate", "session-remove", "question-add")
    },
    **{f"convening:{name}": {"pk": "question"} for name in ("question-edit", "question-remove")},
    "convening:session-put-back": {"pk": "session_removed"},
}  # fmt: skip
LISTS = ("convening:designs", "convening:design", "convening:agenda", "convening:daypack")


def fill(world: Any) -> None:
    world.design = Design.objects.create(name="Our day", **world.own)
    world.session = _session(1, gathering=world.gathering, **world.here)
    _session(1, design=world.design, **world.here)
    gone = _session(2, gathering=world.gathering, **world.here)
    world.session_removed = remove_session(session=gone, by=world.cast.amina)
    world.question = Question.objects.create(item=world.session, text="What is it like?", **world.here)
    world.safety = SafetySheet.objects.create(gathering=world.gathering, **world.here)


def add(rows: Any) -> None:
    """One more design, and a session with a question in the first design and in the gathering."""
    if not hasattr(rows, "design"):
        rows.design = Design.objects.create(name="Our day", owner=rows.cast.convenor, **rows.here)
    Design.objects.create(name=f"Day {rows.made}", owner=rows.cast.convenor, **rows.here)
    for of in ({"design": rows.design}, {"gathering": rows.gathering}):
        session = _session(rows.made, **of, **rows.here)
        Question.objects.create(item=session, text=f"Why {rows.made}?", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {
        "convening:design": {"pk": rows.design.pk},
        "convening:agenda": {"pk": rows.gathering.pk},
        "convening:daypack": {"pk": rows.gathering.pk},
    }


def _session(position: int, **of: Any) -> AgendaItem:
    named = {"kind": "group", "title": f"Session {position}", "minutes": 30, "materials": "3 markers"}
    return AgendaItem.objects.create(position=position, **named, **of)
