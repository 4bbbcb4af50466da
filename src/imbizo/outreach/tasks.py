"""What the worker does for campaigns. Each task names its operation; `config/wiring/` binds them."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def prepare(campaign: str) -> None:
    """Queue the messages of a campaign, as far as a slice of time allows."""
    operations.run("outreach.prepare", id=UUID(campaign))


@task()
def align(campaign: str) -> None:
    """Make the messages of a campaign wait, go on or stop with it."""
    operations.run("outreach.align", id=UUID(campaign))


@task()
def count(campaign: str) -> None:
    """Count what a campaign comes to."""
    operations.run("outreach.count", id=UUID(campaign))
