"""Mail of the accounts: codes and invitations. It has the purpose *security* and passes any suppression."""

from django.core.mail import EmailMessage
from django_tasks import task


@task(priority=50)
def send_mail(subject: str, body: str, to: list[str]) -> None:
    """Send one plain mail. Raises what the mail server says; the task then stands as failed for the operator."""
    EmailMessage(subject=subject, body=body, to=to).send()
