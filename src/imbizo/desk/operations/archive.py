"""A whole programme as one file that another installation can take in.

The file is a zip archive:

    manifest.json          format, version, the programme's id and name, applied migrations, rows of each table
    tables/APP.MODEL.jsonl one row a line: {field: value}; ids are kept, so that the thread and public ids hold
    users.jsonl            id, e-mail, name and language of those whom the rows name
    places.jsonl           places of the installation that the rows name, with those that they lie in
    files/…                uploaded files

It holds what partners keep to themselves. So it never passes through a member's browser: an operator makes it, and
an operator takes it in (docs/adr/0003).
"""

import json
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

import imbizo
from imbizo.accounts.models import User
from imbizo.desk.errors import BadArchive, ProgrammeHere
from imbizo.desk.operations.departing import Departure
from imbizo.evidence.models import Source
from imbizo.evidence.operations.texts import index_text
from imbizo.places.models import Place
from imbizo.programmes.models import Programme

FORMAT = 1
Named = dict[Any, set[UUID]]  # the ids of users and of places that rows name
CHUNK = 500
# Made anew where the programme arrives, or of no use there.
LEFT_OUT = {
    "desk.searchentry",
    "desk.notification",
    "thread.publiclink",
    "programmes.memberinvitation",
    "messaging.gateway_also_in",
    "evidence.textpage",
}
# Tables that say by another row of whose programme they are: the field that leads there.
BY_ROW = {
    "convening.bookingslot": "booking",
    "convening.saidnotice": "input",
    "drafting.revision": "section",
}


def export_programme(programme: Programme, target: Path, *, now: datetime) -> dict[str, int]:
    """Write the programme to `target` and return how many rows of each table went in."""
    draft = target.with_name(f".{target.name}.part")
    draft.touch(mode=0o600)
    counts: dict[str, int] = {}
    named: Named = {User: set(), Place: set()}
    departure = Departure(programme)
    with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
        for model in tables():
            rows = rows_of(model, programme)
            counts[model._meta.label_lower] = _write_table(archive, model, rows, named, departure)
        _write_lines(archive, "users.jsonl", _user_rows(named[User]))
        _write_lines(archive, "places.jsonl", _place_rows(named[Place]))
        archive.writestr("manifest.json", json.dumps(_manifest(programme, counts, now), indent=1))
    draft.rename(target)
    return counts


