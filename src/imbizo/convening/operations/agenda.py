"""The sessions of an agenda, of a design or of a gathering, and what is asked in them.

Everything is done with the row of the design or gathering held, so that two editors never give one place twice.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model, ProtectedError
from django.utils.translation import gettext_lazy as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import AgendaItem, Design, Gathering, Question
from imbizo.convening.rules.planning import may_plan
from imbizo.programmes.models import Membership
from imbizo.thread.models import AuditEntry
from imbizo.thread.operations import audit, rewrite
from imbizo.thread.operations.audit import plain

Holder = Design | Gathering
_NOT_YOURS = _("Only the partner that convenes it can change this, by those who plan gatherings.")
_OVER = _("It is over. Open it again first.")
_SAID = _("What was said hangs on this, so it stays. Give it another name or another place instead.")
_REMOVABLE: dict[str, type[AgendaItem] | type[Question]] = {
    "convening.agenda_item": AgendaItem,
    "convening.question": Question,
}
_SAME = ("kind", "title", "minutes", "method", "materials", "roles")


@transaction.atomic
def add_session(
    *,
    of: Holder,
    by: Membership,
    behind: AgendaItem | None = None,
    questions: Sequence[str] = (),
    id: UUID | None = None,
    **fields: Any,
) -> AgendaItem:
    """One more session behind `behind`, or at the end: kind, title, minutes, method, materials, roles.

    Raises NotAllowed, NotNow (the gathering is over), BadAnswer, Conflict.
    """
    holder = _held(of, by)
    content = _of(holder) | fields
    if (before := made_before(AgendaItem, id, content)) is not None:
        return before
    items = list(holder.items.all())
    made = AgendaItem(id=id or new_id(), programme_id=holder.programme_id, position=len(items) + 1, **content)
    _check(made)
    made, is_new = insert(made, content)
    if is_new:
        _ask(made, questions)
        _place(items, made, _after(items, behind))
        audit("create", [made], by=by, changes={"title": [None, made.title]})
    return made


@transaction.atomic
def change_session(*, session: AgendaItem, changes: Mapping[str, Any], by: Membership) -> AgendaItem:
    """Write these fields. Raises NotAllowed, NotNow, BadAnswer."""
    _held(_holder(session), by)
    current: AgendaItem = AgendaItem.objects.select_for_update(of=("self",)).get(pk=session.pk)
    return rewrite(current, changes, by=by, settle=_check)


@transaction.atomic
def move_session(*, session: AgendaItem, steps: int, by: Membership) -> AgendaItem:
    """Move a session so many places down, or up for a negative number. Raises NotAllowed, NotNow."""
    holder = _held(_holder(session), by)
    items = list(holder.items.all())
    found = next((each for each in items if each.pk == session.pk), None)
    if found is None:
        raise NotNow(_("Somebody else has just taken this session away."))
    before = items.index(found)
    after = max(0, min(len(items) - 1, before + steps))
    items.remove(found)
    _place(items, found, after)
    if after != before:
        audit("move", [found], by=by, changes={"position": [before + 1, after + 1]})
    return found


@transaction.atomic
def duplicate_session(*, session: AgendaItem, by: Membership, id: UUID | None = None) -> AgendaItem:
    """The same session once more, right behind it, with its questions. Raises NotAllowed, NotNow, Conflict."""
    fields = {name: getattr(session, name) for name in _SAME}
    made_already = made_before(AgendaItem, id, _of(_holder(session)))
    if made_already is not None:
        return made_already
    made = add_session(of=_holder(session), by=by, behind=session, id=id, **fields)
    Question.objects.bulk_create(
        [
            Question(
                programme_id=each.programme_id,
                item=made,
                position=each.position,
                text=each.text,
                texts=each.texts,
            )
            for each in session.questions.all()
        ]
    )
    return made


@transaction.atomic
def remove_session(*, session: AgendaItem, by: Membership) -> AuditEntry:
    """Take a session and its questions away. The entry is what `put_back` undoes.

    Raises NotAllowed, NotNow (the gathering is over, or something was said in it).
    """
    holder = _held(_holder(session), by)
    asked = [_content(each) for each in session.questions.all()]
    entry = _remove(session, by, {"questions": [asked, None]})
    _number(list(holder.items.all()))
    return entry


@transaction.atomic
def add_question(
    *,
    session: AgendaItem,
    text: str,
    by: Membership,
    texts: Mapping[str, str] | None = None,
    id: UUID | None = None,
) -> Question:
    """One more question in a session. `texts` are its translations by language. Raises as `add_session`."""
    _held(_holder(session), by)
    content = {"item": session, "text": text, "texts": dict(texts or {})}
    if (before := made_before(Question, id, content)) is not None:
        return before
    position = session.questions.count() + 1
    made = Question(id=id or new_id(), programme_id=session.programme_id, position=position, **content)
    made, is_new = insert(made, content)
    if is_new:
        audit("create", [made], by=by, changes={"text": [None, made.text]})
    return made


@transaction.atomic
def change_question(*, question: Question, changes: Mapping[str, Any], by: Membership) -> Question:
    """Write its text or its translations. Raises NotAllowed, NotNow."""
    _held(_holder(question.item), by)
    current: Question = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    return rewrite(current, changes, by=by)


@transaction.atomic
def remove_question(*, question: Question, by: Membership) -> AuditEntry:
    """Take a question away. Raises NotAllowed, NotNow (it is over, or somebody answered it)."""
    _held(_holder(question.item), by)
    return _remove(question, by, {})


@transaction.atomic
def put_back(*, entry: AuditEntry, by: Membership) -> AgendaItem | Question:
    """Undo a removal: the same session with its questions, or the question. Raises NotAllowed, NotNow."""
    model = _REMOVABLE.get(entry.subject_kind)
    if entry.verb != "remove" or model is None or entry.programme_id != by.programme_id:
        raise NotAllowed(_NOT_YOURS)
    if model.objects.filter(pk=entry.subject_id).exists():
        raise NotNow(_("This is back already."))
    kept = {name: pair[0] for name, pair in entry.changes.items()}
    asked = kept.pop("questions", [])
    back: AgendaItem | Question = _rebuilt(model, kept)
    if isinstance(back, AgendaItem):
        _put_session_back(back, asked, by)
    else:
        if not AgendaItem.objects.filter(pk=back.item_id).exists():
            raise NotNow(_("Its session was taken away as well. Put that back first."))
        _held(_holder(back.item), by)
        back.save(force_insert=True)
    audit("put_back", [back], by=by)
    return back


def _put_session_back(back: AgendaItem, asked: Sequence[Mapping[str, Any]], by: Membership) -> None:
    holder = _held(_holder(back), by)
    items = list(holder.items.all())
    place = min(back.position - 1, len(items))
    back.save(force_insert=True)
    Question.objects.bulk_create([_rebuilt(Question, each) for each in asked])
    _place(items, back, place)


def _held(holder: Holder, by: Membership) -> Holder:
    """The design or gathering as it is now, its row held. Raises NotAllowed, NotNow (it is over)."""
    current: Holder = type(holder).objects.select_for_update().get(pk=holder.pk)
    if not may_plan(by, current):
        raise NotAllowed(_NOT_YOURS)
    if isinstance(current, Gathering) and current.is_over:
        raise NotNow(_OVER)
    return current


def _holder(session: AgendaItem) -> Holder:
    holder = session.design if session.design_id else session.gathering
    assert holder is not None
    return holder


def _of(holder: Holder) -> dict[str, Any]:
    of_design = isinstance(holder, Design)
    return {"design_id": holder.pk if of_design else None, "gathering_id": None if of_design else holder.pk}


def _check(session: AgendaItem) -> None:
    session.title = " ".join(session.title.split())[:200]
    if not session.title:
        raise BadAnswer(_("Give the session a title."), field="title")
    if not 1 <= session.minutes <= 720:
        raise BadAnswer(_("A session takes 1 to 720 minutes."), field="minutes")


def _ask(session: AgendaItem, questions: Sequence[str]) -> None:
    Question.objects.bulk_create(
        [
            Question(programme_id=session.programme_id, item=session, position=position, text=text[:500])
            for position, text in enumerate(filter(None, (each.strip() for each in questions)), 1)
        ]
    )


def _after(items: Sequence[AgendaItem], behind: AgendaItem | None) -> int:
    """The place behind that session; the end where it isn't there."""
    places = [place for place, each in enumerate(items, 1) if behind is not None and each.pk == behind.pk]
    return places[0] if places else len(items)


def _place(others: Sequence[AgendaItem], session: AgendaItem, place: int) -> None:
    _number([*others[:place], session, *others[place:]])


def _number(items: Sequence[AgendaItem]) -> None:
    moved = [(each, position) for position, each in enumerate(items, 1) if each.position != position]
    for each, position in moved:
        each.position = position
    AgendaItem.objects.bulk_update([each for each, _position in moved], ["position"])


def _remove(record: AgendaItem | Question, by: Membership, more: Mapping[str, Any]) -> AuditEntry:
    changes = {name: [value, None] for name, value in _content(record).items()} | dict(more)
    try:
        # Before the audit entry: its hooks read the record afresh, and have to see that it is gone.
        with transaction.atomic():
            type(record)._base_manager.filter(pk=record.pk).delete()
    except ProtectedError:
        raise NotNow(_SAID) from None
    return audit("remove", [record], by=by, changes=changes)[0]


def _content(record: Model) -> dict[str, Any]:
    """The record as JSON keeps it."""
    return {field.attname: plain(getattr(record, field.attname)) for field in record._meta.concrete_fields}


def _rebuilt(model: type[Model], content: Mapping[str, Any]) -> Any:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in content.items() if name in fields})
