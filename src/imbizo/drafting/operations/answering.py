"""Telling each commenter what was decided about theirs, once for each decision."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.base.errors import NotAllowed
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.drafting.errors import NotReady
from imbizo.drafting.models import Circulation, Comment, Disposition, Document, Reader
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.operations.reader_letters import Kind, write_to_readers
from imbizo.drafting.queries import commenting as queries
from imbizo.drafting.rules.writing import may_decide
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit

_NOT_YOURS = gettext_lazy("Only those who decide on their partner's drafts can do this.")
_NOTHING = gettext_lazy("There is nothing to tell: nothing was decided since you told them last.")


@transaction.atomic
def tell_commenters(
    *, document: Document, by: Membership, now: dt.datetime | None = None
) -> tuple[int, list[str]]:
    """Write to all whose comments were decided and who weren't told yet.

    A reader gets a link to their page, which shows each decision beside its comment; somebody else in the register
    gets the decisions in the message; a member reads them on the page of the comment. Gives how many comments are
    answered now, and the names of those whom no message reaches: they are told by hand.

    Raises NotAllowed, NotReady (nothing to tell).
    """
    if not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    # Whoever presses second finds it told.
    hold(document.pk)
    decided = untold(document)
    at = now or timezone.now()
    waiting = list(queries.to_tell(decided))
    told = {each.pk for each in waiting if each.reader is None and each.on_behalf_of is None}
    told |= _tell_readers([each for each in waiting if each.reader is not None], at)
    others = [each for each in waiting if each.reader is None and each.on_behalf_of is not None]
    told |= _tell_others(document, others, decided, at)
    Comment.objects.filter(pk__in=told).update(told_at=at)
    audit("tell_commenters", [document], by=by, changes={"answered": [None, len(told)]})
    return len(told), sorted({_name(each) for each in waiting if each.pk not in told})


def untold(document: Document) -> dict[UUID, Disposition]:
    """What was decided about each comment whose author wasn't told yet. Raises NotReady (nothing to tell)."""
    return _decided(document, lambda comment: comment.told_at is None)


def decided_for(person: Actor, document: Document) -> dict[UUID, Disposition]:
    """What was decided about each comment of somebody, told before or not. Raises NotReady (nothing was)."""
    return _decided(document, lambda comment: _person_id(comment) == person.pk)


def _decided(document: Document, is_wanted: Callable[[Comment], bool]) -> dict[UUID, Disposition]:
    standing = queries.standing_comments(document)
    decided = {
        each.pk: word
        for each in standing
        if is_wanted(each) and (word := queries.final_word(each, standing)) is not None
    }
    if not decided:
        raise NotReady(_NOTHING)
    return decided


def answer_words(
    document: Document, comments: Sequence[Comment], decided: Mapping[UUID, Disposition]
) -> tuple[str, str]:
    """The subject and the text that tell somebody what was decided about theirs, in the language in force."""
    said: dict[str, Any] = {"document": document.title, "sender": document.owner.label}
    answers = [_answer(each, decided[each.pk]) for each in comments]
    opening = _("%(sender)s has decided about what you said on “%(document)s”.") % said
    subject = _("What was decided about your comments: %(document)s") % said
    return subject, "\n\n".join([opening, *answers])


@transaction.atomic
def told_by_hand(*, comment: Comment, by: Membership, now: dt.datetime | None = None) -> Comment:
    """Note that somebody was told in person or by telephone. Raises NotAllowed, NotReady (it isn't decided)."""
    if not may_decide(by, comment.document):
        raise NotAllowed(_NOT_YOURS)
    if not hasattr(comment, "disposition"):
        raise NotReady(_NOTHING)
    comment.told_at = now or timezone.now()
    comment.save(update_fields=["told_at", "updated_at"])
    audit("tell", [comment], by=by)
    return comment


def _tell_readers(comments: Sequence[Comment], at: dt.datetime) -> set[UUID]:
    by_circulation: dict[Circulation, dict[UUID, Reader]] = defaultdict(dict)
    for comment in comments:
        reader = comment.reader
        assert reader is not None, "only comments of readers come here"
        by_circulation[reader.circulation][reader.pk] = reader
    reached: set[UUID] = set()
    for circulation, readers in by_circulation.items():
        reached |= write_to_readers(circulation, list(readers.values()), Kind.ANSWERED, at)
    return {each.pk for each in comments if each.reader_id in reached}


def _tell_others(
    document: Document, comments: Sequence[Comment], decided: Mapping[UUID, Disposition], at: dt.datetime
) -> set[UUID]:
    by_actor: dict[Actor, list[Comment]] = defaultdict(list)
    for comment in comments:
        assert comment.on_behalf_of is not None, "only comments entered for somebody come here"
        by_actor[comment.on_behalf_of].append(comment)
    letters = {
        uuid5(actor.pk, f"{document.pk}:{at.isoformat()}"): (actor, theirs)
        for actor, theirs in by_actor.items()
    }
    sent = send_word(
        source=document,
        owner=document.owner,
        letters=[
            _letter(document, actor, theirs, decided, seed) for seed, (actor, theirs) in letters.items()
        ],
    )
    left = {message.pk for message in sent}
    return {each.pk for seed, (_actor, theirs) in letters.items() if seed in left for each in theirs}


def _letter(
    document: Document,
    actor: Actor,
    comments: Sequence[Comment],
    decided: Mapping[UUID, Disposition],
    seed: UUID,
) -> Letter:
    def words(language: str) -> tuple[str, str]:
        with translation.override(language):
            return answer_words(document, comments, decided)

    return Letter(actor, words, seed)


def _answer(comment: Comment, decided: Disposition) -> str:
    """One comment and what was decided, in the language in force."""
    lines = [
        _("You said: %(words)s") % {"words": str(comment)},
        _("Decided: %(verdict)s.") % {"verdict": decided.get_verdict_display()},
        decided.reason,
        _("See the section “%(section)s”.") % {"section": decided.section} if decided.section else "",
    ]
    return "\n".join(line for line in lines if line)


def person_of(comment: Comment) -> Actor | None:
    """Who of the register said it; None for a member's, and for a name in a file."""
    return comment.on_behalf_of or (comment.reader.member.actor if comment.reader else None)


def _person_id(comment: Comment) -> UUID | None:
    return comment.on_behalf_of_id or (comment.reader.member.actor_id if comment.reader else None)


def _name(comment: Comment) -> str:
    return str(person_of(comment) or comment.name)
