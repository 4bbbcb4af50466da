"""Taking up what a supplier told us by calling."""

from dataclasses import replace

from django.db import transaction

from imbizo.calc.receipts import Receipt
from imbizo.messaging.gateways.http import Heard
from imbizo.messaging.models import Gateway
from imbizo.messaging.operations.inbound import Arrival, clean, receive
from imbizo.messaging.operations.reports import record_reports


@transaction.atomic
def take_up(*, gateway: Gateway, heard: Heard) -> None:
    """Write down the reports and what came in, all or nothing: the supplier tells it again if this fails.

    The same told twice changes nothing: reports never go backwards, and a message is known by its reference.
    """
    if heard.reports:
        record_reports(gateway=gateway, reports=[_tidied(report) for report in heard.reports])
    if heard.said:
        arrivals = [Arrival(each.address, each.text, to=each.to, ref=each.ref) for each in heard.said]
        receive(gateway=gateway, arrivals=arrivals)


def _tidied(report: Receipt) -> Receipt:
    """Without what no database keeps."""
    return replace(report, ref=clean(report.ref), error=clean(report.error))
