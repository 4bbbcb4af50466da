"""Writing a campaign: what it says, to whom, and by which way."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from imbizo.actors.models import ActorList
from imbizo.base.errors import Conflict, NotAllowed
from imbizo.base.models import new_id
from imbizo.outreach.errors import BadWording
from imbizo.outreach.models import Campaign, Wording
from imbizo.outreach.operations.campaigns.holding import held
from imbizo.outreach.queries.ready import text_problem
from imbizo.outreach.states import CampaignState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.operations import audit, differences

DRAFT = CampaignState.DRAFT
# What a copy takes over: everything but what happened to the first one, and when it was to happen.
_COPIED = (
    "purpose",
    "via",
    "asks",
    "conditions",
    "everybody",
    "sms_gateway_id",
    "mail_gateway_id",
    "sender",
    "fallback",
    "budget_line_id",
    "sharing",
)
_LISTS = ("lists", "excluded")


@transaction.atomic
def write(*, name: str, purpose: str, by: Membership, id: UUID | None = None, **fields: Any) -> Campaign:
    """Begin a campaign as a draft of the member's partner. Raises BadWording, NotAllowed, Conflict.

    `fields` are those of the model that a draft may say, and `lists` and `excluded` with lists of actors.
    """
    if not by.may(Permission.CAMPAIGNS_WRITE):
        raise NotAllowed(_("You may not write campaigns in this programme."))
    named = {each: fields.pop(each) for each in _LISTS if each in fields}
    content = {"name": _name(name), "purpose": purpose, **fields}
    if id is not None and (before := _made_before(id, content, by)) is not None:
        return before
    made = Campaign(
        id=id or new_id(), programme_id=by.programme_id, owner_id=by.partner_id, written_by=by, **content
    )
    made.save(force_insert=True)
    _choose(made, named)
    audit("create", [made], by=by, changes={"name": [None, made.name]})
    return made


@transaction.atomic
def change(*, campaign: Campaign, changes: Mapping[str, Any], by: Membership) -> Campaign:
    """Change what a draft says of itself; its texts are `set_wording`'s. Raises NotAllowed, NotNow, BadWording."""
    current = held(campaign, by, DRAFT)
    plain = {name: value for name, value in changes.items() if name not in _LISTS}
    if "name" in plain:
        plain["name"] = _name(plain["name"])
    before = {name: getattr(current, name) for name in plain} | _listed(current, changes)
    for name, value in plain.items():
        setattr(current, name, value)
    _choose(current, {name: changes[name] for name in _LISTS if name in changes})
    after = {name: getattr(current, name) for name in plain} | _listed(current, changes)
    if changed := differences(before, after):
        current.save()
        audit("change", [current], by=by, changes=changed)
    return current


@transaction.atomic
def set_wording(
    *, campaign: Campaign, language: str, text: str, by: Membership, subject: str = ""
) -> Wording | None:
    """Write the text of one language; an empty one takes the language away. A changed text is no longer checked.

    Raises NotAllowed, NotNow, and BadWording for a token that isn't known or a text that is too long for SMS.
    """
    current = held(campaign, by, DRAFT)
    found = Wording.objects.filter(campaign=current, language=language).first()
    if not text.strip() and not subject.strip():
        _take_away(current, found, by)
        return None
    if problem := text_problem(current, language, text, subject):
        raise BadWording(problem, field="text")
    wording = found or Wording(programme_id=current.programme_id, campaign=current, language=language)
    if (wording.text, wording.subject) == (text, subject) and found is not None:
        return wording
    changes = differences({language: wording.text or None}, {language: text})
    wording.text, wording.subject = text, subject
    wording.checked_by, wording.checked_on = "", None
    wording.save()
    # Who sends it in at this moment must see that it changed.
    current.save(update_fields=["updated_at"])
    audit("change", [current], by=by, changes=changes)
    return wording


@transaction.atomic
def mark_checked(*, wording: Wording, speaker: str, by: Membership, on: date | None = None) -> Wording:
    """Say which speaker of the language read the text. Raises NotAllowed, NotNow, BadWording."""
    current = held(wording.campaign, by, DRAFT, CampaignState.REVIEW)
    name = " ".join(speaker.split())
    if not name or len(name) > 120:
        raise BadWording(_("Say who checked it, in at most 120 letters."), field="speaker")
    before = wording.checked_by
    wording.checked_by, wording.checked_on = name, on or timezone.localdate()
    wording.save(update_fields=["checked_by", "checked_on", "updated_at"])
    audit("change", [current], by=by, changes={f"checked {wording.language}": [before or None, name]})
    return wording


@transaction.atomic
def copy(*, campaign: Campaign, name: str, by: Membership, id: UUID | None = None) -> Campaign:
    """Begin a new draft with the same audience and texts, of the member's own partner. Raises as `write` does.

    The marks of speakers come along: the texts are the same.
    """
    before: Campaign | None = Campaign.objects.filter(pk=id, owner_id=by.partner_id).first() if id else None
    if before is not None:
        return before
    fields = {field: getattr(campaign, field) for field in _COPIED}
    seen = {each: ActorList.objects.visible_to(by) & getattr(campaign, each).all() for each in _LISTS}
    made = write(name=name, by=by, id=id, **fields, **seen)
    for each in campaign.wordings.all():
        Wording.objects.create(
            programme_id=made.programme_id,
            campaign=made,
            language=each.language,
            subject=each.subject,
            text=each.text,
            checked_by=each.checked_by,
            checked_on=each.checked_on,
        )
    return made


@transaction.atomic
def throw_away(*, campaign: Campaign, by: Membership) -> None:
    """Throw a draft away. Raises NotAllowed, NotNow."""
    current = held(campaign, by, DRAFT)
    audit("delete", [current], by=by, changes={"name": [current.name, None]})
    current.delete()


def _choose(campaign: Campaign, named: Mapping[str, Iterable[ActorList]]) -> None:
    for name, chosen in named.items():
        own = [each for each in chosen if each.programme_id == campaign.programme_id]
        getattr(campaign, name).set(own)


def _listed(campaign: Campaign, changes: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        name: sorted(str(pk) for pk in getattr(campaign, name).values_list("pk", flat=True))
        for name in _LISTS
        if name in changes
    }


def _take_away(campaign: Campaign, wording: Wording | None, by: Membership) -> None:
    if wording is None:
        return
    audit("change", [campaign], by=by, changes={wording.language: [wording.text, None]})
    wording.delete()
    campaign.save(update_fields=["updated_at"])


def _made_before(id: UUID, content: Mapping[str, Any], by: Membership) -> Campaign | None:
    found: Campaign | None = Campaign.objects.filter(pk=id).first()
    if found is None:
        return None
    same = all(getattr(found, name) == value for name, value in content.items())
    if same and found.owner_id == by.partner_id:
        return found
    raise Conflict(_("This was saved before, and has changed since. Open the list and look at it there."))


def _name(name: str) -> str:
    written = " ".join(name.split())
    if not written or len(written) > 160:
        raise BadWording(_("Give the campaign a name of at most 160 letters."), field="name")
    return written
