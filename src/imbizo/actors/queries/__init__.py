"""Named reads of the register."""

from imbizo.actors.queries.conditions import condition, on_list
from imbizo.actors.queries.dossier import Dossier, dossier
from imbizo.actors.queries.lists import counts, lists, own_fixed_lists, remembered_count, revision
from imbizo.actors.queries.names import names
from imbizo.actors.queries.register import (
    actors,
    affiliations,
    areas,
    batches,
    called,
    contacts,
    entries_between,
    entries_by,
    for_list,
    for_update,
    matching,
    notes,
    openable,
    organisations,
    other_names,
    places,
    suggestions,
    tags,
)
from imbizo.actors.queries.steps import register_status

__all__ = [
    "Dossier",
    "actors",
    "affiliations",
    "areas",
    "batches",
    "called",
    "condition",
    "contacts",
    "counts",
    "dossier",
    "entries_between",
    "entries_by",
    "for_list",
    "for_update",
    "lists",
    "matching",
    "names",
    "notes",
    "on_list",
    "openable",
    "organisations",
    "other_names",
    "own_fixed_lists",
    "places",
    "register_status",
    "remembered_count",
    "revision",
    "suggestions",
    "tags",
]
