"""What the worker does for agreements. Each task names its operation; `config/wiring/` binds them."""

from uuid import UUID

from django_tasks import task

from imbizo.base.registry import operations


@task()
def judge_file(file: str) -> None:
    """Judge a signed file before anybody opens its page."""
    operations.run("agreements.judge_file", id=UUID(file))
