"""What a codebook takes along when it goes to another program: nothing that doesn't leave the house.

Interviews stay where the person hasn't agreed, or before their embargo ends, also for the partner that owns them; what
was said stays until it is let through; rounds stay until they are settled.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Codebook, Coding, Source
from imbizo.evidence.queries import coding, seeing, spoken
from imbizo.evidence.rules.interviews import AGREED
from imbizo.evidence.states import SourceKind
from imbizo.places.models import Place
from imbizo.programmes.models import Membership

_PLACE = "gathering__place__parent__parent__parent"


@dataclass(frozen=True)
class Taken:
    """A codebook with its codes (each parent before its parts), texts and codings; `kept_back` are not among them."""

    codebook: Codebook
    codes: Sequence[Code]
    inputs: Sequence[Input]
    sources: Sequence[Source]
    codings: Sequence[Coding]
    kept_back: int = 0

    @property
    def municipalities(self) -> dict[UUID, Place]:
        """The municipality of each gathering that is in one, by the gathering's id."""
        places = {each.gathering_id: each.gathering.place for each in self.inputs}
        found = {pk: place.municipality for pk, place in places.items() if place}
        return {pk: place for pk, place in found.items() if place}


def taken(codebook: Codebook, member: Membership) -> Taken:
    """What the member may take along."""
    rows = coding.standing(member).filter(code__codebook=codebook)
    sources = _leaving(seeing.sources(member))
    said = spoken.let_through(member)
    open_ones = rows.filter(
        Q(source__in=sources.order_by().values("pk")) | Q(input__in=said.order_by().values("pk"))
    )
    going = list(
        open_ones.select_related("code", "coder__user").order_by("input__said_at", "start", "end", "pk")
    )
    return Taken(
        codebook=codebook,
        codes=_codes(codebook, going),
        inputs=list(_heard(said, going)),
        sources=list(
            sources.filter(pk__in={each.source_id for each in going if each.source_id}).order_by(
                "title", "pk"
            )
        ),
        codings=going,
        kept_back=rows.count() - len(going),
    )


def _leaving(rows: QuerySet[Source]) -> QuerySet[Source]:
    closed = Q(interview__embargo_until__gt=timezone.localdate()) | ~Q(interview__consent__in=AGREED)
    return rows.exclude(Q(kind=SourceKind.INTERVIEW) & closed)


def _heard(said: QuerySet[Input], going: Sequence[Coding]) -> QuerySet[Input]:
    """All that was said at the gatherings of which something is coded, in its order."""
    coded = Input.objects.filter(pk__in={each.input_id for each in going if each.input_id})
    rows = said.filter(gathering__in=coded.values("gathering")).select_related("gathering", _PLACE)
    return rows.prefetch_related("translations").order_by(
        "gathering__starts_at", "gathering_id", "said_at", "pk"
    )


def _codes(codebook: Codebook, going: Sequence[Coding]) -> list[Code]:
    """Those in use, and those withdrawn under which words still stand."""
    used = {each.code_id for each in going}
    rows = Code.objects.filter(codebook=codebook, merged_into=None)
    live = rows.filter(Q(withdrawn_because="") | Q(pk__in=used))
    return list(live.order_by("position", "name"))
