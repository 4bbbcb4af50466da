"""The mail that the installation itself sends: codes and links."""

from django.core import mail
from django.core.mail import EmailMessage

from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.driving import drive


def delivered() -> list[EmailMessage]:
    """Let the worker send what waits by the installation's own mail server, and return all mail so far.

    A test in a transaction never commits, so the worker isn't nudged by itself.
    """
    for gateway in Gateway.objects.filter(programme=None):
        drive(gateway_id=str(gateway.pk))
    return mail.outbox
