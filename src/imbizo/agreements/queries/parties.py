"""Where each party stands and what holds it up, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.agreements.models import AdoptionPath, AdoptionStep, Agreement, Party
from imbizo.agreements.queries.clauses import ClauseStanding
from imbizo.agreements.queries.measuring import OPEN
from imbizo.agreements.queries.seeing import of_agreements
from imbizo.agreements.queries.signing import counts
from imbizo.agreements.states import (
    AgreementState,
    MeasureState,
    Outcome,
    PartyRole,
    StepKind,
    StepState,
)
from imbizo.programmes.models import Membership

_DONE = frozenset({StepState.DONE, StepState.SKIPPED})
_ADOPTED = frozenset({Outcome.ADOPTED, Outcome.CONDITIONS})


@dataclass(frozen=True, slots=True)
class PartyStanding:
    """A party in a sentence: the look of its badge, a word, and what holds it up (empty where nothing does)."""

    party: Party
    look: str
    word: str
    holds_up: str
    adopted_on: date | None
    signed: int
    signed_on: date | None
    path: AdoptionPath | None

    @property
    def has_signed(self) -> bool:
        return self.signed >= self.party.signatures_needed


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next, and the button for it."""

    title: str
    text: str
    url: str
    action: str


def parties(member: Membership, *, only_own: bool = False) -> QuerySet[Party]:
    """The parties of agreements that the member sees; or, with `only_own`, may change."""
    rows = of_agreements(Party, member, only_own=only_own)
    return rows.select_related(
        "programme",
        "institution",
        "official",
        "agreement__document",
        "agreement__owner",
        "agreement__programme",
    )


def standing(agreement: Agreement) -> list[PartyStanding]:
    """All parties in their order, with where each stands: five queries, however many they are."""
    steps = AdoptionStep.objects.prefetch_related("resolutions")
    rows = agreement.parties.select_related("institution", "official", "programme", "path").prefetch_related(
        Prefetch("path__steps", queryset=steps), "signatories__signature"
    )
    return [_stand(party) for party in rows]


