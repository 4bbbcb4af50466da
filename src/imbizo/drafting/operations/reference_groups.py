"""The reference group of a document: its terms, who sits in it and by whose nomination, and asking them to agree."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.actors.operations.once import insert, made_before
from imbizo.base.errors import NotAllowed
from imbizo.base.models import new_id
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.drafting.errors import NotNow, NotReady
from imbizo.drafting.models import Document, ReferenceGroup, ReferenceMember
from imbizo.drafting.operations.holding import hold
from imbizo.drafting.rules.writing import may_decide
from imbizo.messaging.states import Purpose
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import add_public_links, audit, revoke_public_links

TERMS_LINK: Final = "drafting.terms"
"""The purpose of the link by which somebody who was nominated reads the terms and agrees to them."""

_LINK_DAYS: Final = 120
_NOT_YOURS = gettext_lazy("Only those who decide on their partner's drafts can do this.")
_IN_ALREADY = gettext_lazy("%(name)s sits in the group already.")
_LEFT = gettext_lazy("They have left the group. Add them again if they come back.")
_JUST_NOW: Final = dt.timedelta(hours=1)
_ASKED = gettext_lazy("They were all asked less than an hour ago. Give them time to read it.")
_NOBODY = gettext_lazy("Everybody in the group has agreed to the terms, so nobody is left to ask.")
_NO_TERMS = gettext_lazy("Write the terms of reference first: they are what people agree to.")


@transaction.atomic
def keep_group(*, document: Document, name: str, terms: str, by: Membership) -> ReferenceGroup:
    """Make the reference group of a document, or change its name and terms. Raises NotAllowed, NotReady (no name)."""
    _check(document, by)
    if not name.strip():
        raise NotReady(_("Give the group a name."))
    changes = {"name": name.strip(), "terms": terms.strip()}
    group = ReferenceGroup.objects.filter(document=document).first()
    if group is None:
        group = ReferenceGroup.objects.create(programme=document.programme, document=document, **changes)
        audit("create", [group], by=by, changes={"name": [None, group.name]})
        return group
    write(group, changes, by=by)
    return group


@transaction.atomic
def add_reference_member(
    *,
    group: ReferenceGroup,
    actor: Actor,
    by: Membership,
    nominated_by: Actor | None = None,
    speaks_for: str = "",
    agreed_on: dt.date | None = None,
    id: UUID | None = None,
) -> ReferenceMember:
    """Somebody whom an institution nominated sits in the group. Raises NotAllowed, NotNow (sits in it), Conflict."""
    _check(group.document, by)
    content = {"group": group, "actor": actor, "nominated_by": nominated_by, "speaks_for": speaks_for.strip()}
    if (before := made_before(ReferenceMember, id, content)) is not None:
        return before
    if group.members.filter(actor=actor, left_on=None).exists():
        raise NotNow(_IN_ALREADY % {"name": actor})
    member = ReferenceMember(id=id or new_id(), programme=group.programme, agreed_on=agreed_on, **content)
    made, is_new = insert(member, content)
    if is_new:
        audit("create", [made], by=by, changes={"speaks_for": [None, made.speaks_for]})
    return made


@transaction.atomic
def change_reference_member(
    *, member: ReferenceMember, changes: Mapping[str, Any], by: Membership
) -> ReferenceMember:
    """Write for whom they speak and who nominated them. Raises NotAllowed."""
    _check(member.group.document, by)
    write(member, changes, by=by)
    return member


@transaction.atomic
def agree_to_terms(
    *, member: ReferenceMember, by: Membership | None, on: dt.date | None = None
) -> ReferenceMember:
    """They agreed to the terms: on their own page (`by` is None), or as a member was told. Raises NotAllowed, NotNow.

    Saying it twice is harmless: the first day stays.
    """
    if by is not None:
        _check(member.group.document, by)
    now = ReferenceMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if now.left_on is not None:
        raise NotNow(_LEFT)
    if now.agreed_on is None:
        now.agreed_on = on or timezone.localdate(timezone=now.programme.zone)
        now.save(update_fields=["agreed_on", "updated_at"])
        audit("agree_to_terms", [now], by=by, changes={"agreed_on": [None, now.agreed_on]})
    return now


@transaction.atomic
def leave_group(*, member: ReferenceMember, by: Membership, on: dt.date | None = None) -> ReferenceMember:
    """They sit in the group no more; what they said stays. Raises NotAllowed, NotNow (they left before)."""
    _check(member.group.document, by)
    if member.left_on is not None:
        raise NotNow(_LEFT)
    write(member, {"left_on": on or timezone.localdate(timezone=member.programme.zone)}, by=by)
    revoke_public_links(member, purpose=TERMS_LINK)
    return member


@transaction.atomic
def come_back(*, member: ReferenceMember, by: Membership) -> ReferenceMember:
    """Undo leaving. Raises NotAllowed, NotNow (they sit in it again by another row)."""
    _check(member.group.document, by)
    if member.group.members.filter(actor=member.actor, left_on=None).exclude(pk=member.pk).exists():
        raise NotNow(_IN_ALREADY % {"name": member.actor})
    write(member, {"left_on": None}, by=by)
    return member


@transaction.atomic
def invite_to_group(
    *, group: ReferenceGroup, members: Sequence[ReferenceMember], by: Membership
) -> list[tuple[ReferenceMember, str, bool]]:
    """Write to those of them who haven't agreed, with the terms and a page on which they agree: each with its
    address, and whether word is on its way. Where it isn't, somebody hands the address over: it is told here once.

    A second press within the hour asks nobody twice. Raises NotAllowed, NotReady (no terms, all have agreed), NotNow
    (they were all asked just now).
    """
    waiting, now = to_ask(group, members, by), timezone.now()
    fresh = [each for each in waiting if each.asked_at is None or each.asked_at <= now - _JUST_NOW]
    if not fresh:
        raise NotNow(_ASKED)
    pages = pages_to_agree(group, fresh, by)
    letters = [_letter(each, pages[each.pk]) for each in fresh]
    sent = send_word(source=group, owner=group.document.owner, letters=letters, purpose=Purpose.INVITATION)
    left = {message.pk for message in sent}
    note_asked([each for each, letter in zip(fresh, letters, strict=True) if letter.seed in left], now)
    return [(each, pages[each.pk], letter.seed in left) for each, letter in zip(fresh, letters, strict=True)]


def to_ask(
    group: ReferenceGroup, members: Sequence[ReferenceMember], by: Membership
) -> list[ReferenceMember]:
    """Those of them who sit in the group and haven't agreed, as they are now, the document held.

    Raises NotAllowed, NotReady (no terms; all have agreed).
    """
    _check(group.document, by)
    if not group.terms:
        raise NotReady(_NO_TERMS)
    rows = group.members.filter(pk__in=[each.pk for each in members], agreed_on=None, left_on=None)
    waiting = list(rows.select_related("actor", "nominated_by", "programme", "group__document__owner"))
    if not waiting:
        raise NotReady(_NOBODY)
    return waiting


def pages_to_agree(
    group: ReferenceGroup, members: Sequence[ReferenceMember], by: Membership
) -> dict[UUID, str]:
    """A further address of the page on which each of them agrees, by the member's id; the trail hears that they are
    asked.
    """
    tokens = add_public_links(members, purpose=TERMS_LINK, days=_LINK_DAYS, by=by)
    audit("invite_to_group", [group], by=by, changes={"members": [None, len(members)]})
    return {pk: terms_address(token) for pk, token in tokens.items()}


def note_asked(members: Sequence[ReferenceMember], at: dt.datetime) -> None:
    """They were asked at this moment."""
    ReferenceMember.objects.filter(pk__in=[each.pk for each in members]).update(asked_at=at)


def terms_address(token: str) -> str:
    """The whole address of the page on which somebody agrees."""
    return settings.ENVIRONMENT.origin + reverse("drafting:open-terms", args=[token])


def _letter(member: ReferenceMember, page: str) -> Letter:
    def words(language: str) -> tuple[str, str]:
        with translation.override(language):
            return invitation_words(member, page)

    return Letter(member.actor, words, uuid5(member.pk, page))


def invitation_words(member: ReferenceMember, page: str) -> tuple[str, str]:
    """The subject and the text with which somebody is asked to sit in the group, in the language in force."""
    document = member.group.document
    said = {"sender": document.owner.label, "document": document.title, "by": member.nominated_by or ""}
    parts = [
        _("%(sender)s asks you to sit in the reference group of “%(document)s”.") % said,
        _("%(by)s nominated you.") % said if member.nominated_by else "",
        _("Read what it is about, and say whether you agree, here: %(page)s") % {"page": page},
        _("Questions: %(number)s") % {"number": number}
        if (number := document.programme.contact_number)
        else "",
    ]
    return _("Will you sit in the reference group?"), "\n\n".join(part for part in parts if part)


def _check(document: Document, by: Membership) -> None:
    """Raise NotAllowed, or hold the document: whoever comes second finds what the first did."""
    if not may_decide(by, document):
        raise NotAllowed(_NOT_YOURS)
    hold(document.pk)
