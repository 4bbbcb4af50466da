"""What the worker does for evidence. Each task names its operation; `config/wiring/` binds them."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def suggest_groups(grouping: str) -> None:
    """Put what was said into groups that might belong together."""
    operations.run("evidence.suggest_groups", id=UUID(grouping))


@task()
def read_source(source: str, digest: str) -> None:
    """Take the text of the file that a source was given."""
    operations.run("evidence.read_source", id=UUID(source), digest=digest)


@task()
def read_references(batch: str) -> None:
    """Read the file of references that was brought into a scan."""
    operations.run("evidence.read_references", id=UUID(batch))


@task()
def take_references(batch: str) -> None:
    """Take the references that were read into their scan."""
    operations.run("evidence.take_references", id=UUID(batch))


@task()
def check_project(project: str) -> None:
    """Look into a file of another program."""
    operations.run("evidence.check_project", id=UUID(project))


@task()
def take_project(project: str) -> None:
    """Take what was chosen of it."""
    operations.run("evidence.take_project", id=UUID(project))
