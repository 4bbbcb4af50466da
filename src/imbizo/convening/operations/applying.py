"""People come forward for an open place on a public page, and look at their own page afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from imbizo.actors.models import Actor
from imbizo.actors.operations import add_actor, add_contact
from imbizo.actors.operations.consent import record_basis
from imbizo.actors.operations.likely import Somebody, likely
from imbizo.actors.states import Basis, Form
from imbizo.base.errors import DomainError
from imbizo.calc import names
from imbizo.convening.errors import BadAnswer, NotNow
from imbizo.convening.models import Candidate, Selection
from imbizo.convening.operations.selection import add_candidate
from imbizo.convening.queries import selection as queries
from imbizo.messaging.operations import Draft, queue
from imbizo.messaging.states import Channel, Purpose
from imbizo.outreach.queries.neutral import neutral_subject, neutral_text
from imbizo.outreach.queries.reaching import Reached, reach_people
from imbizo.programmes.models import Membership
from imbizo.thread.operations import add_public_links, audit

_OWN_DAYS: Final = 180
_CLOSED = gettext_lazy("The time to come forward is over.")
_REACH = gettext_lazy("Write a number or an e-mail address, so that we can tell you the result.")
STEPPED_BACK: Final = gettext_lazy("they took it back themselves")


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody writes of themselves."""

    name: str
    number: str = ""
    email: str = ""
    language: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def apply(*, selection: Selection, application: Application, by: Membership) -> Candidate:
    """Take somebody who comes forward; `by` is the member who opened the call, in whose name the register gains them.

    Effects in order: the person, unless the register has surely the same one; their consent; the candidate; a message
    with the link to their own page, to the address in the register. Who came forward before stays with what they said
    then, and gets the message again: nobody learns here whether somebody else did. Raises NotNow, BadAnswer,
    BadAddress.
    """
    if not queries.is_open(selection):
        raise NotNow(_CLOSED)
    if not (application.number.strip() or application.email.strip()):
        raise BadAnswer(_REACH, field="number")
    actor = _known(application, by) or _new(application, by)
    how = str(_("came forward for an open place of %(gathering)s")) % {"gathering": selection.gathering.name}
    record_basis(actors=[actor], purpose=Purpose.INVITATION, basis=Basis.CONSENT, by=None, how=how[:300])
    candidate = add_candidate(selection=selection, actor=actor, attributes=application.attributes, by=None)
    send_own_link(candidate=candidate, by=None)
    return candidate


@transaction.atomic
def send_own_link(*, candidate: Candidate, by: Membership | None) -> tuple[str, bool]:
    """A further address of the candidate's own page, and whether a message with it is on its way."""
    token = add_public_links([candidate], purpose=queries.OWN_LINK, days=_OWN_DAYS, by=by)[candidate.pk]
    address = settings.ENVIRONMENT.origin + reverse("convening:own-candidacy", args=[token])
    owner = candidate.selection.gathering.owner
    way = reach_people(owner, [candidate.actor_id], purpose=Purpose.INVITATION).get(candidate.actor_id)
    if way is None or way.outside:
        return address, False
    queued = queue(
        programme=candidate.programme,
        drafts=[_draft(candidate, way, address)],
        purpose=Purpose.INVITATION,
        source=candidate.selection,
        owner=owner,
    )
    return address, bool(queued)


@transaction.atomic
def step_back(*, candidate: Candidate) -> Candidate:
    """The candidate takes it back before the draw: what they said of themselves goes at once. Raises NotNow."""
    if not queries.is_open(candidate.selection):
        raise NotNow(_CLOSED)
    row = Candidate.objects.select_for_update(of=("self",)).get(pk=candidate.pk)
    row.attributes, row.is_required, row.excluded_because = {}, False, str(STEPPED_BACK)
    row.save(update_fields=["attributes", "is_required", "excluded_because", "updated_at"])
    audit("step_back", [row], by=None)
    return row


def _known(application: Application, by: Membership) -> Actor | None:
    """The one person of the register who surely is the same: a full name with the number or address."""
    somebody = Somebody(application.name, application.number, application.email)
    sure = [each.actor for each in likely(somebody, by) if each.is_sure and each.shares_contact]
    return sure[0] if len(sure) == 1 else None


def _new(application: Application, by: Membership) -> Actor:
    parsed = names.parse(application.name)
    whole: dict[str, Any] = {}
    if parsed.given and parsed.surname:
        whole = {"given_name": parsed.given, "surname": parsed.surname}
    actor = add_actor(
        form=Form.PERSON,
        name="" if whole else application.name.strip(),
        language=application.language,
        by=by,
        **whole,
    )
    _add_ways(actor, application, by)
    return actor


def _add_ways(actor: Actor, application: Application, by: Membership) -> None:
    for field_name, channel, raw in (
        ("number", Channel.SMS, application.number),
        ("email", Channel.EMAIL, application.email),
    ):
        if not raw.strip():
            continue
        try:
            add_contact(actor=actor, channel=channel, raw=raw, by=by)
        except DomainError as error:
            raise BadAnswer(str(error), field=field_name) from error


def _draft(candidate: Candidate, way: Reached, address: str) -> Draft:
    offered = [code for code, _name in settings.LANGUAGES]
    language = way.language(offered, (candidate.programme.languages or ["en"])[0])
    is_mail = way.channel == Channel.EMAIL
    said = {
        "sender": candidate.selection.gathering.owner.label,
        "gathering": candidate.selection.gathering.name,
        "address": address,
    }
    with translation.override(language):
        text = (
            _("%(sender)s: your own page for %(gathering)s, where the result will stand: %(address)s") % said
        )
        subject = _("You came forward for %(gathering)s") % said
        if way.is_neutral:
            text, subject = neutral_text(candidate.programme, language), neutral_subject(language)
    return Draft(
        channel=Channel(way.channel),
        address=way.address,
        text=text,
        subject=subject[:300] if is_mail else "",
        language=language,
        recipient_id=candidate.actor_id,
        is_neutral=way.is_neutral,
    )
