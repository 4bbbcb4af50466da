"""The long work of the register. Each task names its operation; `config/wiring/` binds them."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def read_import(batch: str) -> None:
    """Look at an uploaded file."""
    operations.run("actors.read_batch", id=UUID(batch))


@task()
def check_import(batch: str) -> None:
    """Say what each row of a file would do."""
    operations.run("actors.check_batch", id=UUID(batch))


@task()
def apply_import(batch: str) -> None:
    """Bring in the next rows of a checked file."""
    operations.run("actors.apply_batch", id=UUID(batch))


@task()
def undo_import(batch: str) -> None:
    """Take back what an import brought in."""
    operations.run("actors.undo_batch", id=UUID(batch))


@task()
def find_duplicates(member: str) -> None:
    """Compare the register with itself."""
    operations.run("actors.find_duplicates", member=UUID(member))


@task()
def merge_pairs(pairs: list[str], member: str) -> None:
    """Merge pairs that a person has chosen together."""
    operations.run("actors.merge_pairs", chosen=[UUID(pair) for pair in pairs], member=UUID(member))