def with_counts(rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
    """Agreements with how many parties have a voice, and how many of them have signed at all."""
    active = Q(parties__role=PartyRole.PARTY, parties__withdrew_on=None)
    signed = active & Q(parties__signatories__signature__is_trusted=True)
    standing_clauses = Q(clauses__section__removed_because="", clauses__section__joined_into=None)
    return rows.annotate(
        party_count=Count("parties", filter=active, distinct=True),
        signed_count=Count("parties", filter=signed, distinct=True),
        clause_count=Count("clauses", filter=standing_clauses, distinct=True),
    )


def next_step(
    agreement: Agreement, found: Sequence[PartyStanding], clauses: Sequence[ClauseStanding]
) -> NextStep | None:
    """What to do next; None once it is over, or in effect with its measures on their way."""
    if agreement.state in {AgreementState.ENDED, AgreementState.WITHDRAWN}:
        return None
    if agreement.state == AgreementState.IN_EFFECT:
        return _in_effect(agreement)
    voices = [each for each in found if _has_voice(each.party)]
    if agreement.state == AgreementState.DRAFTING:
        return _while_drafting(agreement, voices, clauses)
    held_up = [each for each in voices if not each.adopted_on and not each.has_signed]
    if held_up:
        text = ngettext(
            "%(count)s party has still to adopt it.",
            "%(count)s parties have still to adopt it.",
            len(held_up),
        ) % {"count": len(held_up)}
        return _step(agreement, _("Adoption by each party"), text, "adoption", _("See the paths"))
    return _step(agreement, _("Signing"), "", "signing", _("Go to signing"))


def _while_drafting(
    agreement: Agreement, voices: Sequence[PartyStanding], clauses: Sequence[ClauseStanding]
) -> NextStep:
    if len(voices) < 2:
        text = _("An agreement needs at least two, the district among them.")
        return _step(agreement, _("Name the parties"), text, "party-add", _("Add a party"))
    if not clauses:
        return _step(agreement, _("Write the clauses"), "", "clause-add", _("Add a clause"))
    if any(each.look == "info" for each in clauses):
        return _step(agreement, _("A round is open"), "", "rounds", _("See who has answered"))
    if all(each.is_agreed for each in clauses):
        text = _("All clauses are agreed in the words that they have now.")
        return _step(agreement, _("Settle the text"), text, "agreement-settle-page", _("Settle the text"))
    text = _("Note what was agreed at a meeting, or ask all parties in a round.")
    return _step(agreement, _("Let the parties agree"), text, "rounds", _("Note it or ask"))


def _in_effect(agreement: Agreement) -> NextStep | None:
    """Measures first; then whether it is time to look at the agreement itself."""
    today = timezone.localdate(timezone=agreement.programme.zone)
    rows = agreement.measures.exclude(state=MeasureState.STOPPED)
    late = rows.filter(state__in=OPEN, due_on__lt=today).count()
    if late:
        text = ngettext("%(count)s measure is overdue.", "%(count)s measures are overdue.", late) % {
            "count": late
        }
        return _step(agreement, text, "", "measures-of", _("See the measures"))
    if not rows.exists():
        text = _("Who does what by when, and what pays for it.")
        return _step(
            agreement, _("Make measures from its clauses"), text, "measures-of", _("See the measures")
        )
    if agreement.review_on is not None and agreement.review_on <= today:
        told = {"day": date_format(agreement.review_on, "j F Y")}
        return _step(
            agreement, _("Its review was due on %(day)s") % told, "", "agreement-edit", _("Set the next")
        )
    return None


def _step(agreement: Agreement, title: str, text: str, name: str, action: str) -> NextStep:
    return NextStep(title, text, _address(agreement, name), action)


def _address(agreement: Agreement, name: str) -> str:
    if name == "agreement-settle-page":
        return agreement.get_absolute_url() + "#settle"
    return reverse(f"agreements:{name}", args=[agreement.programme.slug, agreement.pk])


def _has_voice(party: Party) -> bool:
    return party.role == PartyRole.PARTY and party.withdrew_on is None


def _stand(party: Party) -> PartyStanding:
    path: AdoptionPath | None = getattr(party, "path", None)
    steps = list(path.steps.all()) if path else []
    signed_on = _signed_on(party)
    adopted_on = _adopted_on(steps)
    look, word, holds_up = _words(party, steps, adopted_on, len(signed_on))
    last = max(signed_on, default=None)
    return PartyStanding(party, look, word, holds_up, adopted_on, len(signed_on), last, path)


def _signed_on(party: Party) -> list[date]:
    """The days on which its signatories signed; one by an unknown issuer doesn't count yet."""
    zone = party.programme.zone
    signed = (each.signature for each in party.signatories.all() if counts(each))
    return [each.signed_at.astimezone(zone).date() for each in signed]


def _adopted_on(steps: Sequence[AdoptionStep]) -> date | None:
    """The day on which its council adopted it, or whoever decides in its place; None until then."""
    decided = [
        each
        for each in steps
        if each.outcome in _ADOPTED and (each.kind == StepKind.COUNCIL or each.is_delegated)
    ]
    return max((each.done_on for each in decided if each.done_on), default=None)


def _words(
    party: Party,
    steps: Sequence[AdoptionStep],
    adopted_on: date | None,
    signed: int,
) -> tuple[str, str, str]:
    """The look of the badge, its word, and what holds the party up."""
    if party.withdrew_on is not None:
        return "bad", _("withdrew"), party.withdrew_because
    if party.role == PartyRole.OBSERVER:
        return "none", _("observer"), ""
    if signed >= party.signatures_needed:
        return "ok", _("signed"), ""
    return _before_signing(steps, adopted_on)


def _before_signing(steps: Sequence[AdoptionStep], adopted_on: date | None) -> tuple[str, str, str]:
    if any(each.confirm_again for each in steps):
        return "doubtful", _("to be confirmed"), _("A new council sits. Confirm it again.")
    if adopted_on is not None:
        return "info", _("adopted"), _("It has still to sign.")
    if not steps:
        return "none", _("not begun"), _("Its adoption path isn't set yet.")
    return _on_the_way(steps)


def _on_the_way(steps: Sequence[AdoptionStep]) -> tuple[str, str, str]:
    waiting = next((each for each in steps if each.state not in _DONE), None)
    if waiting is None:
        return "info", _("on its way"), ""
    if waiting.outcome == Outcome.REJECTED:
        return "bad", _("rejected"), waiting.note
    told = [waiting.note] if waiting.note else []
    if waiting.planned_on is not None:
        told.append(_("planned for %(day)s") % {"day": date_format(waiting.planned_on, "j F Y")})
    return "info", _("at: %(step)s") % {"step": waiting}, "; ".join(told)
