"""The tables of a gathering: each with a code, by which its own phone finds it."""

from collections.abc import Sequence
from secrets import SystemRandom
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from imbizo.actors.operations.once import insert, made_before
from imbizo.base.models import new_id
from imbizo.calc import codes
from imbizo.convening.models import Gathering, Table
from imbizo.programmes.models import Membership
from imbizo.thread.operations import audit, differences


@transaction.atomic
def add_table(
    *,
    gathering: Gathering,
    name: str,
    by: Membership,
    language: str = "",
    scribe: Membership | None = None,
    id: UUID | None = None,
) -> Table:
    """One more table, behind the others. Sent twice under one id it is added once. Raises Conflict."""
    content = {"gathering": gathering, "name": name, "language": language, "scribe": scribe}
    first = made_before(Table, id, content)
    if first is not None:
        return first
    last = gathering.tables.aggregate(last=Max("position"))["last"] or 0
    table = Table(
        id=id or new_id(), programme=gathering.programme, code=_new_codes(1)[0], position=last + 1, **content
    )
    table, is_new = insert(table, content)
    if is_new:
        audit("add", [table], by=by)
    return table


@transaction.atomic
def add_tables(*, gathering: Gathering, count: int, by: Membership) -> Sequence[Table]:
    """So many tables at once, "Table 4", "Table 5" and so on behind those that there are."""
    last = gathering.tables.aggregate(last=Max("position"))["last"] or 0
    tables = [
        Table(
            programme=gathering.programme,
            gathering=gathering,
            name=_("Table %(number)s") % {"number": last + number},
            code=code,
            position=last + number,
        )
        for number, code in enumerate(_new_codes(count), 1)
    ]
    made: Sequence[Table] = Table.objects.bulk_create(tables)
    audit("add", made, by=by)
    return made


@transaction.atomic
def change_table(
    *, table: Table, name: str, language: str, scribe: Membership | None, by: Membership
) -> Table:
    """Another name, language or scribe. The code on the sheet stays good."""
    names = ("name", "language", "scribe_id")
    before = {each: getattr(table, each) for each in names}
    table.name, table.language, table.scribe = name, language, scribe
    table.save(update_fields=["name", "language", "scribe", "updated_at"])
    if changes := differences(before, {each: getattr(table, each) for each in names}):
        audit("edit", [table], by=by, changes=changes)
    return table


def _new_codes(count: int) -> list[str]:
    """Codes that no table and no gathering has: whoever sends an SMS types either."""
    chance = SystemRandom()
    found: list[str] = []
    while len(found) < count:
        some = codes.make_new(chance, codes.GROUP, count - len(found), found)
        taken = set(Table.objects.filter(code__in=some).values_list("code", flat=True))
        taken |= set(Gathering.objects.filter(code__in=some).values_list("code", flat=True))
        found += [code for code in some if code not in taken]
    return found
