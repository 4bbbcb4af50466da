"""The proceedings: assembled, edited by people, approved by another pair of eyes, frozen, and sent.

What was approved never changes: a correction is a new version beside it.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.convening.errors import BadAnswer, NotNow, NotReady
from imbizo.convening.models import Gathering, Proceedings
from imbizo.convening.operations.word_sent import Letter, send_word
from imbizo.convening.queries import proceedings as queries
from imbizo.convening.queries.proceedings import Part
from imbizo.convening.states import GatheringState, ProceedingsState
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links, audit, link
from imbizo.thread.states import Relation

LINK = "proceedings"
"""The purpose of the link by which those who came read them."""
_LINK_DAYS = 365
_NOT_HELD = gettext_lazy("There is nothing to write up before the gathering begins.")
_FROZEN = gettext_lazy(
    "These are approved and don't change any more. Begin a correction: it becomes a new version."
)
_GONE = gettext_lazy("This part isn't there any more. Look at the proceedings again.")
_NOT_ASKED = gettext_lazy("Nobody has asked for approval yet.")
_OWN = gettext_lazy("You asked for approval yourself. Another member of your partner approves.")
_NOT_APPROVED = gettext_lazy("Only approved proceedings are sent.")
_WHY = gettext_lazy("Say what must be mended.")
_EMPTY = gettext_lazy("There is nothing in them yet. Assemble them first.")
_DONE = (ProceedingsState.APPROVED, ProceedingsState.SENT)


@transaction.atomic
def assemble(*, gathering: Gathering, language: str, by: Membership) -> Proceedings:
    """Gather agenda, figures, words, decisions and actions anew; parts that a person edited stay as they are.

    Raises NotNow before the gathering has begun, or where they are approved.
    """
    if not has_begun(gathering):
        raise NotNow(_NOT_HELD)
    found, is_new = _begun(gathering, language)
    _must_be_open(found)
    with translation.override(language):
        fresh = queries.assembled(gathering, language)
        found.title = _("Proceedings: %(gathering)s") % {"gathering": gathering.name}
    found.parts = _kept(found.parts, fresh)
    found.language, found.assembled_at = language, timezone.now()
    found.state = ProceedingsState.DRAFT
    found.save(update_fields=["title", "parts", "language", "assembled_at", "state", "updated_at"])
    audit("assemble", [found], by=by, changes={"parts": [None, len(found.parts)]})
    if is_new:
        link(found, gathering, Relation.EVIDENCES, by=by)
    return found


@transaction.atomic
def write_part(*, proceedings: Proceedings, key: str, text: str, by: Membership) -> Proceedings:
    """Put a person's words in place of one part. Raises NotNow, BadAnswer."""
    return _change(proceedings, key, by, {"text": text.strip(), "edited": True})


@transaction.atomic
def take_assembled(*, proceedings: Proceedings, key: str, by: Membership) -> Proceedings:
    """Let one part be assembled again: a person's words in it go. Raises NotNow, BadAnswer."""
    with translation.override(proceedings.language):
        fresh = queries.assembled(proceedings.gathering, proceedings.language)
    part = next((part for part in fresh if part["key"] == key), {"text": ""})
    return _change(proceedings, key, by, {**part, "edited": False})


@transaction.atomic
def submit(*, proceedings: Proceedings, by: Membership) -> Proceedings:
    """Ask for approval. Raises NotNow, NotReady."""
    found = _held(proceedings)
    _must_be_open(found)
    if not found.parts:
        raise NotReady(_EMPTY)
    return _move(found, ProceedingsState.REVIEW, "submit", by)


@transaction.atomic
def hand_back(*, proceedings: Proceedings, because: str, by: Membership) -> Proceedings:
    """Say what must be mended before they can be approved. Raises BadAnswer, NotNow."""
    if not because.strip():
        raise BadAnswer(_WHY, field="because")
    found = _held(proceedings)
    if found.state != ProceedingsState.REVIEW:
        raise NotNow(_NOT_ASKED)
    return _move(found, ProceedingsState.DRAFT, "hand_back", by, because=[None, because.strip()])


@transaction.atomic
def approve(*, proceedings: Proceedings, by: Membership) -> Proceedings:
    """Approve and freeze: words and figures stay as they are now. Raises NotNow.

    Whoever asked for approval approves only where the partner has nobody else who may.
    """
    found = _held(proceedings)
    if found.state != ProceedingsState.REVIEW:
        raise NotNow(_NOT_ASKED)
    is_own = queries.submitted_by(found) == by.user_id
    if is_own and queries.others_who_approve(found, by.user_id):
        raise NotNow(_OWN)
    found.approved_by, found.approved_at = by, timezone.now()
    found.frozen = {**found.frozen, str(found.version): _frozen(found, by)}
    found.save(update_fields=["approved_by", "approved_at", "frozen", "updated_at"])
    return _move(found, ProceedingsState.APPROVED, "approve", by)


