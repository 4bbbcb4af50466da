"""What the worker does for messages. A task is only a nudge: the rows are the truth."""

from django_tasks import task

from imbizo.base.registry import operations


@task(priority=20)
def drive(gateway_id: str) -> None:
    """Send what is due by one gateway, for a slice of time."""
    operations.run("messaging.drive", gateway_id=gateway_id)


@task(priority=60)
def route_inbound() -> None:
    """Hand on what came in."""
    operations.run("messaging.route_inbound")


@task(priority=70)
def check(gateway_id: str) -> None:
    """Try a gateway's connection: somebody looks at the page and waits."""
    operations.run("messaging.check", gateway_id=gateway_id)
