"""A campaign to 10,000 people over SMPP, from *send* until every delivery report is written down.

The centre is smpp34's server in a process of its own. We are a campaign that is prepared in one process, as the worker
does it, and the process of the gateway, both with their database. The baseline is bare aiosmpplib with the same texts
to the same server: one process that keeps everything in memory and only counts the reports. A second figure, without a
baseline: at a limit of 100 parts a second, the most that the centre saw in any sliding second, and how much of the
limit was used.
"""

import asyncio
import contextlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from bench._audience import campaign_to, people
from bench._names import name as invented
from bench.harness import database, ratio, stage
from tests.parts.smpp_process import CentreProcess
from tests.parts.smpp_wire import Submit, most_in_a_second

RECIPIENTS = int(os.environ.get("BENCH_ROWS", "10000"))
LIMIT, PACED = 100, 2_000  # parts a second, and parts
UNLIMITED, WINDOW = 20_000, 500
PATIENCE = 600.0  # seconds
TEXT = "Dear {name}, the workshop on safety in {place} is on Thursday 26 July at 09:00. Reply YES if you can come."
Text = tuple[str, str]  # to, text


def main() -> None:
    with database() as vendor:
        print(f"{RECIPIENTS:,} recipients on {vendor}")
        with stage("people and the campaign"):
            campaign = _campaign()
        ours, texts = _ours(campaign)
        bare = _timed_bare(texts)
        print(f"bare aiosmpplib: {bare:.2f} s, {len(texts) / bare:.0f} a second")
        print(f"campaign:        {ours:.2f} s, {len(texts) / ours:.0f} a second")
        _keep_pace(campaign.programme)
        ratio(
            bare / ours, "bare aiosmpplib sending the same texts to the same server and counting its reports"
        )


def _campaign() -> Any:
    from imbizo.messaging.models import SendingRules

    chance = random.Random(7)  # noqa: S311 - the same people each time
    recipients = [
        ("en", {"name": invented(chance), "place": invented(chance)}) for _person in range(RECIPIENTS)
    ]
    campaign = campaign_to(people(chance, recipients), {"en": TEXT})
    # Measured at any hour.
    SendingRules.objects.create(
        programme=campaign.programme, hours_from=clock_time(0), hours_until=clock_time(23, 59, 59)
    )
    return campaign


def _ours(campaign: Any) -> tuple[float, list[Text]]:
    """The seconds from *send* to the last report, and what was sent."""
    from imbizo.messaging.models import Message

    with _centre() as centre, _bound(campaign.programme, centre, parts_per_second=UNLIMITED):
        start = time.perf_counter()
        _send(campaign)
        prepared = time.perf_counter() - start
        _wait(lambda: Message.objects.filter(state="delivered").count() == RECIPIENTS, "every report")
        seconds = time.perf_counter() - start
        print(f"all queued after {prepared:.2f} s; {len(centre.submits):,} submits")
    return seconds, list(Message.objects.order_by("id").values_list("address", "text"))


def _send(campaign: Any) -> None:
    from imbizo.outreach.operations.campaigns.deciding import approve, submit
    from imbizo.outreach.operations.campaigns.preparing import prepare
    from imbizo.outreach.states import CampaignState
    from imbizo.programmes.models import Membership

    writer = Membership.objects.get()
    campaign = submit(campaign=campaign, by=writer)
    if campaign.state == CampaignState.REVIEW:
        campaign = approve(campaign=campaign, by=_second_pair_of_eyes(writer))
    prepare(id=campaign.pk, seconds=PATIENCE)


def _second_pair_of_eyes(writer: Any) -> Any:
    from imbizo.accounts.models import User
    from imbizo.programmes.operations import add_member

    user = User.objects.create_user("second@example.org", "x", name="Second")
    return add_member(user=user, partner=writer.partner, roles=["coordinator"], by=None)


@contextlib.contextmanager
def _centre() -> Iterator[CentreProcess]:
    """Ids are spelt alike in answers and reports: aiosmpplib never forgets a message whose report it can't match, and
    looks through all of them each time.
    """
    with tempfile.TemporaryDirectory() as folder, CentreProcess(Path(folder), "--ids", "ALIKE") as centre:
        yield centre


