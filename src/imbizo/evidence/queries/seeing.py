"""What a member sees of evidence. Every page begins here.

Words of an interview are seen by others only with consent and after their embargo; codings of a blind round by their
coder alone until it is compared.
"""

from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from imbizo.convening.queries.inputs import inputs
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound, Excerpt, Scan, Source, Theme
from imbizo.evidence.states import ConsentGiven, RoundState, SourceKind
from imbizo.programmes.models import Membership, Shared
from imbizo.programmes.states import Permission

M = TypeVar("M", bound=Model)
S = TypeVar("S", bound=Shared)
_AGREED = [ConsentGiven.SIGNED, ConsentGiven.SPOKEN]


def _shared(model: type[S], member: Membership) -> QuerySet[S]:
    if not member.may(Permission.EVIDENCE_VIEW):
        return model._default_manager.none()
    rows: QuerySet[S] = model._default_manager.all().visible_to(member)
    return rows.select_related("programme", "owner")


def sources(member: Membership) -> QuerySet[Source]:
    """Sources of the member's partner, and those shared with it; others' interviews only as their conditions allow."""
    closed = Q(interview__embargo_until__gt=timezone.localdate()) | ~Q(interview__consent__in=_AGREED)
    kept = Q(kind=SourceKind.INTERVIEW) & closed & ~Q(owner_id=member.partner_id)
    return _shared(Source, member).exclude(kept).select_related("place", "interview", "practice")


def scans(member: Membership) -> QuerySet[Scan]:
    return _shared(Scan, member)


def codebooks(member: Membership) -> QuerySet[Codebook]:
    return _shared(Codebook, member)


def themes(member: Membership) -> QuerySet[Theme]:
    return _shared(Theme, member)


def own(rows: QuerySet[S], member: Membership) -> QuerySet[S]:
    """Those of them that the member's partner owns, and may change."""
    return rows.filter(owner_id=member.partner_id)


def _below(model: type[M], parents: QuerySet[Any], path: str) -> QuerySet[M]:
    return model._default_manager.filter(**{f"{path}__in": parents.order_by().values("pk")})


def of_scans(model: type[M], member: Membership, *, path: str = "scan") -> QuerySet[M]:
    """The rows of a model whose scan (found at `path`) the member sees."""
    return _below(model, scans(member), path)


def of_sources(model: type[M], member: Membership, *, path: str = "source") -> QuerySet[M]:
    """The rows of a model whose source (found at `path`) the member sees."""
    return _below(model, sources(member), path)


def of_codebooks(model: type[M], member: Membership, *, path: str = "codebook") -> QuerySet[M]:
    """The rows of a model whose codebook (found at `path`) the member sees."""
    return _below(model, codebooks(member), path)


def of_themes(model: type[M], member: Membership, *, path: str = "theme") -> QuerySet[M]:
    """The rows of a model whose theme (found at `path`) the member sees."""
    return _below(model, themes(member), path)


def excerpts(member: Membership) -> QuerySet[Excerpt]:
    """With their sources, whose texts stay out: many excerpts of three hundred pages would be read as often."""
    return of_sources(Excerpt, member).select_related("programme", "source").defer("source__text")


def codes(member: Membership) -> QuerySet[Code]:
    return of_codebooks(Code, member).select_related("programme", "codebook")


def rounds(member: Membership) -> QuerySet[CodingRound]:
    return of_codebooks(CodingRound, member).select_related("programme", "codebook")


def codings(member: Membership) -> QuerySet[Coding]:
    """Codings whose code and whose words the member sees; of a blind round that is open, their own alone."""
    blind = Q(round__is_blind=True, round__state=RoundState.OPEN) & ~Q(coder_id=member.pk)
    words = Q(source=None) | Q(source__in=sources(member).order_by().values("pk"))
    said = Q(input=None) | Q(input__in=inputs(member).order_by().values("pk"))
    return of_codebooks(Coding, member, path="code__codebook").filter(words, said).exclude(blind)
