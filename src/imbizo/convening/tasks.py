"""What the worker does for gatherings. Each task names its operation; `config/wiring/` binds them."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def send_notices(run: str) -> None:
    """Write to the invited, as far as a slice of time allows."""
    operations.run("convening.send_notices", id=UUID(run))
