"""What is taught at a training, and the sheets of its knowledge tests: one for each card and moment, and no name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert
from imbizo.base.errors import Conflict
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, Module, TaughtModule, TestSheet
from imbizo.convening.queries import training as queries
from imbizo.convening.registry import DeviceKind, Sent, Took, on_device
from imbizo.convening.states import GatheringKind, Moment, Via
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_NO_TRAINING = _("Modules are taught at trainings. Change the kind of this gathering first.")
_NOT_RELEASED = _("This version isn't released yet, so it could still change. Release it first.")
_HAS_SHEETS = _("People have answered its test, so it stays.")
_CLOSED = _("This test isn't open now. Ask the trainer.")
_BAD_CARD = _("The code of the card has a wrong letter or digit.")
_ANSWERED = _("Somebody with this card has answered already, otherwise. The first answers stay.")
_NO_QUESTIONS = _("This version has no questions, so there is no test to open.")
_NO_ANSWERS = _("No question is answered.")


@transaction.atomic
def teach(*, gathering: Gathering, module: Module, number: int, by: Membership) -> TaughtModule:
    """Say that a module is taught at a training, in a released version. Said twice it is one. Raises NotReady."""
    if gathering.kind != GatheringKind.TRAINING:
        raise NotReady(_NO_TRAINING)
    if not queries.is_released(module, number):
        raise NotReady(_NOT_RELEASED)
    taught, is_new = TaughtModule.objects.get_or_create(
        gathering=gathering, module=module, defaults={"programme": gathering.programme, "number": number}
    )
    if is_new:
        audit("create", [taught], by=by, changes={"number": [None, number]})
    return taught


@transaction.atomic
def stop_teaching(*, taught: TaughtModule, by: Membership) -> None:
    """It isn't taught there. Raises NotNow once somebody answered its test."""
    if taught.sheets.exists():
        raise NotNow(_HAS_SHEETS)
    audit("stop_teaching", [taught], by=by)
    taught.delete()


@transaction.atomic
def open_test(*, taught: TaughtModule, moment: str, by: Membership) -> TaughtModule:
    """Open the test on phones for one moment, or close it (""). Raises NotReady without questions."""
    if moment and not queries.questions_of(taught).exists():
        raise NotReady(_NO_QUESTIONS)
    write(taught, {"open_for": moment}, by=by, verb="open_test" if moment else "close_test")
    return taught


@transaction.atomic
def take_sheet(
    *,
    taught: TaughtModule,
    moment: str,
    code: str,
    answers: Mapping[str, int],
    via: Via,
    by: Membership | None,
    language: str = "",
    id: UUID | None = None,
    at: datetime | None = None,
) -> TestSheet:
    """Keep the answers of one card at one moment: {id of a question: index of the choice}, blank ones left out.

    `by` is who types paper; None on phones, which answer only while the trainer has that moment open. Sent twice it is
    kept once. Raises BadAnswer, NotNow, Conflict (the card answered otherwise before).
    """
    now = TaughtModule.objects.get(pk=taught.pk)
    if by is None and now.open_for != moment:
        raise NotNow(_CLOSED)
    card = codes.normalise(code)
    if not codes.is_valid(card, codes.CARD):
        raise BadAnswer(_BAD_CARD, field="card")
    sheet = _sheet(now, moment, card, answers)
    first = TestSheet.objects.filter(taught=now, moment=moment, code=card).first()
    if first is not None:
        return _same(first, sheet)
    sheet.pk, sheet.via, sheet.language, sheet.typed_by = id or new_id(), via, language, by
    sheet.at = at or timezone.now()
    sheet, is_new = insert(sheet, {"taught": now, "moment": moment, "code": card, "answers": sheet.answers})
    if is_new and by is not None:
        audit("type_sheet", [sheet], by=by)
    return sheet


@transaction.atomic
def drop_sheet(*, sheet: TestSheet, by: Membership) -> None:
    """A sheet that was typed wrong goes, so that it can be typed again. The trail keeps what it said."""
    audit("drop_sheet", [sheet], by=by, changes={"answers": [sheet.answers, None]})
    sheet.delete()


def take_from_device(gathering: Gathering, sent: Sent) -> Took:
    """What somebody answered on a device of the gathering: {taught, moment, card, answers, language}.

    It was open when they answered, as the device knew; so it is taken after closing too. Raises BadAnswer, Conflict.
    """
    content: Mapping[str, Any] = sent.content
    taught = queries.taught_with(gathering, str(content.get("taught", "")))
    given = content.get("answers")
    if taught is None or not isinstance(given, dict) or content.get("moment") not in Moment.values:
        raise BadAnswer(_("This was changed on its way to us."))
    _take_late(taught, content, given, sent)
    return Took()


def _take_late(
    taught: TaughtModule, content: Mapping[str, Any], given: Mapping[str, Any], sent: Sent
) -> None:
    taught.open_for = str(content["moment"])
    answers = {str(key): value for key, value in given.items() if isinstance(value, int)}
    sheet = _sheet(taught, taught.open_for, _card(content), answers)
    first = TestSheet.objects.filter(taught=taught, moment=sheet.moment, code=sheet.code).first()
    if first is not None:
        _same(first, sheet)
        return
    sheet.pk, sheet.via, sheet.at, sheet.language = (
        sent.id,
        Via.PHONE,
        sent.at,
        str(content.get("language", ""))[:8],
    )
    sheet.save(force_insert=True)


def _card(content: Mapping[str, Any]) -> str:
    card = codes.normalise(str(content.get("card", "")))
    if not codes.is_valid(card, codes.CARD):
        raise BadAnswer(_BAD_CARD, field="card")
    return card


def _sheet(taught: TaughtModule, moment: str, card: str, answers: Mapping[str, int]) -> TestSheet:
    """An unsaved sheet, marked. Answers to questions of other tests, and to choices that aren't there, don't count."""
    asked = list(queries.questions_of(taught))
    kept = {
        str(each.pk): answers[str(each.pk)] for each in asked if _is_choice(each, answers.get(str(each.pk)))
    }
    if not kept:
        raise BadAnswer(_NO_ANSWERS)
    right = sum(kept.get(str(each.pk)) == each.right for each in asked)
    return TestSheet(
        programme=taught.programme,
        taught=taught,
        moment=moment,
        code=card,
        answers=kept,
        right_count=right,
        asked_count=len(asked),
    )


def _is_choice(question: Any, chosen: int | None) -> bool:
    many = max((len(given) for given in question.choices.values()), default=0)
    return chosen is not None and 0 <= chosen < many


def _same(first: TestSheet, again: TestSheet) -> TestSheet:
    if first.answers != again.answers:
        raise Conflict(_ANSWERED)
    return first


on_device("test", DeviceKind(take=take_from_device))