def take_in_programme(source: Path) -> Programme:
    """Bring in a programme that another installation exported, and return it.

    People are matched by e-mail, else made as users who can't sign in before an operator lets them; places by their
    code. Goes on where a killed run ended: rows that are here already stay. Raises BadArchive before anything is
    written, and ProgrammeHere where its short name belongs to another programme.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = _checked_manifest(archive)
            swaps = _take_in_users(archive) | _take_in_places(archive)
            for model in tables():
                _take_in_table(archive, model, swaps)
            _take_in_files(archive)
            programme = Programme.objects.get(pk=manifest["programme"])
            _compare(manifest, programme)
            _index_texts(programme)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadArchive(
            _("%(file)s isn't a programme's export, or is cut short.") % {"file": source.name}
        ) from error
    return programme


def tables() -> list[type[models.Model]]:
    """Every table that belongs to a programme, each after those that it points to."""
    ours = [model for model in apps.get_models(include_auto_created=True) if _is_of_programme(model)]
    ordered: list[type[models.Model]] = [Programme]
    while rest := [model for model in ours if model not in ordered]:
        ready = [m for m in rest if all(t in ordered or t not in rest for t in _targets(m))]
        if not ready:
            raise BadArchive(f"tables point at each other: {rest}")
        ordered += ready
    return ordered


def rows_of(model: type[models.Model], programme: Programme) -> models.QuerySet[Any]:
    """The rows of a table that belong to the programme."""
    if model is Programme:
        return Programme.objects.filter(pk=programme.pk)
    return model._default_manager.filter(**{_path_to_programme(model): programme}).order_by("pk")


def _is_of_programme(model: type[models.Model]) -> bool:
    label = model._meta.label_lower
    return model is not Programme and label not in LEFT_OUT and bool(_path_to_programme(model))


def _path_to_programme(model: type[models.Model]) -> str:
    """The lookup that leads from a row to its programme; empty where there is none."""
    names = {field.name: field for field in model._meta.concrete_fields if field.is_relation}
    if "programme" in names and names["programme"].related_model is Programme:
        return "programme"
    if by_row := BY_ROW.get(model._meta.label_lower):
        return f"{by_row}__programme"
    joined = cast(type[models.Model] | None, model._meta.auto_created or None)
    if joined is None:
        return ""
    source = next(name for name, field in names.items() if field.related_model is joined)
    target = _path_to_programme(joined)
    return f"{source}__{target}" if target else ""


def _targets(model: type[models.Model]) -> Iterator[type[models.Model]]:
    """The tables whose rows must be there before those of this one can be."""
    later = _set_later(model)
    fields = (field for field in model._meta.concrete_fields if field.attname not in later)
    return (field.related_model for field in fields if field.related_model)


def _write_table(
    archive: zipfile.ZipFile,
    model: type[models.Model],
    rows: models.QuerySet[Any],
    named: Named,
    departure: Departure,
) -> int:
    fields = model._meta.concrete_fields
    files: list[str] = []
    count = 0
    with archive.open(f"tables/{model._meta.label_lower}.jsonl", "w") as file:
        for row in rows.iterator(chunk_size=CHUNK):
            values = {field.attname: field.value_from_object(row) for field in fields}
            for field in fields:
                if field.is_relation and values[field.attname] and field.related_model in named:
                    named[field.related_model].add(values[field.attname])
                if isinstance(field, models.FileField) and values[field.attname]:
                    values[field.attname] = str(values[field.attname])
                    files.append(values[field.attname])
            file.write(_line(departure.change(model._meta.label_lower, values)))
            count += 1
    # A zip archive takes one at a time.
    for name in files:
        _keep_file(archive, name)
    return count


def _keep_file(archive: zipfile.ZipFile, name: str) -> None:
    with default_storage.open(name) as file:
        archive.writestr(f"files/{name}", file.read())


def _user_rows(ids: set[UUID]) -> Iterator[dict[str, Any]]:
    for chunk in _chunks(sorted(ids)):
        for user in User.objects.filter(pk__in=chunk):
            yield {"id": user.pk, "email": user.email, "name": user.name, "language": user.language}


def _place_rows(ids: set[UUID]) -> list[dict[str, Any]]:
    """The installation's places among these, each after the one that it lies in."""
    rows: dict[UUID, dict[str, Any]] = {}
    wanted = set(ids)
    while wanted:
        found = Place.objects.filter(pk__in=wanted, programme=None)
        fields = Place._meta.concrete_fields
        rows = {each.pk: {f.attname: f.value_from_object(each) for f in fields} for each in found} | rows
        wanted = {parent for each in found if (parent := each.parent_id) is not None} - rows.keys()
    return list(rows.values())


def _write_lines(archive: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]]) -> None:
    with archive.open(name, "w") as file:
        for row in rows:
            file.write(_line(row))


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, default=_plain, ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> str:
    """Times to the microsecond (Django's own encoder cuts them), ids and decimals as text, bytes as BASE64."""
    if isinstance(value, bytes | memoryview):
        return b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else str(value)


def _manifest(programme: Programme, counts: dict[str, int], now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "imbizo": imbizo.__version__,
        "at": now.isoformat(),
        "programme": str(programme.pk),
        "slug": programme.slug,
        "name": programme.name,
        "migrations": _migrations(),
        "rows": counts,
        # Without them the opted-out numbers among the rows would be strangers' hashes, and be written to again.
        "hash_keys": list(settings.HASH_KEYS),
    }


def _compare(manifest: dict[str, Any], programme: Programme) -> None:
    """Raises BadArchive when rows of the export aren't here: something here stood in their way."""
    here = {model._meta.label_lower: rows_of(model, programme).count() for model in tables()}
    if missing := [name for name, count in manifest["rows"].items() if here.get(name, 0) < count]:
        raise BadArchive(_("Not everything could be taken in. Rows are missing in: %s.") % ", ".join(missing))


def _index_texts(programme: Programme) -> None:
    """Let the texts of its sources be found by their words, as they were at home."""
    for source in Source.objects.filter(programme=programme).exclude(text="").iterator(chunk_size=20):
        with transaction.atomic():
            index_text(source)


def missing_hash_keys(source: Path) -> list[str]:
    """The keys of opted-out numbers in the export that this installation lacks: add them before taking it in."""
    with zipfile.ZipFile(source) as archive:
        keys: list[str] = json.loads(archive.read("manifest.json")).get("hash_keys", [])
    return [key for key in keys if key not in settings.HASH_KEYS]


