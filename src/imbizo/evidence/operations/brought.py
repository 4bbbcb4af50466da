"""Making codes, texts and codings of a project of another program, and unmaking them. Ids come of the file's own."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from imbizo.base import bulk
from imbizo.calc import anchors
from imbizo.evidence.errors import NotNow
from imbizo.evidence.models import Code, Codebook, Coding, CodingRound, ProjectImport, Source
from imbizo.evidence.operations import codebooks
from imbizo.evidence.operations.coding import set_state
from imbizo.evidence.operations.links import relink
from imbizo.evidence.operations.projects import NOT_TAKEN, held
from imbizo.evidence.operations.sources import add_source
from imbizo.evidence.operations.texts import set_text
from imbizo.evidence.queries import projects as queries
from imbizo.evidence.queries.coding import in_use
from imbizo.evidence.rules.brought import Brought, BroughtCode, BroughtCoding, BroughtText, made_id, unlike
from imbizo.evidence.states import CodingState, FileState, RoundState, SourceKind
from imbizo.programmes.models import Membership
from imbizo.programmes.operations.editing import write
from imbizo.thread.operations import audit

_USED = _("It can't be taken back any more: %(reasons)s.")
Codes = Mapping[str, Code]


@transaction.atomic
def make_codes(*, project: ProjectImport, brought: Brought) -> dict[str, Code]:
    """The codebook and its codes, by the file's guids; those of the same name in the same place are used.

    Done twice it is the same.
    """
    codebook = _codebook(project)
    tree = _Tree(codebook)
    codes: dict[str, Code] = {}
    made = []
    for each in brought.codes:
        parent = codes.get(each.parent)
        id = made_id(project.pk, "code", each.guid)
        found = tree.by_id.get(id) or (tree.alike(each, parent) if project.choice["into"] else None)
        codes[each.guid] = found or tree.add(each, parent, id=id, by=project.by)
        if codes[each.guid].pk == id:
            made.append(str(id))
    _allow_coding(brought, codes, project.by)
    project.made |= {"codebook": str(codebook.pk), "codes": made, "is_new": not project.choice["into"]}
    project.made.setdefault("sources", [])
    project.save(update_fields=["made", "updated_at"])
    return codes


class _Tree:
    """The codes of a codebook, by id and by place and name."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        live = list(in_use(codebook))
        self.by_id = {each.pk: each for each in codebook.codes.select_related("codebook", "programme")}
        self._by_name = {(each.parent_id, each.name.casefold()): each for each in live}
        # Two codes of the file that are called alike stay two.
        self._met: set[UUID] = set()

    def alike(self, brought: BroughtCode, parent: Code | None) -> Code | None:
        found = self._by_name.get((parent.pk if parent else None, brought.name.casefold()))
        if found is None or found.pk in self._met:
            return None
        self._met.add(found.pk)
        return found

    def add(self, brought: BroughtCode, parent: Code | None, *, id: UUID, by: Membership) -> Code:
        above = parent.pk if parent else None
        used = {each.name for (place, _name), each in self._by_name.items() if place == above}
        made = codebooks.add_code(
            codebook=self._codebook,
            name=unlike(brought.name, used),
            by=by,
            parent=parent,
            memo=brought.memo,
            colour=brought.colour,
            is_codable=brought.is_codable,
            id=id,
        )
        self._by_name[above, made.name.casefold()] = made
        self._met.add(made.pk)
        return made


@transaction.atomic
def take_text(*, project: ProjectImport, number: int, brought: Brought, codes: Codes) -> None:
    """A text as a source of the partner, with its codings: of a round where several coded it and that was asked for.

    One that another worker took meanwhile is passed over.
    """
    now = ProjectImport.objects.select_for_update(of=("self",)).select_related("by__partner", "programme")
    project = now.get(pk=project.pk)
    if project.state != FileState.TAKING or project.done != number:
        return
    text = brought.texts[number]
    source = _source(project, text)
    set_text(source=source, text=text.text, pages=(), by=project.by)
    _take_codings(project, text, source, brought, codes)
    project.made["sources"].append(str(source.pk))
    project.done = number + 1
    project.save(update_fields=["made", "done", "updated_at"])


@transaction.atomic
def take_back(*, project: ProjectImport, by: Membership) -> None:
    """Unmake all that came of the file. Raises NotNow (something hangs on it, or it isn't taken), NotAllowed."""
    now = held(project, by)
    if now.state != FileState.TAKEN:
        raise NotNow(NOT_TAKEN)
    if reasons := queries.uses(now):
        raise NotNow(_USED % {"reasons": "; ".join(str(each) for each in reasons)})
    try:
        with transaction.atomic():
            _unmake(now, by)
    except ProtectedError as error:
        raise NotNow(_USED % {"reasons": _now("something else came of it")}) from error
    write(now, {"state": FileState.UNDONE, "codebook": None, "made": {}}, by=by, verb="undo")


