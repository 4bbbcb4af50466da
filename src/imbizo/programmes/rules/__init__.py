"""Who may do what, and what a process is made of."""

from imbizo.programmes.rules.process import (
    ExpectedActor,
    PhaseTemplate,
    ProcessTemplate,
    RetentionDefault,
    StepTemplate,
    process_template,
    process_templates,
)
from imbizo.programmes.rules.roles import PERMISSION_WORDS, ROLES, Role, permissions_of

__all__ = [
    "PERMISSION_WORDS",
    "ROLES",
    "ExpectedActor",
    "PhaseTemplate",
    "ProcessTemplate",
    "RetentionDefault",
    "Role",
    "StepTemplate",
    "permissions_of",
    "process_template",
    "process_templates",
]
