"""What the page of signing shows: each party with its people, the file and its judgement, one next step."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.agreements.models import Agreement, Party, SigningFile
from imbizo.agreements.queries import signing as queries
from imbizo.agreements.queries.signing import Standing
from imbizo.agreements.states import AgreementState, EffectRule, SignatoryState
from imbizo.base.documents.signing.findings import Judgement


@dataclass(frozen=True, slots=True)
class SigningPage:
    """`missing` says what has to be there before signing begins; empty where it can."""

    standing: Standing
    file: SigningFile | None
    missing: tuple[str, ...]
    next_step: str
    rule: str

    @property
    def has_signed(self) -> bool:
        return any(each.state == SignatoryState.SIGNED for each in self.standing.signatories)

    @property
    def is_ready(self) -> bool:
        return not self.missing


def signing_page(agreement: Agreement) -> SigningPage:
    """Everything on the page but the judgement of the file, which `operations.verifying` gives."""
    standing = queries.standing(agreement)
    missing = tuple(_missing(agreement, standing))
    return SigningPage(
        standing=standing,
        file=queries.newest_file(agreement) if agreement.text_id else None,
        missing=missing,
        next_step=_next_step(agreement, standing, missing),
        rule=_rule(agreement, standing),
    )


def verdict_words(judgement: Judgement) -> str:
    """How the file is, in a sentence."""
    count = len(judgement.signatures)
    if not judgement.passes:
        return _("The signed file doesn't pass. Don't rely on it before this is cleared up.")
    told = {"count": count}
    return (
        ngettext(
            "The file holds: %(count)s signature is in it, it is valid, and nothing else was changed.",
            "The file holds: %(count)s signatures are in it, all valid, and nothing else was changed.",
            count,
        )
        % told
    )


def _missing(agreement: Agreement, standing: Standing) -> list[str]:
    found = []
    if agreement.text_id is None:
        found.append(_("There is no final text yet: the parties agree on one first."))
    if not standing.parties:
        found.append(_("There is no party that signs yet."))
    short = [each.party for each in standing.parties if each.is_short]
    if short:
        found.append(_("Not enough signatories are named for %(parties)s.") % {"parties": _named(short)})
    if others := queries.on_another_text(agreement):
        text = _("%(parties)s resolved about a text with another hash, which doesn't cover this one.")
        found.append(text % {"parties": _named(others)})
    return found


def _next_step(agreement: Agreement, standing: Standing, missing: tuple[str, ...]) -> str:
    if agreement.state == AgreementState.SIGNING:
        names = ", ".join(each.name for each in standing.before)
        if not names:
            return _("somebody has declined or nobody is left: name another signatory, who signs on paper")
        return _("%(names)s signs") % {"names": names}
    if agreement.state in {AgreementState.DRAFTING, AgreementState.AGREED}:
        return missing[0] if missing else _("begin signing")
    return ""


def _rule(agreement: Agreement, standing: Standing) -> str:
    if agreement.effect_rule == EffectRule.ALL:
        return _("It takes effect on the day on which the last party has signed.")
    told = {"needed": agreement.effect_needed, "of": len(standing.parties)}
    return _("It takes effect on the day on which %(needed)s of %(of)s parties have signed.") % told


def _named(parties: list[Party]) -> str:
    return ", ".join(str(each.institution) for each in parties)
