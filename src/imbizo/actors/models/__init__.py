"""The register: people and organisations, how to reach them, on what basis, and where they came from."""

from imbizo.actors.models.actor import Actor, ActorName, Affiliation, Note, Register, Tag
from imbizo.actors.models.consent import Consent, Objection, SubjectRequest
from imbizo.actors.models.contact import ContactPoint
from imbizo.actors.models.coverage import Assignment, Expectation
from imbizo.actors.models.duplicates import Merge, Pair
from imbizo.actors.models.imports import ColumnMapping, ImportBatch, ImportRow
from imbizo.actors.models.lists import ActorList, ListMember
from imbizo.actors.models.retention import RetentionNotice

__all__ = [
    "Actor",
    "ActorList",
    "ActorName",
    "Affiliation",
    "Assignment",
    "ColumnMapping",
    "Consent",
    "ContactPoint",
    "Expectation",
    "ImportBatch",
    "ImportRow",
    "ListMember",
    "Merge",
    "Note",
    "Objection",
    "Pair",
    "Register",
    "RetentionNotice",
    "SubjectRequest",
    "Tag",
]
