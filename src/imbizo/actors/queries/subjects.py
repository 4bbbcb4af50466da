"""What a person's own page shows. It may be opened on another's phone, so it says only what it must."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from imbizo.actors.models import Actor, Affiliation, Consent, ContactPoint, Note, Objection, SubjectRequest
from imbizo.actors.models.consent import ANSWER_WITHIN
from imbizo.actors.states import ActorState
from imbizo.base.components import Fact
from imbizo.messaging.queries import suppressed
from imbizo.programmes.models import Programme
from imbizo.thread.models import PublicLink

SHOWN_OF_NUMBER = 3  # digits at its end


@dataclass(frozen=True)
class OwnPage:
    """What is held, in plain words, and how the person's requests stand."""

    name: str
    facts: tuple[Fact, ...]
    bases: tuple[Consent, ...]
    objections: tuple[Objection, ...]
    requests: tuple[SubjectRequest, ...]
    may_stop: bool


def programmes_that_answer() -> QuerySet[Programme]:
    """Programmes that still hold data about people."""
    return Programme.objects.filter(anonymised_at=None)


def answer_by(programme: Programme) -> date:
    """The day by which a request received now is answered."""
    return timezone.now().astimezone(programme.zone).date() + ANSWER_WITHIN


def person_behind(link: PublicLink) -> Actor | None:
    """Whom the link was made for, or the record that took theirs up; None once they were erased."""
    actor = Actor.objects.select_related("programme", "batch", "place").filter(pk=link.record_id).first()
    while actor is not None and actor.merged_into is not None:
        actor = actor.merged_into
    return actor if actor and actor.state != ActorState.ERASED else None


def own_page(actor: Actor) -> OwnPage:
    """What the page shows of the actor."""
    contacts = list(ContactPoint.objects.filter(actor=actor).exclude(address=""))
    addresses = {(each.channel, each.address) for each in contacts}
    return OwnPage(
        name=short_name(actor),
        facts=_facts(actor, contacts),
        bases=tuple(Consent.objects.filter(actor=actor, withdrawn_on=None)),
        objections=tuple(Objection.objects.filter(actor=actor, lifted_on=None)),
        requests=tuple(SubjectRequest.objects.filter(actor=actor).order_by("-received_at")),
        may_stop=bool(addresses - suppressed(programme=actor.programme, addresses=addresses)),
    )


def masked(contact: ContactPoint) -> str:
    """A number or address by which only its owner knows it: "+27 82 ••• 567", "t•••@example.org"."""
    name, at, domain = contact.address.partition("@")
    if at:
        return f"{name[:1]}•••@{domain}"
    number = contact.address
    return f"{number[:3]} {number[3:5]} ••• {number[-SHOWN_OF_NUMBER:]}" if len(number) > 8 else "•••"


def short_name(actor: Actor) -> str:
    """The first name and the first letter of the last: enough for the person, little for who looks on."""
    first, *rest = actor.name.split() or [""]
    return f"{first} {rest[-1][:1]}." if rest and actor.is_person else actor.name


def _facts(actor: Actor, contacts: list[ContactPoint]) -> tuple[Fact, ...]:
    held = Affiliation.objects.filter(person=actor).select_related("organisation")
    offices = ", ".join(f"{each.position}, {each.organisation}".strip(", ") for each in held)
    notes = Note.objects.filter(actor=actor).count()
    source = actor.batch.source if actor.batch else ""
    facts = (
        Fact(_("Name"), short_name(actor)),
        Fact(_("Numbers and addresses"), ", ".join(masked(each) for each in contacts)),
        Fact(_("Organisation"), offices),
        Fact(_("Kind"), capfirst(actor.get_kind_display())),
        Fact(_("Place"), str(actor.place or actor.place_text)),
        Fact(_("Notes about talks with you"), str(notes) if notes else ""),
        Fact(_("Where it came from"), source or _("a member of the programme wrote it down")),
    )
    return tuple(fact for fact in facts if fact.value)