@contextlib.contextmanager
def _bound(programme: Any, centre: CentreProcess, *, parts_per_second: int) -> Iterator[Any]:
    """A gateway of the programme and its process, bound and ready to send."""
    from imbizo.messaging.models import Gateway

    told = {"host": centre.host, "port": centre.port, "system_id": centre.system_id, "window": WINDOW}
    gateway = Gateway(
        programme=programme, name="Centre", kind="smpp", settings=told, parts_per_second=parts_per_second
    )
    gateway.senders = ["Imbizo"]
    gateway.keep_secrets(password=centre.password)
    gateway.save()
    command = [sys.executable, "-m", "imbizo", "gateway", str(gateway.pk)]
    process = subprocess.Popen(command, env=os.environ | {"PYTHONPATH": "src"})
    try:
        _wait(lambda: Gateway.objects.get(pk=gateway.pk).health == "well", "the bind")
        time.sleep(1.0)  # a gateway's process lets nothing leave in its first second
        yield gateway
    finally:
        process.terminate()
        process.wait()
        Gateway.objects.filter(pk=gateway.pk).update(is_active=False)


def _wait(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"Waited in vain for {what}.")
        time.sleep(0.05)


def _timed_bare(texts: Sequence[Text]) -> float:
    with _centre() as centre:
        return asyncio.run(_bare(centre, texts))


async def _bare(centre: CentreProcess, texts: Sequence[Text]) -> float:
    """The seconds from the first text handed to aiosmpplib to the last report."""
    from aiosmpplib import ESME, NPI, TON, AbstractHook, DeliverSm, PhoneNumber, SmppMessage, SubmitSm

    class Counting(AbstractHook):
        def __init__(self) -> None:
            self.left, self.bound, self.done = len(texts), asyncio.Event(), asyncio.Event()

        async def sending(self, smpp_message: SmppMessage, pdu: bytes, client_id: str) -> None: ...

        async def send_error(self, smpp_message: SmppMessage, error: Exception, client_id: str) -> None: ...

        async def received(self, smpp_message: SmppMessage | None, pdu: bytes, client_id: str) -> None:
            self.bound.set()
            if isinstance(smpp_message, DeliverSm):
                self.left -= 1
                if not self.left:
                    self.done.set()

    hook = Counting()
    esme = ESME(centre.host, centre.port, centre.system_id, centre.password, hook=hook, log_level="CRITICAL")
    running = asyncio.create_task(esme.start())
    await hook.bound.wait()
    sender = PhoneNumber("Imbizo", TON.ALPHANUMERIC, NPI.UNKNOWN)
    start = time.perf_counter()
    for number, text in texts:
        to = PhoneNumber(number.removeprefix("+"), TON.INTERNATIONAL, NPI.ISDN)
        await esme.broker.enqueue(SubmitSm(short_message=text, source=sender, destination=to))
    await hook.done.wait()
    seconds = time.perf_counter() - start
    await esme.stop()
    running.cancel()
    return seconds


def _keep_pace(programme: Any) -> None:
    """Send at a limit, and say what the centre saw by its own clock."""
    from imbizo.messaging.operations import Draft, queue
    from imbizo.messaging.states import Channel, Purpose

    with _centre() as centre, _bound(programme, centre, parts_per_second=LIMIT) as gateway:
        drafts = [
            Draft(channel=Channel.SMS, address=f"+2760{place:07}", text="Thank you") for place in range(PACED)
        ]
        queue(programme=programme, drafts=drafts, purpose=Purpose.ANSWER, gateway=gateway)
        _wait(lambda: len(centre.submits) >= PACED, "the parts")
        submits = centre.submits
    most, used = most_in_a_second(submits), _used(submits)
    print(f"at {LIMIT} a second: at most {most} in any sliding second, {used:.1%} used over {PACED:,} parts")


def _used(submits: Sequence[Submit]) -> float:
    moments = sorted(submit.at for submit in submits)
    return (len(moments) - 1) / (moments[-1] - moments[0]) / LIMIT


if __name__ == "__main__":
    main()