def _unmake(project: ProjectImport, by: Membership) -> None:
    rows = list(project.codings.prefetch_related("code", "input", "source"))
    set_state(rows, CodingState.TAKEN_BACK)
    relink(rows, by=by)
    project.codings.all().delete()
    sources, codes = list(queries.sources_made(project)), list(queries.codes_made(project))
    audit("remove", [*sources, *codes], by=by)
    queries.rounds_made(project).delete()
    queries.sources_made(project).delete()
    # Those under others first.
    by_id = {str(each.pk): each for each in codes}
    for pk in reversed(project.made["codes"]):
        by_id[pk].delete()
    if project.made["is_new"]:
        write(project, {"codebook": None}, by=by)
        Codebook.objects.filter(pk=project.made["codebook"]).delete()


def _codebook(project: ProjectImport) -> Codebook:
    if project.choice["into"]:
        found: Codebook = Codebook.objects.select_related("programme").get(pk=project.choice["into"])
        return found
    return codebooks.create_codebook(
        name=project.choice["name"][:160], by=project.by, id=made_id(project.pk, "codebook")
    )


def _allow_coding(brought: Brought, codes: Codes, by: Membership) -> None:
    """A code with words under it is no mere heading."""
    used = {each.code for text in brought.texts for each in text.codings}
    for guid in used & set(codes):
        if not codes[guid].is_codable:
            write(codes[guid], {"is_codable": True}, by=by)


def _source(project: ProjectImport, text: BroughtText) -> Source:
    kind, name = SourceKind(project.choice["kind"]), text.name.strip() or _now("Text without a name")
    details = {"called": name[:120]} if kind == SourceKind.INTERVIEW else {}
    id = made_id(project.pk, "text", text.guid)
    return add_source(kind=kind, by=project.by, id=id, details=details, title=name[:500], note=text.note)


def _take_codings(
    project: ProjectImport, text: BroughtText, source: Source, brought: Brought, codes: Codes
) -> None:
    within = _round(project, brought) if project.choice["compare"] and text in brought.shared else None
    rows = _rows(project, text, codes, brought.coders)
    for row in rows:
        row.source, row.round = source, within
    bulk.insert(rows)
    if within is None:
        relink(rows, by=project.by)
    else:
        within.sources.add(source)


def _round(project: ProjectImport, brought: Brought) -> CodingRound:
    """The comparison of the file's coders; made with the first text that several coded."""
    id = made_id(project.pk, "round")
    there = CodingRound.objects.filter(pk=id).first()
    if there is not None:
        return there
    coders = dict.fromkeys(each.coder for text in brought.shared for each in text.codings)
    members = project.choice["coders"]
    made = CodingRound.objects.create(
        id=id,
        programme=project.programme,
        codebook_id=project.made["codebook"],
        name=_now("Coders of %(file)s") % {"file": project.file_name[:120]},
        is_blind=False,
        unit=project.choice["compare"],
        state=RoundState.COMPARED,
        other_coders=[brought.coders[guid] for guid in coders if guid not in members],
        was_brought=True,
    )
    made.coders.set(Membership.objects.filter(pk__in=[members[guid] for guid in coders if guid in members]))
    project.made["round"] = str(id)
    audit("create", [made], by=project.by)
    return made


def _rows(project: ProjectImport, text: BroughtText, codes: Codes, names: Mapping[str, str]) -> list[Coding]:
    """The codings of a text; what the same coder coded twice with one code is coded once."""
    members = _members(project)
    rows: dict[tuple[object, ...], Coding] = {}
    for each in text.codings:
        if each.code not in codes:
            continue
        row = _row(each, text.text, codes[each.code])
        row.id = made_id(project.pk, "coding", text.guid, each.guid)
        row.brought_in, row.programme_id = project, project.programme_id
        row.coder = members.get(each.coder)
        row.coder_name = "" if row.coder else names[each.coder]
        rows.setdefault((row.code_id, row.coder_key, row.start, row.end), row)
    return list(rows.values())


def _row(coding: BroughtCoding, text: str, code: Code) -> Coding:
    anchor = anchors.anchor_of(text, coding.start, coding.end)
    row = Coding(
        code=code,
        start=anchor.start,
        end=anchor.end,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        memo=coding.memo,
    )
    row.created_at = coding.at or row.created_at
    return row


def _members(project: ProjectImport) -> dict[str, Membership]:
    """The members that a person chose for coders of the file, as far as they are of the partner."""
    chosen: Mapping[str, str] = project.choice["coders"]
    rows = Membership.objects.filter(pk__in=chosen.values(), partner_id=project.by.partner_id)
    by_id = {str(each.pk): each for each in rows}
    return {guid: by_id[pk] for guid, pk in chosen.items() if pk in by_id}
