"""The long work of the desk. The task names its operation; `config/wiring/` binds it."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def index(kind: str, ids: list[str]) -> None:
    """Bring the search entries of these records up to date."""
    operations.run("desk.index", kind=kind, ids=[UUID(pk) for pk in ids])


@task()
def anonymise(programme: str) -> None:
    """Forget the people of a programme that has ended."""
    operations.run("desk.anonymise", programme_id=UUID(programme))
