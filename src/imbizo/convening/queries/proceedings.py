"""What the proceedings of a gathering are assembled from, in the language that is set.

Nobody is named but those who agreed, what is anonymous stays so, and only what a facilitator let through is in it.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db.models import Count, Prefetch, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.states import Language
from imbizo.convening.models import Attendance, Gathering, Input, Proceedings, PutTo, Translation
from imbizo.convening.queries import afterwards
from imbizo.convening.queries.agendas import plan_of
from imbizo.convening.queries.attendance import counts, present
from imbizo.convening.queries.attended import lines
from imbizo.convening.queries.slips import Question, without_small_cells
from imbizo.convening.queries.words import span_words
from imbizo.convening.rules import written
from imbizo.convening.states import ActionState, InputState, PutState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import AuditEntry, PublicLink

Part = dict[str, Any]
"""{"key", "title", "text"}, and "edited": true where a person wrote it.

What was said in a session has "names_agreed": true where it was assembled since people are asked apart whether they may
be named. A part without it may name speakers who only let their words be kept.
"""

_SESSION = "session"
"""With what the keys of those parts begin in which speakers are named."""


def of_gathering(gathering: Gathering) -> Proceedings | None:
    """Its proceedings, where they have been begun."""
    rows = Proceedings.objects.filter(gathering=gathering)
    return rows.select_related(
        "gathering__owner", "gathering__programme", "programme", "approved_by__user"
    ).first()


def for_reader(gathering: Gathering, member: Membership) -> Proceedings | None:
    """Its proceedings, for a member who found the gathering: to other partners they are there once approved."""
    found = of_gathering(gathering) if member.may(Permission.INPUTS_VIEW) else None
    is_ours = gathering.owner_id == member.partner_id
    return found if found is not None and (is_ours or newest_for_others(found)) else None


def newest_for_others(proceedings: Proceedings) -> int | None:
    """The last approved version that other partners may read: one that names only speakers who agreed to it."""
    frozen = proceedings.frozen.items()
    return max((int(version) for version, held in frozen if _names_agreed(held["parts"])), default=None)


def assembled(gathering: Gathering, language: str) -> list[Part]:
    """All parts, in the language that is set; those of which there is nothing are left out."""
    parts = [
        _part("about", _("About this gathering"), _about(gathering)),
        _part("agenda", _("Agenda"), _agenda(gathering)),
        _part("came", _("Who came"), _came(gathering)),
        *_what_was_said(gathering, language),
        _part("put", _("Put to institutions"), _put(gathering)),
        _part("decisions", _("Decisions"), _decisions(gathering)),
        _part("actions", _("Actions"), _actions(gathering)),
    ]
    return [part for part in parts if part["text"]]


def figures(gathering: Gathering) -> list[dict[str, Any]]:
    """What is drawn: of whom the room was made, and how much was said in each session.

    [{"title", "label", "value", "rows": [{"label", "number"}]}]; a number that is too small to be shown is None.
    """
    slips = without_small_cells(counts(gathering).slips)
    # A question that everybody left blank says nothing.
    said = [each for each in slips if any(cell.answer and cell.number != 0 for cell in each.cells)]
    drawn = [_of_slips(question) for question in said]
    return [*drawn, *_by_session(gathering)]


def let_through(gathering: Gathering) -> QuerySet[Input]:
    """What was said and let through, in the order of the agenda; merged and divided ones as they stand now."""
    rows = Input.objects.filter(gathering=gathering, state=InputState.SHOWN)
    rows = rows.select_related("item", "question", "speaker").annotate(joined=Count("merged"))
    near = rows.prefetch_related(Prefetch("translations", Translation.objects.order_by("language")))
    return near.order_by("item__position", "item_id", "question__position", "question_id", "said_at", "pk")


def to_tell(gathering: Gathering) -> QuerySet[Attendance]:
    """Those who came, are in the register, and want to hear what became of it."""
    rows = present(gathering).filter(wants_word=True, actor__isnull=False)
    return rows.select_related("actor")


def submitted_by(proceedings: Proceedings) -> Any:
    """The id of the user who last asked for approval, or None."""
    asked = AuditEntry.objects.filter(subject_id=proceedings.pk, verb="submit").order_by("-id")
    return asked.values_list("by_id", flat=True).first()


def others_who_approve(proceedings: Proceedings, user_id: Any) -> list[Membership]:
    """The partner's members, but this user, who may approve."""
    rows = Membership.objects.active().filter(partner_id=proceedings.gathering.owner_id)
    able = rows.exclude(user_id=user_id).select_related("user", "partner")
    return [each for each in able if each.may(Permission.PROCEEDINGS_APPROVE)]


def behind(link: PublicLink) -> Proceedings | None:
    """The proceedings that a link opens."""
    rows = Proceedings.objects.filter(pk=link.record_id)
    return rows.select_related("programme", "gathering__owner", "gathering__programme").first()


def _names_agreed(parts: Iterable[Part]) -> bool:
    return all(part.get("names_agreed", False) for part in parts if part["key"].startswith(_SESSION))


def _part(key: str, title: str, lines_of_text: Iterable[str]) -> Part:
    return {"key": key, "title": title, "text": "\n".join(lines_of_text).strip()}


def _about(gathering: Gathering) -> list[str]:
    place = f", {gathering.place}" if gathering.place else ""
    by = _("Called together by %(owner)s.") % {"owner": gathering.owner.name}
    host = _("Host: %(host)s.") % {"host": gathering.host.name} if gathering.host else ""
    return [f"{span_words(gathering)}{place}.", f"{by} {host}".strip(), "", gathering.purpose]


