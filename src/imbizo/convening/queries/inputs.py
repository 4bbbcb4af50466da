"""What was said, as each reader may know it: sessions and questions, tables, the inputs themselves."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NoReturn
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.base.prepared import Prepared
from imbizo.convening.errors import BadAnswer
from imbizo.convening.models import (
    AgendaItem,
    Attendance,
    Gathering,
    Input,
    PutTo,
    Question,
    Table,
    Translation,
)
from imbizo.convening.queries.seeing import of_gatherings, own
from imbizo.convening.rules.receipts import receipt_hash
from imbizo.convening.states import Consent, InputState
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.models import PublicLink

# Hundreds of phones come through these two: only what their page needs is read.
_OF_GATHERING = (
    *("code", "name", "state", "languages", "opened_at", "starts_at", "programme_id", "owner_id"),
)
_PROGRAMME = ("slug", "name", "languages", "contact_number", "time_zone")
_OWNER = ("name", "short_name")
_TABLES = Prepared(
    Table,
    by="code",
    read={
        "": ("code", "name", "language", "programme_id", "gathering_id"),
        "gathering": _OF_GATHERING,
        "gathering__programme": _PROGRAMME,
        "gathering__owner": _OWNER,
    },
)
_GATHERINGS = Prepared(
    Gathering, by="code", read={"": _OF_GATHERING, "programme": _PROGRAMME, "owner": _OWNER}
)


def inputs(member: Membership) -> QuerySet[Input]:
    """What was said: all of it at the member's own gatherings; at others' only what a facilitator let through."""
    rows: QuerySet[Input] = of_gatherings(Input, member, Permission.INPUTS_VIEW)
    return rows.filter(Q(state=InputState.SHOWN) | Q(gathering__in=own(member).order_by().values("pk")))


def own_inputs(member: Membership) -> QuerySet[Input]:
    """What was said at the gatherings of the member's own partner."""
    rows: QuerySet[Input] = of_gatherings(Input, member, Permission.INPUTS_VIEW, only_own=True)
    return rows


def translations(member: Membership) -> QuerySet[Translation]:
    return Translation.objects.filter(input__in=inputs(member).order_by().values("pk"))


def puts(member: Membership) -> QuerySet[PutTo]:
    """What was put to institutions, of the inputs that the member sees."""
    rows = PutTo.objects.filter(input__in=inputs(member).order_by().values("pk"))
    return rows.select_related("input__gathering", "input__programme", "institution")


def of_gathering(gathering: Gathering, member: Membership) -> QuerySet[Input]:
    """What was said at one gathering that the member has found; read for showing."""
    rows = Input.objects.filter(gathering=gathering)
    if not (is_own(gathering, member) and member.may(Permission.INPUTS_VIEW)):
        rows = rows.filter(state=InputState.SHOWN)
    return for_showing(rows)


def is_own(gathering: Gathering, member: Membership) -> bool:
    return bool(gathering.owner_id == member.partner_id)


def for_showing(rows: QuerySet[Input]) -> QuerySet[Input]:
    """With all that a line on a page shows, in two queries."""
    near = rows.select_related("item", "question", "table", "speaker")
    return near.prefetch_related(Prefetch("translations", Translation.objects.order_by("language")))


def narrowed(rows: QuerySet[Input], chosen: Mapping[str, Any]) -> QuerySet[Input]:
    """Those that the filters of a page let through; what makes no sense in them lets all through."""
    for name in ("state", "language"):
        if chosen.get(name):
            rows = rows.filter(**{name: chosen[name]})
    if table := _uuid(str(chosen.get("table") or "")):
        rows = rows.filter(table=table)
    kind, _dash, pk = str(chosen.get("about") or "").partition("-")
    if about := _uuid(pk):
        rows = rows.filter(question=about) if kind == "question" else rows.filter(item=about)
    if chosen.get("marked"):
        rows = rows.filter(is_marked=True)
    return rows.filter(text__icontains=chosen["q"]) if chosen.get("q") else rows


def scribes(gathering: Gathering) -> QuerySet[Membership]:
    """Who of the partner may write down what is said."""
    rows = Membership.objects.active().filter(partner_id=gathering.owner_id).select_related("user", "partner")
    able = [member.pk for member in rows if member.may(Permission.INPUTS_WRITE)]
    return rows.filter(pk__in=able)