@transaction.atomic
def correct(*, proceedings: Proceedings, by: Membership) -> Proceedings:
    """Begin a new version of what was approved; the one before stays as it was. Raises NotNow."""
    found = _held(proceedings)
    if found.state not in _DONE:
        raise NotNow(_NOT_ASKED)
    before, found.version = found.version, found.version + 1
    found.approved_by, found.approved_at, found.sent_at = None, None, None
    found.save(update_fields=["version", "approved_by", "approved_at", "sent_at", "updated_at"])
    return _move(found, ProceedingsState.DRAFT, "correct", by, version=[before, found.version])


@transaction.atomic
def send(*, proceedings: Proceedings, by: Membership) -> tuple[int, int]:
    """Tell those who came and want to hear of it: how many messages are on their way, and how many people that is of.

    Sent again, each version reaches each person once. Raises NotNow.
    """
    found = _held(proceedings)
    if found.state not in _DONE:
        raise NotNow(_NOT_APPROVED)
    people = list(queries.to_tell(found.gathering))
    address = public_address(found, by)
    letters = [
        Letter(
            each.actor, lambda language: _letter(found, address, language), seed=_seed(found, each.actor.pk)
        )
        for each in people
        if each.actor is not None
    ]
    sent = send_word(source=found, owner=found.gathering.owner, letters=letters)
    found.sent_at = timezone.now()
    found.save(update_fields=["sent_at", "updated_at"])
    _move(found, ProceedingsState.SENT, "send", by, people=[None, len(sent)])
    return len(sent), len(people)


def has_begun(gathering: Gathering) -> bool:
    """Whether there can be anything to write up."""
    return gathering.state in {GatheringState.OPEN, GatheringState.HELD}


def public_address(proceedings: Proceedings, by: Membership | None) -> str:
    """A further link to the page of the approved proceedings."""
    token = add_public_links([proceedings], purpose=LINK, days=_LINK_DAYS, by=by)[proceedings.pk]
    return f"{settings.ENVIRONMENT.origin}{reverse('convening:open-proceedings', args=[token])}"


def _begun(gathering: Gathering, language: str) -> tuple[Proceedings, bool]:
    title = gathering.name
    given = {"programme": gathering.programme, "language": language, "title": title}
    found, is_new = Proceedings.objects.get_or_create(gathering=gathering, defaults=given)
    return _held(found), is_new


def _held(proceedings: Proceedings) -> Proceedings:
    """The same as they are now, held to the end of the transaction."""
    rows = Proceedings.objects.select_for_update(of=("self",))
    return rows.select_related("gathering__programme", "gathering__owner", "programme").get(pk=proceedings.pk)


def _must_be_open(proceedings: Proceedings) -> None:
    if proceedings.state in _DONE:
        raise NotNow(_FROZEN)


def _kept(before: Sequence[Part], fresh: Sequence[Part]) -> list[Part]:
    """The fresh parts, with those that a person edited in their place; edited ones that have no place go last."""
    edited = {part["key"]: part for part in before if part.get("edited")}
    found = [edited.pop(part["key"], part) for part in fresh]
    return [*found, *edited.values()]


def _change(proceedings: Proceedings, key: str, by: Membership, given: dict[str, Any]) -> Proceedings:
    found = _held(proceedings)
    _must_be_open(found)
    part = next((part for part in found.parts if part["key"] == key), None)
    if part is None:
        raise BadAnswer(_GONE, field="text")
    if {**part, **given} == {"edited": False, **part}:
        return found
    before = part["text"]
    part |= given
    found.state = ProceedingsState.DRAFT
    found.save(update_fields=["parts", "state", "updated_at"])
    audit("write_part", [found], by=by, changes={key: [before, part["text"]]})
    return found


def _move(
    found: Proceedings, to: ProceedingsState, verb: str, by: Membership, **changes: list[Any]
) -> Proceedings:
    before, found.state = found.state, to
    found.save(update_fields=["state", "updated_at"])
    audit(verb, [found], by=by, changes={"state": [before, to], **changes})
    return found


def _frozen(found: Proceedings, by: Membership) -> dict[str, Any]:
    with translation.override(found.language):
        figures = queries.figures(found.gathering)
    return {
        "title": found.title,
        "language": found.language,
        "parts": found.parts,
        "figures": figures,
        "approved_on": timezone.localdate(timezone=found.programme.zone).isoformat(),
        "approved_by": str(by.user),
    }


def _seed(found: Proceedings, actor: Any) -> Any:
    return uuid5(found.pk, f"version {found.version} to {actor}")


def _letter(found: Proceedings, address: str, language: str) -> tuple[str, str]:
    told = {
        "sender": found.gathering.owner.label,
        "gathering": found.gathering.name,
        "address": address,
    }
    with translation.override(language):
        subject = _("What was said at %(gathering)s") % told
        return subject, _(
            "%(sender)s: the proceedings of %(gathering)s are ready. Read them here: %(address)s"
        ) % told
