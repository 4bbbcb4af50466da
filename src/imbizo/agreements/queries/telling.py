"""How clauses and measures stand in the plain sentences of a thread, with who adopted the text and when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, QuerySet
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from imbizo.agreements.models import Agreement, Clause, Measure, Resolution
from imbizo.agreements.states import AgreementState, ClauseKind, MeasureState, Outcome, StepKind
from imbizo.base.sentences import listed
from imbizo.drafting.queries.becoming import numbers_in as published_numbers
from imbizo.drafting.queries.telling import numbers_in
from imbizo.programmes.models import Membership
from imbizo.thread.queries.telling import few
from imbizo.thread.registry import Telling
from imbizo.thread.states import Part, Stage

_DAY: Final = "j F Y"
_FORMAL: Final = (
    ClauseKind.PARTIES,
    ClauseKind.DISPUTES,
    ClauseKind.DURATION,
    ClauseKind.REVIEW,
    ClauseKind.SIGNATURE,
)


@dataclass(frozen=True, slots=True)
class Adopted:
    """Who adopted an agreement's text, in the order of their days; `on` is the last of these."""

    parties: tuple[str, ...]
    on: date


def adopted_by(agreements: Collection[UUID]) -> dict[UUID, Adopted]:
    """By agreement: the parties whose councils adopted the very text that is to be signed. One query.

    A resolution on another text doesn't count, and neither does one of a party that withdrew.
    """
    of_agreement = "step__path__party__agreement"
    rows = Resolution.objects.filter(
        **{f"{of_agreement}__in": list(agreements)},
        outcome__in=(Outcome.ADOPTED, Outcome.CONDITIONS),
        step__kind=StepKind.COUNCIL,
        step__path__party__withdrew_on=None,
        text_hash=F(f"{of_agreement}__text__text_hash"),
    )
    found: dict[UUID, dict[str, date]] = {}
    for agreement, party, day in rows.order_by("decided_on").values_list(
        f"{of_agreement}_id", "step__path__institution__name", "decided_on"
    ):
        found.setdefault(agreement, {})[party] = day
    return {pk: Adopted(tuple(parties), max(parties.values())) for pk, parties in found.items()}


def adoption(adopted: Adopted) -> str:
    """As it stands behind a clause: "which Breede Valley adopted on 30 August 2026"."""
    words = {"parties": listed(few(adopted.parties)), "day": date_format(adopted.on, _DAY)}
    if len(adopted.parties) == 1:
        return _("which %(parties)s adopted on %(day)s") % words
    return _("which %(parties)s adopted, the last of them on %(day)s") % words