def tables(gathering: Gathering) -> QuerySet[Table]:
    return Table.objects.filter(gathering=gathering).select_related("scribe__user")


def counted(rows: QuerySet[Table]) -> QuerySet[Table]:
    """With how much was said at each (`said`)."""
    return rows.annotate(said=Count("inputs"))


def table_of(gathering: Gathering, pk: str) -> Table | None:
    """The table with that id, None where nothing was chosen. Raises BadAnswer for one that isn't here."""
    if not pk:
        return None
    wanted = _uuid(pk)
    found = Table.objects.filter(gathering=gathering, pk=wanted).first() if wanted else None
    if found is None:
        raise BadAnswer(_("This table isn't part of the gathering any more. Choose another."), field="table")
    return found


def table_with(code: str) -> Table | None:
    """The table with that code, as it is kept (`calc.codes.normalise`), with its gathering."""
    return _TABLES.get(code)


def gathering_with(code: str) -> Gathering | None:
    """The same for the code of a gathering."""
    return _GATHERINGS.get(code)


def gathering_behind(link: PublicLink) -> Gathering:
    """The gathering that a public link opens."""
    rows: QuerySet[Gathering] = Gathering.objects.select_related("programme", "owner")
    return rows.get(pk=link.record_id)


def about(gathering: Gathering, chosen: str) -> tuple[UUID | None, UUID | None]:
    """The ids of the session, and of the question, that was chosen as "session-<id>" or "question-<id>".

    Raises BadAnswer for what isn't on the agenda.
    """
    if not chosen:
        return None, None
    kind, _dash, pk = chosen.partition("-")
    wanted = _uuid(pk)
    try:
        if wanted and kind == "question":
            return _session_of(gathering.pk, wanted), wanted
        return (_session(gathering.pk, wanted), None) if wanted else _off_the_agenda()
    except LookupError:
        return _off_the_agenda()


def must_be_on_the_agenda(item_id: UUID | None, question_id: UUID | None) -> None:
    """Raises BadAnswer where the session or the question has gone meanwhile."""
    if item_id is None:
        return
    rows = AgendaItem.objects.filter(pk=item_id)
    there = rows.filter(questions=question_id) if question_id else rows
    if not there.exists():
        _off_the_agenda()


# A question stays in its session, and a session in its gathering: what is true of one once is true while it is there.
# That one has gone meanwhile, the database says when words about it are written.
@lru_cache(maxsize=4_096)
def _session_of(gathering_id: UUID, question_id: UUID) -> UUID:
    rows = Question.objects.filter(item__gathering=gathering_id, pk=question_id).order_by()
    return _only(rows.values_list("item_id", flat=True))


@lru_cache(maxsize=4_096)
def _session(gathering_id: UUID, item_id: UUID) -> UUID:
    return _only(AgendaItem.objects.filter(gathering=gathering_id, pk=item_id).values_list("pk", flat=True))


def _only(ids: Iterable[UUID]) -> UUID:
    """The one id there is. Raises LookupError where there is none; nothing is remembered then."""
    for pk in ids:
        return pk
    raise LookupError


def _off_the_agenda() -> NoReturn:
    raise BadAnswer(_("The agenda has changed. Choose the session or question again."), field="about")


def written_by(gathering: Gathering, member: Membership, table: Table | None, limit: int = 12) -> list[Input]:
    """What the member wrote down last at this table, newest first."""
    rows = Input.objects.filter(gathering=gathering, entered_by=member, table=table)
    rows = rows.exclude(state=InputState.WITHDRAWN).select_related("question", "item", "speaker")
    return list(rows.order_by("-said_at", "-id")[:limit])


def by_receipt(typed: str) -> Input | None:
    """The input whose author took this receipt away."""
    rows = Input.objects.filter(receipt_hash=receipt_hash(typed)).select_related(
        "gathering__programme", "question"
    )
    return rows.first()


def refusing_photos(gathering: Gathering) -> int:
    """How many of those who came refused photos, or are minors for whom nobody consented."""
    came = Attendance.objects.filter(gathering=gathering, withdrawn_at=None)
    unguarded = Q(is_minor=True) & ~Q(guardian_consent=Consent.GIVEN)
    return came.filter(Q(photo_consent=Consent.REFUSED) | unguarded).count()


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
