"""Signing: whose turn it is, who has signed, when it takes effect, and the file as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from imbizo.actors.models import Actor, ContactPoint
from imbizo.actors.queries.gate import needs_neutral
from imbizo.actors.states import ContactState
from imbizo.agreements.models import Agreement, Party, Resolution, Signatory, Signature, SigningFile
from imbizo.agreements.queries.seeing import of_agreements
from imbizo.agreements.states import AgreementState, EffectRule, Outcome, PartyRole, SignatoryState
from imbizo.calc import effect as rules
from imbizo.messaging.states import Channel
from imbizo.programmes.models import Membership, Partner
from imbizo.thread.models import PublicLink

LINK = "sign"
"""The purpose of the link by which a signatory reads, signs or declines."""

# The places of a party that has named too few people: nobody's turn ever comes there.
_UNNAMED_TURN = 10_000
_CARRIES = frozenset({Outcome.ADOPTED, Outcome.CONDITIONS, Outcome.NOTED})


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """A party that signs, its people in their order, and how many of them have signed."""

    party: Party
    signatories: tuple[Signatory, ...]

    @property
    def signed(self) -> int:
        """How many signatures count: one by an unknown issuer doesn't yet."""
        return sum(1 for each in self.signatories if counts(each))

    @property
    def needed(self) -> int:
        return self.party.signatures_needed

    @property
    def is_complete(self) -> bool:
        return self.signed >= self.needed

    @property
    def is_short(self) -> bool:
        """Whether fewer people are named, and haven't declined, than have to sign."""
        return len(_may_sign(self.signatories)) < self.needed


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the signing of one agreement is. `turn` are those who may sign now, by their ids."""

    parties: tuple[PartyStanding, ...]
    turn: frozenset[UUID]
    refusals: dict[UUID, rules.Refusal | None]
    effect: rules.Effect | None

    @property
    def takes_effect_on(self) -> date | None:
        return self.effect.on if self.effect else None

    @property
    def signatories(self) -> list[Signatory]:
        return [each for standing in self.parties for each in standing.signatories]

    @property
    def before(self) -> list[Signatory]:
        """Those whose turn it is, for whom the others wait."""
        return [each for each in self.signatories if each.pk in self.turn]


def standing(agreement: Agreement) -> Standing:
    """How far signing is, from the rows as they are now: two queries."""
    rows = signatories_of(agreement).filter(party__role=PartyRole.PARTY, party__withdrew_on=None)
    people: dict[UUID, list[Signatory]] = {}
    for each in rows:
        people.setdefault(each.party_id, []).append(each)
    parties = tuple(
        PartyStanding(party, tuple(people.get(party.pk, ()))) for party in signing_parties(agreement)
    )
    ruled = [_for_rules(each) for each in parties]
    made = _made(agreement, parties)
    asked = [each for each in rows if each.state == SignatoryState.WAITING]
    return Standing(
        parties=parties,
        turn=frozenset(UUID(pk) for pk in rules.turn(ruled, made) if not pk.startswith("-")),
        refusals={each.pk: rules.refusal(ruled, made, str(each.pk)) for each in asked},
        effect=_effect(agreement, ruled, _made(agreement, parties, trusted=True)),
    )


def signing_parties(agreement: Agreement) -> QuerySet[Party]:
    """Those who sign: observers don't, and who withdrew doesn't any more."""
    rows = agreement.parties.filter(role=PartyRole.PARTY, withdrew_on=None)
    return rows.select_related("institution", "programme")


def signatories_of(agreement: Agreement) -> QuerySet[Signatory]:
    rows = Signatory.objects.filter(party__agreement=agreement)
    return rows.select_related("party__institution", "party__agreement", "actor", "signature", "programme")


def counts(signatory: Signatory) -> bool:
    """Whether they signed, and it is known with whose certificate."""
    signature: Signature | None = getattr(signatory, "signature", None)
    return signature is not None and signature.is_trusted


def newest_file(agreement: Agreement) -> SigningFile | None:
    """The final text as one PDF with all signatures so far; None before signing began."""
    return files(agreement).first()


def first_file(agreement: Agreement) -> SigningFile | None:
    """The same before the first signature."""
    return files(agreement).last()


def files(agreement: Agreement) -> QuerySet[SigningFile]:
    """Each state of the file of the text that is signed, the newest first."""
    return SigningFile.objects.filter(agreement=agreement, text_id=agreement.text_id)


def signed_fields(agreement: Agreement, *, up_to: str = "") -> list[str]:
    """The fields that our records know to be signed, oldest first; `up_to` the state of the file with that hash."""
    rows = Signature.objects.filter(signatory__party__agreement=agreement).exclude(after="")
    pairs = list(rows.order_by("created_at").values_list("after", "signatory__field"))
    last = next((place for place, (after, _field) in enumerate(pairs) if after == up_to), None)
    return [field for _after, field in (pairs if last is None else pairs[: last + 1])]


def being_signed() -> QuerySet[Agreement]:
    """Agreements of all programmes whose signing has begun and isn't over."""
    rows = Agreement.objects.filter(state=AgreementState.SIGNING, programme__anonymised_at=None)
    return rows.select_related("programme", "owner", "document")