def clauses(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """Where in which agreements, by the numbers of now, with who adopted it."""
    rows = Clause.objects.filter(pk__in=list(ids)).select_related("agreement__document")
    rows = rows.exclude(agreement__state=AgreementState.WITHDRAWN).only("section_id", "agreement")
    inside: dict[Agreement, list[UUID]] = {}
    for clause in rows:
        inside.setdefault(clause.agreement, []).append(clause.section_id)
    number = numbers_in({each.document_id for each in inside})
    adopted = adopted_by([each.pk for each in inside])
    told = (_in_agreement(each, sections, number, adopted.get(each.pk)) for each, sections in inside.items())
    return few([phrase for phrase in told if phrase])


def _in_agreement(
    agreement: Agreement, sections: Iterable[UUID], number: Mapping[UUID, str], adopted: Adopted | None
) -> str:
    standing = [each for each in number if each in set(sections)]
    if not standing:
        return ""
    words = ngettext(
        "clause %(numbers)s of “%(agreement)s”", "clauses %(numbers)s of “%(agreement)s”", len(standing)
    )
    numbers = listed(few([number[each] for each in standing]))
    phrase = words % {"numbers": numbers, "agreement": agreement.document.title}
    in_text = agreement.text_id is not None and set(standing) <= set(published_numbers(agreement.text_id))
    return ", ".join([phrase, *_how_far(agreement, adopted if in_text else None)])


def _how_far(agreement: Agreement, adopted: Adopted | None) -> list[str]:
    """What was decided about the text: adopted by whom, in effect since when."""
    told = [adoption(adopted)] if adopted else []
    if adopted is not None and agreement.took_effect_on:
        day = date_format(agreement.took_effect_on, _DAY)
        told.append(_("in effect since %(day)s") % {"day": day})
    return told


def clause_stands(member: Membership, clause: Clause) -> str:
    """Who adopted the text that holds the clause."""
    agreement = clause.agreement
    if agreement.text_id is None or clause.section_id not in published_numbers(agreement.text_id):
        return ""
    return agreement_stands(member, agreement)


def agreement_stands(_member: Membership, agreement: Agreement) -> str:
    """Who adopted the text, and when the last of them did."""
    adopted = adopted_by([agreement.pk]).get(agreement.pk)
    if adopted is None:
        return ""
    words = {"parties": listed(few(adopted.parties)), "day": date_format(adopted.on, _DAY)}
    if len(adopted.parties) == 1:
        return _("%(parties)s adopted it on %(day)s.") % words
    return _("%(parties)s adopted it, the last of them on %(day)s.") % words


def count_clauses(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    return (ngettext("%(count)s clause", "%(count)s clauses", len(ids)) % {"count": len(ids)},)


def measures(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    """What is done about it, and how far it is."""
    rows = Measure.objects.filter(pk__in=list(ids)).exclude(state=MeasureState.STOPPED)
    return few([_measure(each) for each in rows])


def _measure(measure: Measure) -> str:
    words = {"title": measure.title, "state": measure.get_state_display()}
    return _("the measure “%(title)s” (%(state)s)") % words


def measure_stands(_member: Membership, measure: Measure) -> str:
    """How far the measure is."""
    if measure.state == MeasureState.STOPPED:
        return _("It was stopped.")
    if measure.reached is None:
        return _("It is %(state)s; nobody has reported yet.") % {"state": measure.get_state_display()}
    words = {"state": measure.get_state_display(), "percent": floatformat(measure.reached)}
    return _("It is %(state)s, %(percent)s percent as last reported.") % words


def resolutions(_member: Membership, ids: Collection[UUID]) -> Sequence[str]:
    rows = Resolution.objects.filter(pk__in=list(ids)).select_related("step__path__institution")
    return few([_resolution(each) for each in rows])


def _resolution(each: Resolution) -> str:
    words = {
        "institution": each.step.path.institution,
        "day": date_format(each.decided_on, _DAY),
        "outcome": each.get_outcome_display(),
    }
    return _("a resolution of %(institution)s on %(day)s (%(outcome)s)") % words


def parts_of(_member: Membership, agreement: Agreement) -> Sequence[Any]:
    """The clauses whose threads are the agreement's, and measures that follow from none of them."""
    loose = Measure.objects.filter(agreement=agreement, clause=None)
    return [*Clause.objects.filter(agreement=agreement), *loose]


def _substantial(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Clauses that promise something: the others stand in every agreement, whatever was said."""
    return rows.exclude(kind__in=_FORMAL).filter(section__removed_because="")


TELLINGS: Final = (
    Telling(
        kind="agreements.clause",
        stage=Stage.AGREED,
        stands=clause_stands,
        became=clauses,
        origin=count_clauses,
        must_rest=True,
        resting=_substantial,
    ),
    Telling(kind="agreements.agreement", stage=Stage.AGREED, stands=agreement_stands, parts=parts_of),
    Telling(kind="agreements.resolution", stage=Stage.RESOLVED, part=Part.DREW, became=resolutions),
    Telling(
        kind="agreements.measure",
        stage=Stage.DONE,
        part=Part.LED,
        stands=measure_stands,
        became=measures,
        must_rest=True,
        resting=lambda rows: rows.filter(parent=None).exclude(state=MeasureState.STOPPED),
    ),
    Telling(kind="agreements.update", stage=Stage.REPORTED, part=Part.DREW),
)
"""Registered in `agreements.records`."""
