"""What participants read of agreements: in which clause their words are, who adopted it, and what is done about it."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.agreements.models import Agreement, Clause, Measure
from imbizo.agreements.queries.telling import adopted_by, adoption
from imbizo.agreements.states import AgreementState, MeasureState
from imbizo.convening.registry import Becoming
from imbizo.drafting.models import Publication
from imbizo.drafting.queries.becoming import numbers_in

AGREED: Final = frozenset(
    {AgreementState.AGREED, AgreementState.SIGNING, AgreementState.IN_EFFECT, AgreementState.ENDED}
)
"""Before, the parties still negotiate: a clause may yet go, and nobody is told of it."""


def of_clause(clause: Clause) -> Becoming | None:
    """The clause by its number in the text that the parties agreed, with who adopted it, and since when it holds."""
    agreement = clause.agreement
    number = _number(clause)
    if number is None:
        return None
    names = {"number": number, "agreement": agreement.document.title}
    place = _("clause %(number)s of “%(agreement)s”") % names
    adopted = adopted_by([agreement.pk]).get(agreement.pk)
    if adopted is None and not agreement.took_effect_on:
        sentence = _("It is in %(place)s. The parties agreed on it; their councils haven't decided yet.")
        return _becoming(agreement, "agreed", sentence % {"place": place}, place)
    if adopted is not None:
        place = f"{place}, {adoption(adopted)}"
    if agreement.took_effect_on:
        words = {"place": place, "day": date_format(agreement.took_effect_on, "j F Y")}
        signed = _("It is in %(place)s. It is signed, and in effect since %(day)s.")
        return _becoming(agreement, "in_effect", signed % words, place)
    stage = f"adopted{len(adopted.parties)}" if adopted else "adopted"
    return _becoming(agreement, stage, _("It is in %(place)s.") % {"place": place}, place)


def _number(clause: Clause) -> str | None:
    """The clause's number in the agreed text; None where there is none yet, or it isn't in it."""
    agreement = clause.agreement
    if agreement.state not in AGREED or agreement.text_id is None:
        return None
    return numbers_in(agreement.text_id).get(clause.section_id)


def _becoming(agreement: Agreement, stage: str, sentence: str, place: str) -> Becoming:
    text = agreement.text_id
    made = Publication.objects.values_list("created_at", flat=True).get(pk=text) if text else None
    return Becoming(stage, sentence, place=place, as_of=made)


def of_measure(measure: Measure) -> Becoming | None:
    """What is done about it: planned, begun, done or stopped. Institutions are named, people aren't."""
    if measure.agreement.state not in AGREED:
        return None
    words = {"title": measure.title, "institution": str(measure.institution or "")}
    owned = bool(measure.institution_id)
    if measure.state == MeasureState.PLANNED:
        planned = (
            _("%(institution)s is to do this about it: “%(title)s”.")
            if owned
            else _("It is to lead to this: “%(title)s”.")
        )
        return Becoming("planned", planned % words, is_news=False)
    if measure.state == MeasureState.UNDER_WAY:
        begun = (
            _("%(institution)s has begun with this: “%(title)s”.")
            if owned
            else _("This has begun: “%(title)s”.")
        )
        return Becoming("begun", begun % words)
    if measure.state == MeasureState.DONE:
        done = _("%(institution)s has done this: “%(title)s”.") if owned else _("This is done: “%(title)s”.")
        return Becoming("done", done % words)
    return Becoming("stopped", _("This was stopped: “%(title)s”.") % words)


def clauses_of(agreements: Iterable[UUID]) -> list[Clause]:
    """The clauses of which a change of their agreement may change what is told."""
    rows = Clause.objects.filter(agreement__in=list(agreements), agreement__state__in=AGREED)
    return list(rows.select_related("programme"))


def clauses_resolved(resolutions: Iterable[UUID]) -> list[Clause]:
    """The same for resolutions of the parties' councils."""
    rows = Agreement.objects.filter(parties__path__steps__resolutions__in=list(resolutions))
    return clauses_of(rows.values_list("pk", flat=True))


def measures_reported(updates: Iterable[UUID]) -> list[Measure]:
    """The measures on which somebody reported."""
    return list(Measure.objects.filter(updates__in=list(updates)).select_related("programme").distinct())
