"""The verbs of the register."""

from imbizo.actors.operations.actors import add_actor, add_name, change_actor, restore, set_sharing, withdraw
from imbizo.actors.operations.affiliations import (
    add_affiliation,
    change_affiliation,
    end_offices,
    reopen_offices,
)
from imbizo.actors.operations.contacts import add_contact, change_contact
from imbizo.actors.operations.exporting import log_export
from imbizo.actors.operations.lists import (
    add_members,
    change_list,
    create_list,
    remove_members,
    undo_members,
)
from imbizo.actors.operations.notes import add_note, change_note
from imbizo.actors.operations.register import revise, revise_after
from imbizo.actors.operations.removal import put_back, remove
from imbizo.actors.operations.tags import set_tags, tag_actors, untag

__all__ = [
    "add_actor",
    "add_affiliation",
    "add_contact",
    "add_members",
    "add_name",
    "add_note",
    "change_actor",
    "change_affiliation",
    "change_contact",
    "change_list",
    "change_note",
    "create_list",
    "end_offices",
    "log_export",
    "put_back",
    "remove",
    "remove_members",
    "reopen_offices",
    "restore",
    "revise",
    "revise_after",
    "set_sharing",
    "set_tags",
    "tag_actors",
    "undo_members",
    "untag",
    "withdraw",
]
