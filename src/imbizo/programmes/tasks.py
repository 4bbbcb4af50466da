"""Work of programmes that the worker does."""

from django_tasks import task

from imbizo.base.registry import operations


@task(priority=50)
def send_invitation(id: str) -> None:
    """Make an invitation's link and mail it."""
    operations.run("programmes.send_invitation", id=id)