def resolutions_of(agreement: Agreement) -> QuerySet[Resolution]:
    """What bodies of the parties resolved so that it carries, newest first."""
    rows = Resolution.objects.filter(step__path__party__agreement=agreement, outcome__in=_CARRIES)
    return rows.select_related("step__path__party__institution").order_by("-decided_on", "-created_at")


def on_another_text(agreement: Agreement) -> list[Party]:
    """Parties that resolved about a text of another hash, and not about the final one."""
    if agreement.text is None:
        return []
    covered: dict[Party, bool] = {}
    for each in resolutions_of(agreement):
        party = each.step.path.party
        if party is not None and party.withdrew_on is None:
            covered[party] = covered.get(party, False) or each.text_hash == agreement.text.text_hash
    return [party for party, is_covered in covered.items() if not is_covered]


def signatories(member: Membership, *, only_own: bool = True) -> QuerySet[Signatory]:
    """Those of agreements that the member may change; with `only_own` False, that the member sees."""
    rows = of_agreements(Signatory, member, path="party__agreement", only_own=only_own)
    return rows.select_related(
        "party__agreement__programme",
        "party__agreement__document",
        "party__agreement__owner",
        "party__agreement__text",
        "party__institution",
        "actor",
        "programme",
    )


def signatures(member: Membership, *, only_own: bool = True) -> QuerySet[Signature]:
    """The same for signatures: scans name people, so their files are the owner's alone."""
    rows = of_agreements(Signature, member, path="signatory__party__agreement", only_own=only_own)
    return rows.select_related("signatory__party__agreement__programme", "signatory__party__institution")


def behind(link: PublicLink) -> Signatory | None:
    """What the link of a signatory opens."""
    rows = Signatory.objects.filter(pk=link.record_id)
    return rows.select_related(
        "programme",
        "actor",
        "party__institution",
        "party__agreement__document",
        "party__agreement__owner",
        "party__agreement__programme",
        "party__agreement__text",
    ).first()


def addresses_of(actor: Actor, owner: Partner, *, first: Channel) -> list[ContactPoint]:
    """Where something can be sent to a signatory with its words: that channel before the other, as the owner sees."""
    reader = Membership(programme_id=actor.programme_id, partner_id=owner.pk)
    points = ContactPoint.objects.visible_to(reader).filter(actor=actor).exclude(address="")
    points = points.filter(channel__in=(Channel.EMAIL, Channel.SMS)).exclude(state=ContactState.DEAD)
    open_ones = [point for point in points if not needs_neutral(point)]
    return sorted(open_ones, key=lambda each: (each.channel != first, not each.is_preferred))


def _may_sign(people: Sequence[Signatory]) -> list[Signatory]:
    return [each for each in people if each.state != SignatoryState.DECLINED]


def _for_rules(each: PartyStanding) -> rules.Party:
    """The party as `calc.effect` reads it; places that nobody is named for keep it from being complete."""
    named = [rules.Signatory(str(person.pk), person.turn) for person in _may_sign(each.signatories)]
    missing = range(max(each.needed, 1) - len(named))
    unnamed = [rules.Signatory(f"-{each.party.pk}-{place}", _UNNAMED_TURN) for place in missing]
    return rules.Party(str(each.party.pk), (*named, *unnamed), max(each.needed, 1))


def _made(
    agreement: Agreement, parties: Sequence[PartyStanding], *, trusted: bool = False
) -> list[rules.Signature]:
    """The signatures in the order of their moments, by the date in the programme's zone."""
    found = [
        signature
        for each in parties
        for person in each.signatories
        if (signature := getattr(person, "signature", None)) and (signature.is_trusted or not trusted)
    ]
    found.sort(key=lambda each: each.signed_at)
    zone = agreement.programme.zone
    return [rules.Signature(str(each.signatory_id), each.signed_at.astimezone(zone).date()) for each in found]


def _effect(
    agreement: Agreement, parties: Sequence[rules.Party], made: Sequence[rules.Signature]
) -> rules.Effect | None:
    """By the agreement's own rule; None where its parties can't fulfil it any more."""
    needed = agreement.effect_needed if agreement.effect_rule == EffectRule.SOME else len(parties)
    if not needed or needed > len(parties):
        return None
    return rules.effect(parties, made, rules.Rule(needed))