def _agenda(gathering: Gathering) -> list[str]:
    return [written.item(f"{line.begins} {line.item.title}") for line in plan_of(gathering).lines]


def _came(gathering: Gathering) -> list[str]:
    found = counts(gathering)
    if not found.came:
        return []
    first = ngettext("%(count)s person came.", "%(count)s people came.", found.came) % {"count": found.came}
    hidden = (figure for figure in lines(found)[1:] if isinstance(figure.value, int) and figure.value >= 5)
    more = [f"{figure.value} {figure.label}" for figure in hidden]
    slips = without_small_cells(found.slips)
    is_hidden = any(cell.number is None for question in slips for cell in question.cells)
    note = _("A dash stands for a number below 5, or for one by which such a number could be reckoned.")
    return [first, *([", ".join(more).capitalize() + "."] if more else []), *([note] if is_hidden else [])]


def _what_was_said(gathering: Gathering, language: str) -> list[Part]:
    """A part for each session in which something was said, and one for what was said outside all of them."""
    parts = []
    for item, rows in groupby(let_through(gathering), key=lambda said: said.item):
        key = f"{_SESSION}-{item.pk}" if item else _SESSION
        part = _part(key, item.title if item else _("Said besides"), _by_question(rows, language))
        parts.append(part | {"names_agreed": True})
    return sorted(parts, key=lambda part: part["key"] == _SESSION)


def _by_question(rows: Iterable[Input], language: str) -> list[str]:
    found: list[str] = []
    for question, inputs in groupby(rows, key=lambda said: said.question):
        if question is not None:
            found += ["", written.heading(str(question.texts.get(language) or question.text))]
        found += [written.item(_words(said, language)) for said in inputs]
    return found


def _words(said: Input, language: str) -> str:
    """The words as they were said, the translation beside them, and who said it if they agreed."""
    text = f"“{said.text.strip()}”"
    if said.language and said.language != language:
        text += f" ({_language_name(said.language)})"
    beside = next((each for each in said.translations.all() if each.language == language), None)
    if beside is not None:
        text += f"\n{_language_name(language)}: “{beside.text.strip()}”"
    joined = getattr(said, "joined", 0)
    if joined > 1:
        text += "\n" + _("Said in %(count)s inputs, put together.") % {"count": joined}
    return text + _speaker(said)


def _speaker(said: Input) -> str:
    """Who said it, where they came by name and agreed."""
    speaker = said.speaker
    if said.is_anonymous or speaker is None or not (speaker.name and speaker.agreed_to_be_named):
        return ""
    return f"\n{speaker.name}"


def _put(gathering: Gathering) -> list[str]:
    rows = PutTo.objects.filter(input__gathering=gathering, input__state=InputState.SHOWN)
    asked = rows.exclude(state=PutState.WITHDRAWN).select_related("input", "institution")
    return [written.item(_put_words(put)) for put in asked.order_by("asked_on", "pk")]


def _put_words(put: PutTo) -> str:
    first = _("To %(institution)s: “%(words)s”") % {
        "institution": put.institution.name,
        "words": put.question or put.input.text,
    }
    if put.state == PutState.ANSWERED and put.answered_on:
        day = date_format(put.answered_on, "j F Y")
        return f"{first}\n" + _("Answer of %(day)s: “%(answer)s”") % {"day": day, "answer": put.answer}
    return f"{first}\n" + _("Answer due by %(day)s.") % {"day": date_format(put.answer_by, "j F Y")}


def _decisions(gathering: Gathering) -> list[str]:
    rows = afterwards.standing_decisions(gathering)
    return [written.item(each.text + (f"\n{each.how}" if each.how else "")) for each in rows]


def _actions(gathering: Gathering) -> list[str]:
    """Institutions and members are named with what they took on; a private person isn't."""
    rows = afterwards.actions_of(gathering).exclude(state=ActionState.DROPPED)
    return [written.item(_action_words(each)) for each in rows]


def _action_words(action: Any) -> str:
    is_private = action.actor is not None and action.actor.form == "person"
    owner = _("somebody who was there") if is_private else afterwards.owner_words(action)
    by = _("by %(day)s") % {"day": date_format(action.due_on, "j F Y")} if action.due_on else ""
    return f"{action.text}\n" + ", ".join(part for part in (owner, by, action.get_state_display()) if part)


def _of_slips(question: Question) -> dict[str, Any]:
    rows = [{"label": str(cell.label), "number": cell.number} for cell in question.cells if cell.number != 0]
    title = _("Who came: %(what)s") % {"what": question.label}
    return {"title": title, "label": str(question.label), "value": _("People"), "rows": rows}


def _by_session(gathering: Gathering) -> Sequence[dict[str, Any]]:
    rows = Input.objects.filter(gathering=gathering, state=InputState.SHOWN).order_by()
    found = rows.values_list("item__position", "item__title").annotate(number=Count("pk"))
    ordered = sorted(found, key=lambda row: (row[0] is None, row[0] or 0))
    drawn = [{"label": title or _("besides"), "number": number} for _position, title, number in ordered]
    title, label = _("What was said, by session"), _("Session")
    return [{"title": title, "label": label, "value": _("Inputs"), "rows": drawn}] if drawn else []


def _language_name(code: str) -> str:
    return str(Language(code).label) if code in Language.values else code
