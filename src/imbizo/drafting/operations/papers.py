"""Letters on paper, for those whom no message reaches: asking to sit in the group, the draft, and what was decided."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.base.errors import NotAllowed
from imbizo.convening.queries.wordings import LANGUAGES
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import (
    Circulation,
    Comment,
    Disposition,
    Document,
    Reader,
    ReferenceGroup,
    ReferenceMember,
)
from imbizo.drafting.operations.answering import answer_words, decided_for, person_of, untold
from imbizo.drafting.operations.circulating import open_one
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.operations.reader_letters import Kind, pages_of, words_to
from imbizo.drafting.operations.reference_groups import invitation_words, note_asked, pages_to_agree, to_ask
from imbizo.drafting.queries import circulating, commenting
from imbizo.drafting.queries.passages import summary_in
from imbizo.drafting.rules.writing import may_decide
from imbizo.messaging.states import Purpose
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_NOT_YOURS = gettext_lazy("Only those who decide on their partner's drafts can do this.")
_ALL_REACHED = gettext_lazy("Everybody was reached by message, so no letter is needed.")
_LINES_FOR_COMMENTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter to one person, in their language.

    The inset is what they're asked about: the terms, or the draft in plain words. Boxes are ticked and lines written on
    by hand; `page` is the address of their own page, for whoever has a phone at hand.
    """

    addressee: str
    language: str
    subject: str
    text: str
    inset_title: str = ""
    inset_text: str = ""
    page: str = ""
    boxes: tuple[str, ...] = ()
    lines: int = 0
    signature: str = ""


@transaction.atomic
def ask_on_paper(*, group: ReferenceGroup, members: Sequence[ReferenceMember], by: Membership) -> list[Paper]:
    """Letters with the terms to these who haven't agreed yet, each with a slip to sign. They count as asked.

    Raises NotAllowed, NotReady (no terms; all have agreed).
    """
    waiting = to_ask(group, members, by)
    pages = pages_to_agree(group, waiting, by)
    reached = _reached(group.document, (each.actor for each in waiting), Purpose.INVITATION)
    note_asked(waiting, timezone.now())
    return [_asking(each, pages[each.pk], _language(each.actor, group.document, reached)) for each in waiting]


@transaction.atomic
def draft_on_paper(*, circulation: Circulation, by: Membership, to: Reader | None = None) -> list[Paper]:
    """Letters that ask those readers to whom no message went, with the summary in plain words and room to answer.

    They count as reached. `to` one reader a letter is written whether or not one went before. Raises NotAllowed, NotNow
    (it is closed), NotReady (everybody was reached).
    """
    document = open_one(circulation, by).publication.document
    chosen = [to] if to else circulating.unreached(circulating.readers(circulation))
    if not chosen:
        raise NotReady(_ALL_REACHED)
    pages = pages_of(chosen, by=by)
    reached = _reached(document, (each.member.actor for each in chosen), Purpose.SERVICE)
    Reader.objects.filter(pk__in=[each.pk for each in chosen], sent_at=None).update(sent_at=timezone.now())
    audit("write_letters", [circulation], by=by, changes={"letters": [None, len(chosen)]})
    return [_draft(each, pages[each.pk], _language(each.member.actor, document, reached)) for each in chosen]


@transaction.atomic
def answers_on_paper(*, document: Document, by: Membership, to: Actor | None = None) -> list[Paper]:
    """Letters with what was decided, to those who weren't told and whom no message reaches. They count as told.

    `to` one person a letter is written about all that is decided of theirs, whether or not they were told before.
    Raises NotAllowed, NotReady (nothing to tell; everybody can be reached).
    """
    current = _held(document, by)
    decided = decided_for(to, current) if to else untold(current)
    said = _by_person(decided)
    reached = _reached(current, said, Purpose.SERVICE)
    left = {person: said[person] for person in said if to or _is_outside(person, reached)}
    if not left:
        raise NotReady(_ALL_REACHED)
    _note_told(current, [each.pk for comments in left.values() for each in comments], by)
    return [
        _answering(person, comments, decided, _language(person, current, reached))
        for person, comments in left.items()
    ]


def _by_person(decided: Iterable[UUID]) -> dict[Actor, list[Comment]]:
    said: dict[Actor, list[Comment]] = defaultdict(list)
    for comment in commenting.to_tell(decided):
        if (person := person_of(comment)) is not None:
            said[person].append(comment)
    return said


def _note_told(document: Document, told: Sequence[UUID], by: Membership) -> None:
    Comment.objects.filter(pk__in=told, told_at=None).update(told_at=timezone.now())
    audit("tell_commenters", [document], by=by, changes={"answered": [None, len(told)]})


def _asking(member: ReferenceMember, page: str, language: str) -> Paper:
    with translation.override(language):
        subject, text = invitation_words(member, page)
        return Paper(
            addressee=str(member.actor),
            language=language,
            subject=subject,
            text=text,
            inset_title=_("Terms of reference"),
            inset_text=member.group.terms,
            page=page,
            boxes=(_("I agree to these terms."),),
            signature=_("Name, day and signature. Give this page back to whoever brought it."),
        )


def _draft(reader: Reader, page: str, language: str) -> Paper:
    summary = summary_in(reader.circulation.publication, language)
    with translation.override(language):
        subject, text = words_to(reader, page, Kind.ASK)
        return Paper(
            addressee=str(reader.member.actor),
            language=language,
            subject=subject,
            text="\n\n".join([text, _("The whole draft comes with this letter.")]),
            inset_title=_("In plain words") if summary else "",
            inset_text=summary.text if summary else "",
            page=page,
            boxes=(_("I have no comment."), _("I have comments:")),
            lines=_LINES_FOR_COMMENTS,
            signature=_("Name, day and signature. Give this page back to whoever brought it."),
        )


def _answering(
    person: Actor, comments: Sequence[Comment], decided: Mapping[UUID, Disposition], language: str
) -> Paper:
    with translation.override(language):
        subject, text = answer_words(comments[0].document, comments, decided)
        return Paper(addressee=str(person), language=language, subject=subject, text=text)


def _held(document: Document, by: Membership) -> Document:
    if not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    return hold(document.pk)


def _reached(document: Document, people: Iterable[Actor], purpose: str) -> dict[UUID, Reached]:
    return reach_people(document.owner, [each.pk for each in people], purpose=purpose)


def _is_outside(person: Actor, reached: Mapping[UUID, Reached]) -> bool:
    how = reached.get(person.pk)
    return how is None or bool(how.outside)


def _language(person: Actor, document: Document, reached: Mapping[UUID, Reached]) -> str:
    """Their own where we write in it, else the one in which the document is written."""
    how = reached.get(person.pk)
    return how.language(LANGUAGES, document.language) if how else document.language
