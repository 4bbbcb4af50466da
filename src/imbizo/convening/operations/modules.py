"""Modules and their versions: written, released, and copied to be written on. What is released doesn't change."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import KnowledgeQuestion, Module, ModuleVersion
from imbizo.convening.queries import training as queries
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import make_once, write
from imbizo.programmes.states import Sharing
from imbizo.thread.operations import audit

MOST_CHOICES: Final = 8
_RELEASED = _("This version is released and doesn't change any more. Begin a new one.")
_EMPTY = _("There is nothing in this version yet. Write its content first.")
_UNEVEN = _("A question isn't written in every language of this version: %(question)s")
_FEW = _("Write at least two answers, one on each line, at most eight.")
_RIGHT = _("Say which of the answers is the right one, by its number.")
_OTHER_COUNT = _("In its other languages this question has %(count)s answers. Write as many here.")


@transaction.atomic
def add_module(
    *,
    name: str,
    by: Membership,
    language: str,
    aim: str = "",
    hours: Decimal | None = None,
    sharing: str = Sharing.ITSELF,
    id: UUID | None = None,
) -> Module:
    """A module with an empty first version in one language. Sent twice it is made once. Raises Conflict."""
    given = {"owner": by.partner, "sharing": sharing}
    content = {"name": name.strip(), "aim": aim.strip(), "hours": hours}
    module = make_once(Module, id=id, programme=by.programme, by=by, defaults=given, **content)
    if not module.versions.exists():
        write_version(module=module, number=1, language=language, content="", by=by)
    return module


@transaction.atomic
def change_module(*, module: Module, wanted: Mapping[str, Any], by: Membership) -> Module:
    """Its name, aim or hours; what is taught in its versions stays."""
    write(module, wanted, by=by)
    return module


@transaction.atomic
def write_version(
    *, module: Module, number: int, language: str, content: str, by: Membership, checked_by: str = ""
) -> ModuleVersion:
    """Write a version in one language, or begin it there. Raises NotNow for one that is released."""
    _must_be_open(module, number)
    given = {"content": content.strip(), "checked_by": checked_by.strip()}
    found, is_new = ModuleVersion.objects.get_or_create(
        module=module, number=number, language=language, defaults={"programme": module.programme, **given}
    )
    if is_new:
        audit("create", [found], by=by, changes={"language": [None, language], "number": [None, number]})
    else:
        write(found, given, by=by)
    return found


@transaction.atomic
def release(*, module: Module, number: int, by: Membership) -> Sequence[ModuleVersion]:
    """From now on it can be taught, and doesn't change. Raises NotNow, NotReady."""
    _must_be_open(module, number)
    versions = list(queries.versions(module, number))
    if not any(version.content for version in versions):
        raise NotReady(_EMPTY)
    languages = {version.language for version in versions}
    for question in queries.questions(module, number):
        if not languages <= question.texts.keys():
            raise NotReady(str(_UNEVEN) % {"question": question})
    today = timezone.localdate(timezone=module.programme.zone)
    ModuleVersion.objects.filter(pk__in=[version.pk for version in versions]).update(released_on=today)
    audit("release", versions, by=by, changes={"released_on": [None, today]})
    return versions


@transaction.atomic
def new_version(*, module: Module, by: Membership) -> int:
    """Copy the newest version, with its questions, to write on; its number. One that isn't released is gone on with."""
    last = queries.newest(module)
    if not queries.is_released(module, last):
        return last
    texts = [
        ModuleVersion(
            programme=module.programme,
            module=module,
            number=last + 1,
            language=each.language,
            content=each.content,
        )
        for each in queries.versions(module, last)
    ]
    asked = [_copied(each, last + 1) for each in queries.questions(module, last)]
    ModuleVersion.objects.bulk_create(texts)
    KnowledgeQuestion.objects.bulk_create(asked)
    audit("create", texts, by=by, changes={"number": [last, last + 1]})
    return last + 1


@transaction.atomic
def add_question(
    *,
    module: Module,
    number: int,
    language: str,
    text: str,
    choices: Sequence[str],
    right: int,
    by: Membership,
    id: UUID | None = None,
) -> KnowledgeQuestion:
    """One more question of the test, in one language; `right` is the index of the right choice.

    Sent twice under one id it is added once. Raises BadAnswer, NotNow, Conflict.
    """
    _must_be_open(module, number)
    _must_be_choices(choices, right)
    content = {"module": module, "number": number, "right": right}
    content |= {"texts": {language: text.strip()}, "choices": {language: list(choices)}}
    first = made_before(KnowledgeQuestion, id, content)
    if first is not None:
        return first
    position = queries.questions(module, number).count() + 1
    question = KnowledgeQuestion(id=id or new_id(), programme=module.programme, position=position, **content)
    question, is_new = insert(question, content)
    if is_new:
        audit("create", [question], by=by, changes={"texts": [None, question.texts]})
    return question


@transaction.atomic
def change_question(
    *,
    question: KnowledgeQuestion,
    language: str,
    text: str,
    choices: Sequence[str],
    right: int,
    by: Membership,
) -> KnowledgeQuestion:
    """Write a question in one language, beside or in place of what stands there. Raises BadAnswer, NotNow."""
    _must_be_open(question.module, question.number)
    _must_be_choices(choices, right)
    others = {len(given) for code, given in question.choices.items() if code != language}
    if others and others != {len(choices)}:
        raise BadAnswer(str(_OTHER_COUNT) % {"count": others.pop()}, field="choices")
    texts = {**question.texts, language: text.strip()}
    wanted = {"texts": texts, "choices": {**question.choices, language: list(choices)}, "right": right}
    write(question, wanted, by=by)
    return question


@transaction.atomic
def drop_question(*, question: KnowledgeQuestion, by: Membership) -> None:
    """Take a question out of a version that isn't released. Raises NotNow."""
    _must_be_open(question.module, question.number)
    audit("drop_question", [question], by=by, changes={"texts": [question.texts, None]})
    question.delete()


def _must_be_open(module: Module, number: int) -> None:
    if queries.is_released(module, number):
        raise NotNow(_RELEASED)


def _must_be_choices(choices: Sequence[str], right: int) -> None:
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise BadAnswer(_FEW, field="choices")
    if not 0 <= right < len(choices):
        raise BadAnswer(_RIGHT, field="right")


def _copied(question: KnowledgeQuestion, number: int) -> KnowledgeQuestion:
    return KnowledgeQuestion(
        programme_id=question.programme_id,
        module_id=question.module_id,
        number=number,
        position=question.position,
        texts=question.texts,
        choices=question.choices,
        right=question.right,
    )
