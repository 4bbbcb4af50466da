"""The verbs of programmes."""

from imbizo.programmes.operations.creation import (
    add_member,
    add_partner,
    changed,
    create_programme,
    on_change,
    on_created,
)

__all__ = ["add_member", "add_partner", "changed", "create_programme", "on_change", "on_created"]
