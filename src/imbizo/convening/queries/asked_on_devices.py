"""What a device at the door asks of whoever it is handed to: the programme's slips, and the tests of a training."""

from typing import Any

from imbizo.convening.models import Gathering, KnowledgeQuestion, TaughtModule
from imbizo.convening.queries import training
from imbizo.convening.queries.slips import asked_now
from imbizo.convening.states import GatheringKind

Asked = dict[str, list[dict[str, Any]]]


def asked_on_devices(gathering: Gathering) -> Asked:
    """{"slips": the programme's own questions, "tests": those of what is taught}, as JSON has it.

    Which answer is right isn't in it: the device is handed to those who are asked.
    """
    slips = asked_now(gathering.programme)
    return {
        "slips": [{"id": str(each.pk), "label": each.label, "choices": each.choices} for each in slips],
        "tests": _tests(gathering) if gathering.kind == GatheringKind.TRAINING else [],
    }


def _tests(gathering: Gathering) -> list[dict[str, Any]]:
    found = ((each, list(training.questions_of(each))) for each in training.taught(gathering))
    return [_test(each, questions) for each, questions in found if questions]


def _test(taught: TaughtModule, questions: list[KnowledgeQuestion]) -> dict[str, Any]:
    return {
        "taught": str(taught.pk),
        "name": taught.module.name,
        "languages": training.languages_of(taught),
        "questions": [
            {"id": str(each.pk), "texts": each.texts, "choices": each.choices} for each in questions
        ],
    }
