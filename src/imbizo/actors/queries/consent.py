"""Lawful bases, objections and stopped addresses, as pages and the gate of messages ask for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.actors.models import Actor, Consent, ContactPoint, Objection, Register, RetentionNotice
from imbizo.actors.queries.register import contacts
from imbizo.actors.states import NoticeState, Purpose
from imbizo.messaging import queries as messaging
from imbizo.messaging.models import Suppression
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission, StepStatus

CHUNK = 1_000
KEPT_FOR = 24 * 60 * 60  # seconds; the revision in the key is what keeps a count true


@dataclass(frozen=True)
class PurposeLine:
    """A purpose with the bases that stand for it, and the objection to it if there is one."""

    purpose: Purpose
    bases: tuple[Consent, ...]
    objection: Objection | None


@dataclass(frozen=True)
class AddressLine:
    """An address that the reader may see, and why nothing is sent to it if it is stopped."""

    contact: ContactPoint
    suppression: Suppression | None


@dataclass(frozen=True)
class Panel:
    """All that the actor's page says about the law."""

    purposes: tuple[PurposeLine, ...]
    ended: tuple[Consent, ...]
    objection: Objection | None
    addresses: tuple[AddressLine, ...]
    may_record: bool
    may_handle: bool


def basis_of(actors: Iterable[Actor], purpose: str) -> dict[UUID, Consent]:
    """The newest standing basis of each actor for the purpose, where nobody objects; others are left out."""
    ids = [actor.pk for actor in actors]
    found: dict[UUID, Consent] = {}
    for start in range(0, len(ids), CHUNK):
        rows = Consent.objects.filter(
            actor__in=ids[start : start + CHUNK], purpose=purpose, withdrawn_on=None
        )
        for consent in rows.exclude(_objected(purpose)).order_by("given_on", "created_at"):
            found[consent.actor_id] = consent
    return found


def without_basis(member: Membership) -> QuerySet[Actor]:
    """The actors in the register that the member sees and that no basis stands for."""
    rows: QuerySet[Actor] = Actor.objects.visible_to(member).active()
    return rows.exclude(Exists(Consent.objects.filter(actor_id=OuterRef("pk"), withdrawn_on=None)))


def count_without_basis(member: Membership) -> int:
    """How many those are, kept for the register's revision."""
    return _counted(member)[1]


def consents(member: Membership) -> QuerySet[Consent]:
    """The bases of actors that the member sees."""
    seen = Actor.objects.visible_to(member)
    return Consent.objects.filter(actor__in=seen).select_related("actor__programme")


def objections(member: Membership) -> QuerySet[Objection]:
    """The objections of actors that the member sees."""
    seen = Actor.objects.visible_to(member)
    return Objection.objects.filter(actor__in=seen).select_related("actor__programme")


def panel(actor: Actor, member: Membership) -> Panel:
    """What the actor's page shows of bases, objections and stopped addresses: four queries."""
    bases = list(Consent.objects.filter(actor=actor))
    standing = [each for each in bases if each.stands]
    objected = {each.purpose: each for each in Objection.objects.filter(actor=actor, lifted_on=None)}
    return Panel(
        purposes=tuple(
            PurposeLine(
                purpose, tuple(each for each in standing if each.purpose == purpose), objected.get(purpose)
            )
            for purpose in Purpose
        ),
        ended=tuple(each for each in bases if not each.stands),
        objection=objected.get(""),
        addresses=_addresses(actor, member),
        may_record=member.may(Permission.CONSENT_RECORD),
        may_handle=member.may(Permission.REQUESTS_HANDLE),
    )


def consent_status(member: Membership) -> StepStatus:
    """How the step "record why we may hold each record" stands, with what is about to be forgotten."""
    url = reverse("actors:basis", args=[member.programme.slug])
    total, without = _counted(member)
    if not total:
        return StepStatus(_("Nobody is in the register yet"), url=url)
    text = ngettext(
        "%(count)s actor without a lawful basis", "%(count)s actors without a lawful basis", without
    ) % {"count": without}
    parts = [text if without else _("Each actor has a lawful basis"), *_notice_words(member)]
    action = _("Record a basis") if without else ""
    return StepStatus("; ".join(parts), done=total - without, total=total, url=url, action=action)


def _counted(member: Membership) -> tuple[int, int]:
    """Active actors that the member sees, and those of them without a basis; kept for the register's revision."""
    revision = (
        Register.objects.filter(programme_id=member.programme_id).values_list("revision", flat=True).first()
    )
    key = f"basis:{member.programme_id}:{member.partner_id}:{revision}"
    found: tuple[int, int] | None = cache.get(key) if revision is not None else None
    if found is None:
        found = Actor.objects.visible_to(member).active().count(), without_basis(member).count()
        cache.set(key, found, KEPT_FOR)
    return found


def _notice_words(member: Membership) -> list[str]:
    if not member.may(Permission.PROGRAMME_MANAGE):
        return []
    rows = RetentionNotice.objects.filter(programme_id=member.programme_id).exclude(state=NoticeState.DONE)
    words = (
        ngettext(
            "%(count)s person is anonymised on %(day)s",
            "%(count)s people are anonymised on %(day)s",
            each.people,
        )
        % {"count": each.people, "day": date_format(each.acts_on, "j F")}
        for each in rows
    )
    return list(words)


def _addresses(actor: Actor, member: Membership) -> tuple[AddressLine, ...]:
    held = list(contacts(member).filter(actor=actor).exclude(address=""))
    stopped = _suppressions(actor, held)
    return tuple(AddressLine(each, stopped.get((each.channel, each.address))) for each in held)


def _suppressions(actor: Actor, held: Sequence[ContactPoint]) -> dict[tuple[str, str], Suppression]:
    addresses = {(each.channel, each.address) for each in held}
    return messaging.suppression_of(programme=actor.programme, addresses=addresses) if addresses else {}


def _objected(purpose: str) -> Q:
    standing = Objection.objects.filter(actor_id=OuterRef("actor_id"), lifted_on=None)
    return Q(Exists(standing.filter(Q(purpose=purpose) | Q(purpose=""))))