def _migrations() -> list[str]:
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("imbizo.")}
    return sorted(".".join(key) for key in MigrationLoader(connection).applied_migrations if key[0] in ours)


def _checked_manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads(archive.read("manifest.json"))
    if manifest["format"] != FORMAT or manifest["migrations"] != _migrations():
        raise BadArchive(
            _(
                "The export was made by version %(theirs)s and this is %(ours)s: bring both to the same version first."
            )
            % {"theirs": manifest["imbizo"], "ours": imbizo.__version__}
        )
    if archive.testzip() is not None:
        raise BadArchive(_("The export is damaged."))
    if Programme.objects.filter(slug=manifest["slug"]).exclude(pk=manifest["programme"]).exists():
        raise ProgrammeHere(_("There is another programme here with the short name “%(slug)s”.") % manifest)
    return manifest


@transaction.atomic
def _take_in_users(archive: zipfile.ZipFile) -> dict[str, str]:
    """Make the users who aren't here, and return {their id: the id here} for all."""
    swaps: dict[str, str] = {}
    for row in _read(archive, "users.jsonl"):
        user = User.objects.filter(email__iexact=row["email"]).first()
        if user is None:
            user = User.objects.create_user(
                row["email"], None, **(_without(row, "email") | {"is_active": False})
            )
        swaps[row["id"]] = str(user.pk)
    return swaps


@transaction.atomic
def _take_in_places(archive: zipfile.ZipFile) -> dict[str, str]:
    """Make the places of the installation that aren't here, and return {their id: the id here} for all."""
    swaps: dict[str, str] = {}
    for row in _read(archive, "places.jsonl"):
        parent = swaps.get(row["parent_id"], row["parent_id"])
        known = models.Q(code=row["code"], code__gt="") | models.Q(pk=row["id"])
        place = Place.objects.filter(known, programme=None).first() or Place.objects.create(
            **(row | {"parent_id": parent})
        )
        swaps[row["id"]] = str(place.pk)
    return swaps


def _take_in_table(archive: zipfile.ZipFile, model: type[models.Model], swaps: dict[str, str]) -> None:
    """Write the rows in short transactions, and then what a first writing can't set (see `_set_later`)."""
    name = f"tables/{model._meta.label_lower}.jsonl"
    later = _set_later(model)
    for chunk in _chunks(_read(archive, name)):
        with transaction.atomic():
            rows = [_values(model, line, swaps) for line in chunk]
            first = [model(**{key: value for key, value in row.items() if key not in later}) for row in rows]
            model._base_manager.bulk_create(first, ignore_conflicts=True)
    for chunk in _chunks(_read(archive, name) if later else ()):
        with transaction.atomic():
            for row in (_values(model, line, swaps) for line in chunk):
                model._base_manager.filter(pk=row["id"]).update(**{key: row[key] for key in later})


def _set_later(model: type[models.Model]) -> list[str]:
    """References whose targets may come later, and times that Django sets by itself."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or _may_come_later(model, field)
    ]


def _may_come_later(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Rows of the table itself, and of one that points back: a poll's chosen date is one of its dates."""
    target = field.related_model
    if target is None or target is model:
        return target is model
    return field.null and model in (back.related_model for back in target._meta.concrete_fields)


def _values(model: type[models.Model], line: dict[str, Any], swaps: dict[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        value = line[field.attname]
        if field.is_relation and field.related_model in (User, Place):
            value = swaps.get(value, value)
        target = field.target_field if isinstance(field, models.ForeignKey) else field
        values[field.attname] = target.to_python(value)
    if _is_numbered(model):
        # Numbered by the database: another column, or a pair of them, is unique.
        values.pop(model._meta.pk.attname)
    return values


def _is_numbered(model: type[models.Model]) -> bool:
    is_bare = bool(model._meta.auto_created) or model._meta.label_lower in BY_ROW
    return is_bare and isinstance(model._meta.pk, models.AutoField)


def _take_in_files(archive: zipfile.ZipFile) -> None:
    for name in archive.namelist():
        kept = name.removeprefix("files/")
        # The storage refuses names that lead out of its folder.
        if name.startswith("files/") and not default_storage.exists(kept):
            with archive.open(name) as file:
                default_storage.save(kept, file)


def _read(archive: zipfile.ZipFile, name: str) -> Iterator[dict[str, Any]]:
    with archive.open(name) as file:
        for line in file:
            yield json.loads(line)


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _without(row: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}
