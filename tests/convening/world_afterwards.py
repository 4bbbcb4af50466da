"""What is there when people have gone, in the world: decision, action, proceedings, certificate, module and test."""

from typing import Any

from imbizo.convening.models import (
    Action,
    Attendance,
    Certificate,
    Decision,
    KnowledgeQuestion,
    Module,
    ModuleVersion,
    Proceedings,
    TaughtModule,
    TestSheet,
)
from tests.convening.making import MARCH

GATHERING = {"pk": "gathering"}
DECISION, ACTION, CERTIFICATE = {"pk": "decision"}, {"pk": "action"}, {"pk": "certificate"}
MODULE, TAUGHT = {"pk": "module"}, {"pk": "taught"}
VERSION = {**MODULE, "number": "1"}
PRIVATE: dict[str, dict[str, str]] = {
    **{
        f"convening:{name}": GATHERING
        for name in (
            "afterwards", "decision-add", "action-add", "proceedings", "proceedings-assemble", "proceedings-submit",
            "proceedings-hand-back", "proceedings-approve", "proceedings-correct", "proceedings-send",
            "proceedings-word", "proceedings-pdf", "certificates", "certificates-issue", "certificates-file",
            "training", "teach",
        )
    },
    **{f"convening:{name}": DECISION for name in ("decision-edit", "decision-withdraw")},
    **{f"convening:{name}": ACTION for name in ("action-edit", "action-stand", "action-remind")},
    **{f"convening:{name}": {**GATHERING, "key": "about"} for name in ("proceedings-part", "proceedings-reset")},
    **{f"convening:{name}": CERTIFICATE for name in ("certificate", "certificate-revoke", "certificate-again")},
    **{f"convening:{name}": MODULE for name in ("module", "module-edit", "version-new")},
    **{f"convening:{name}": VERSION for name in ("version-release", "version-language")},
    **{f"convening:{name}": {**VERSION, "language": "en"} for name in ("version", "version-edit", "question-add")},
    "convening:question-edit": {"pk": "asked", "language": "en"},
    "convening:question-drop": {"pk": "asked"},
    **{f"convening:{name}": TAUGHT for name in ("teach-stop", "test-open", "sheets-type", "results-file")},
    "convening:sheets-pdf": {**TAUGHT, "language": "en"},
    "convening:sheet-drop": {"pk": "sheet"},
}  # fmt: skip
OPEN: dict[str, dict[str, str]] = {}
LISTS = ("convening:actions", "convening:modules", "convening:afterwards", "convening:certificates")


def fill(world: Any) -> None:
    of = {"gathering": world.gathering, **world.here}
    world.decision = Decision.objects.create(text="A clinic on Saturdays.", **of)
    world.action = Action.objects.create(text="Ask the nurse.", decision=world.decision, **of)
    parts = [{"key": "about", "title": "About", "text": "A day."}]
    world.proceedings = Proceedings.objects.create(title="Proceedings", parts=parts, **of)
    came = Attendance.objects.create(code="CERT0", name="Zola Ndlovu", **of)
    world.certificate = Certificate.objects.create(attendance=came, code="C" * 12, name="Zola", **world.here)
    world.module = Module.objects.create(
        name="Rights", owner=world.gathering.owner, sharing="itself", **world.here
    )
    ModuleVersion.objects.create(module=world.module, number=1, language="en", content="Rest.", **world.here)
    world.asked = KnowledgeQuestion.objects.create(
        module=world.module,
        number=1,
        position=1,
        texts={"en": "?"},
        choices={"en": ["a", "b"]},
        right=0,
        **world.here,
    )
    world.taught = TaughtModule.objects.create(module=world.module, number=1, **of)
    world.sheet = TestSheet.objects.create(
        taught=world.taught, moment="before", code="AAAA0", via="paper", **world.here
    )


def add(rows: Any) -> None:
    number = f"{rows.made:05d}"
    of = {"gathering": rows.gathering, **rows.here}
    decision = Decision.objects.create(text=f"Decision {number}", **of)
    Action.objects.create(text=f"Action {number}", decision=decision, due_on=MARCH.date(), **of)
    Module.objects.create(name=f"Module {number}", owner=rows.gathering.owner, sharing="itself", **rows.here)
    came = Attendance.objects.create(code=f"C{number[-4:]}", name=f"Person {number}", **of)
    Certificate.objects.create(attendance=came, code=f"C{number}", name=f"Person {number}", **rows.here)


def of(rows: Any) -> dict[str, dict[str, Any]]:
    return {name: {"pk": rows.gathering.pk} for name in LISTS[2:]}
