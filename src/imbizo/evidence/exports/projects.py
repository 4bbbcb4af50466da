"""A codebook as other programs read it: .qdc for the codes alone, .qdpx with texts, codings and cases.

Speakers and authors are never named; coders only where that was chosen. The ids of what was said are made anew, so that
nothing in the file leads back to a row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _

from imbizo.calc.refi import made_guid, write_codebook, write_project
from imbizo.calc.refi import model as refi
from imbizo.convening.models import Input
from imbizo.evidence.models import Code, Coding
from imbizo.evidence.queries.coding import is_in_place
from imbizo.evidence.queries.taken_along import Taken
from imbizo.evidence.rules.texts import is_colour

_NAME = 120
Place = tuple[UUID, str]
"""An input's or a source's id, and the language of the translation, "" for the words as they were said."""


@dataclass
class _Sheet:
    """A text in the making, and where in it the words of each input stand."""

    guid: str
    name: str
    text: str = ""
    starts: dict[Place, int] = field(default_factory=dict)
    words: dict[Place, str] = field(default_factory=dict)

    def add(self, place: Place, words: str, mark: str = "") -> None:
        """Put words at the end, a blank line after those before."""
        self.text += ("\n\n" if self.text else "") + mark
        self.starts[place], self.words[place] = len(self.text), words
        self.text += words


def codebook_file(taken: Taken) -> bytes:
    """The .qdc. Raises InvalidProjectError where there are no codes."""
    return write_codebook(refi.Codebook(codes=_codes(taken.codes, None)))


def project_file(taken: Taken, *, each_input: bool = False, named: bool = False) -> bytes:
    """The .qdpx: what was said as a text for each gathering, or for each input; coders by number unless `named`."""
    return write_project(project_of(taken, each_input=each_input, named=named))


def project_of(taken: Taken, *, each_input: bool = False, named: bool = False) -> refi.Project:
    """The same as a project of the standard."""
    people = _people(taken, named=named)
    sheets, variables = list(_sheets(taken, each_input=each_input)), _variables(taken)
    return refi.Project(
        name=taken.codebook.name,
        origin="Imbizo",
        description=taken.codebook.description.strip(),
        users=tuple(people.values()),
        codes=_codes(taken.codes, None),
        variables=tuple(variables.values()),
        sources=tuple(_source(sheet, taken.codings, people) for sheet in sheets),
        cases=tuple(_cases(taken, sheets, variables)),
    )


def _people(taken: Taken, *, named: bool) -> dict[UUID | str, refi.User]:
    """The coders, in an order that tells nothing of them."""
    order = sorted(
        {each.coder_key: each.who for each in taken.codings}.items(), key=lambda each: str(each[0])
    )
    return {
        key: refi.User(
            guid=made_guid("coder", taken.codebook.pk, number),
            name=who if named else _("Coder %(number)s") % {"number": number},
        )
        for number, (key, who) in enumerate(order, start=1)
    }


def _codes(codes: Sequence[Code], parent: UUID | None) -> tuple[refi.Code, ...]:
    return tuple(
        refi.Code(
            guid=str(each.pk),
            name=each.name,
            codable=each.is_codable,
            colour=each.colour.lower() if is_colour(each.colour) else "",
            description=each.memo.strip(),
            codes=_codes(codes, each.pk),
        )
        for each in codes
        if each.parent_id == parent
    )


def _sheets(taken: Taken, *, each_input: bool) -> Iterable[_Sheet]:
    for gathering, rows in groupby(taken.inputs, key=lambda each: each.gathering):
        if not each_input:
            yield _sheet(_guid(gathering.pk), gathering.name, rows)
            continue
        for number, said in enumerate(rows, start=1):
            yield _sheet(_guid(said.pk), f"{gathering.name} {number}", [said])
    for source in taken.sources:
        sheet = _Sheet(_guid(source.pk), source.title)
        sheet.add((source.pk, ""), source.text)
        yield sheet


def _guid(pk: UUID) -> str:
    return made_guid("text", pk)


def _sheet(guid: str, name: str, rows: Iterable[Input]) -> _Sheet:
    """Each input in its own words, and under them its translations with their languages."""
    sheet = _Sheet(guid, name)
    for said in rows:
        sheet.add((said.pk, ""), said.text)
        for each in said.translations.all():
            sheet.add((said.pk, each.language), each.text, f"[{each.language}] ")
    return sheet


def _source(sheet: _Sheet, codings: Iterable[Coding], people: dict[UUID | str, refi.User]) -> refi.TextSource:
    """The text with the codings whose words stand in it."""
    here = [each for each in codings if _place(each) in sheet.starts]
    placed = [each for each in here if is_in_place(each, sheet.words[_place(each)])]
    selections = [
        _selection(each, sheet.starts[_place(each)], people[each.coder_key].guid) for each in placed
    ]
    return refi.TextSource(
        guid=sheet.guid,
        name=sheet.name,
        text=sheet.text,
        selections=tuple(sorted(selections, key=lambda each: (each.start, each.end, each.guid))),
    )


def _place(coding: Coding) -> Place:
    pk = coding.input_id or coding.source_id
    assert pk is not None
    return pk, coding.language


def _selection(coding: Coding, offset: int, user: str) -> refi.TextSelection:
    given = refi.Coding(
        guid=made_guid("coding", coding.pk),
        code=str(coding.code_id),
        created_by=user,
        created_at=coding.created_at,
    )
    return refi.TextSelection(
        guid=made_guid("place", coding.pk),
        name=" ".join(coding.quote.split())[:_NAME].strip(),
        description=coding.memo.strip(),
        start=offset + coding.start,
        end=offset + coding.end,
        codings=(given,),
        created_by=user,
        created_at=coding.created_at,
    )


def _variables(taken: Taken) -> dict[str, refi.Variable]:
    kinds = {
        "kind": (_("Kind of gathering"), refi.VariableType.TEXT),
        "place": (_("Place"), refi.VariableType.TEXT),
        "municipality": (_("Municipality"), refi.VariableType.TEXT),
        "day": (_("Day"), refi.VariableType.DATE),
    }
    return {
        key: refi.Variable(guid=made_guid("variable", taken.codebook.pk, key), name=name, type=kind)
        for key, (name, kind) in kinds.items()
        if taken.inputs
    }


def _cases(
    taken: Taken, sheets: Sequence[_Sheet], variables: dict[str, refi.Variable]
) -> Iterable[refi.Case]:
    """Each gathering with what is known of it, and each municipality with the texts of its gatherings."""
    of_input = {pk: sheet.guid for sheet in sheets for pk, _language in sheet.starts}
    areas = taken.municipalities
    by_area: dict[UUID, dict[str, None]] = {}
    for gathering, rows in groupby(taken.inputs, key=lambda each: each.gathering):
        texts = dict.fromkeys(of_input[each.pk] for each in rows)
        area = areas.get(gathering.pk)
        if area is not None:
            by_area.setdefault(area.pk, {}).update(texts)
        values = {
            "kind": str(gathering.get_kind_display()),
            "place": gathering.place.name if gathering.place else None,
            "municipality": area.name if area else None,
            "day": gathering.starts_at.date() if gathering.starts_at else None,
        }
        told = tuple(
            refi.Value(variable=variables[key].guid, value=each) for key, each in values.items() if each
        )
        yield refi.Case(
            guid=made_guid("case", gathering.pk), name=gathering.name, values=told, sources=tuple(texts)
        )
    names = {place.pk: place.name for place in areas.values()}
    for pk, found in by_area.items():
        yield refi.Case(guid=made_guid("case", pk), name=names[pk], sources=tuple(found))
