"""The permissions, and the states of programmes, steps and memberships."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What a role can allow. The value is stable; the words are in `programmes.rules.roles`."""

    PROGRAMME_VIEW = "programme.view"
    PROGRAMME_MANAGE = "programme.manage"
    PROGRAMME_EXPORT = "programme.export"
    MEMBERS_VIEW = "members.view"
    MEMBERS_INVITE = "members.invite"
    MEMBERS_MANAGE = "members.manage"
    STEPS_UPDATE = "steps.update"
    ACTIVITY_VIEW = "activity.view"
    ACTORS_VIEW = "actors.view"
    ACTORS_EDIT = "actors.edit"
    ACTORS_IMPORT = "actors.import"
    ACTORS_EXPORT = "actors.export"
    ACTORS_MERGE = "actors.merge"
    CONTACTS_VIEW = "contacts.view"
    NOTES_VIEW = "notes.view"
    CONSENT_RECORD = "consent.record"
    REQUESTS_HANDLE = "requests.handle"
    COVERAGE_ASSIGN = "coverage.assign"
    OUTREACH_VIEW = "outreach.view"
    CAMPAIGNS_WRITE = "campaigns.write"
    CAMPAIGNS_APPROVE = "campaigns.approve"
    CALLS_MAKE = "calls.make"
    INBOX_VIEW = "inbox.view"
    INBOX_ANSWER = "inbox.answer"
    PROTECTED_VIEW = "protected.view"
    GATEWAYS_VIEW = "gateways.view"
    GATEWAYS_MANAGE = "gateways.manage"
    SPENDING_VIEW = "spending.view"
    GATHERINGS_VIEW = "gatherings.view"
    GATHERINGS_PLAN = "gatherings.plan"
    INVITED_VIEW = "invited.view"
    INVITED_WRITE = "invited.write"
    SAFETY_DECIDE = "safety.decide"
    DAY_REGISTER = "day.register"
    INPUTS_VIEW = "inputs.view"
    INPUTS_WRITE = "inputs.write"
    INPUTS_DECIDE = "inputs.decide"
    PROCEEDINGS_APPROVE = "proceedings.approve"
    EVIDENCE_VIEW = "evidence.view"
    EVIDENCE_WRITE = "evidence.write"
    THEMES_DECIDE = "themes.decide"
    DRAFTS_VIEW = "drafts.view"
    DRAFTS_COMMENT = "drafts.comment"
    DRAFTS_WRITE = "drafts.write"
    DRAFTS_DECIDE = "drafts.decide"
    AGREEMENTS_VIEW = "agreements.view"
    AGREEMENTS_WRITE = "agreements.write"
    AGREEMENTS_DECIDE = "agreements.decide"


class Sharing(models.TextChoices):
    """With whom the owner of a record shares it."""

    ITSELF = "itself", _("only us")
    NAMED = "named", _("partners we name")
    ALL = "all", _("all partners")


class StepState(models.TextChoices):
    WAITING = "waiting", _("not begun")
    ACTIVE = "active", _("under way")
    DONE = "done", _("done")
    SKIPPED = "skipped", _("not needed")


class AfterEnd(models.TextChoices):
    """What becomes of a programme's data when it ends."""

    HAND_OVER = "hand_over", _("handed over to another installation, then anonymised here")
    ANONYMISE = "anonymise", _("anonymised here")


class RetentionThen(models.TextChoices):
    ANONYMISE = "anonymise", _("anonymise")
    DELETE = "delete", _("delete")
    KEEP = "keep", _("keep")


class CountedFrom(models.TextChoices):
    """The day from which a record's months are counted."""

    LAST_USED = "last_used", _("the last use")
    CLOSED = "closed", _("the day it was closed")
    PROGRAMME_END = "programme_end", _("the end of the programme")


@dataclass(frozen=True)
class StepStatus:
    """How a step stands by its tool's own figures. Texts are in the reader's language.

    `text` is one sentence; `done` of `total` (both None where it can't be counted) is the progress; `url` leads to
    the tool; `action` is what to do there next ("Find who is missing"), empty where nothing needs a hand.
    """

    text: str
    done: int | None = None
    total: int | None = None
    url: str = ""
    action: str = ""

    @property
    def is_complete(self) -> bool:
        return self.total is not None and self.total > 0 and (self.done or 0) >= self.total
