"""A campaign from the first word to the last answer, as docs/coordinator/campaigns.md tells it."""

import pytest
from django.conf import LazySettings
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from imbizo.messaging.models import Gateway
from imbizo.messaging.queries import suppressed
from imbizo.outreach.models import CallList
from imbizo.outreach.operations.campaigns import finish_done
from tests.cast import Cast, make_cast
from tests.journeys.browsing import IN_A_BROWSER, complaints, visit
from tests.outreach.people import open_all_day, reachable

pytestmark = IN_A_BROWSER
NOMSA, THANDI, NOBODY = "+27600000001", "+27600000002", "+27600000404"
ENGLISH, XHOSA = "We meet in Ceres on Monday.", "Sidibana eCeres ngoMvulo."
ANSWER = "Siza sobathathu."
NEXT = ".form-foot .btn-primary"
INBOX = "/p/winelands/messages/inbox/"


@pytest.fixture
def cast(transactional_db: None, settings: LazySettings) -> Cast:
    """Three people in the register; one has a number that is nobody's. Tasks wait for the worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    cast = make_cast()
    open_all_day(cast.programme)
    reachable(cast.amina, "Nomsa", number=NOMSA, language="xh")
    reachable(cast.amina, "Thandi", number=THANDI, language="en")
    reachable(cast.amina, "Sipho", number=NOBODY, language="en")
    return cast


def work() -> None:
    """What the worker and the clock do: each task that waits, until none does, and the end of what has left."""
    while waiting := DBTaskResult.objects.ready().first():
        given = waiting.args_kwargs
        waiting.task.call(*given["args"], **given["kwargs"])
        waiting.delete()
    finish_done(timezone.now())


def begin(page: Page) -> None:
    page.goto("/p/winelands/messages/campaigns/")
    page.get_by_role("link", name="New campaign").first.click()
    page.fill("#id_name", "The first meeting")
    page.check("input[name=purpose][value=service]")
    page.click(NEXT)


def choose_everybody(page: Page) -> None:
    page.check("#id_everybody")
    expect(page.locator("#count")).to_contain_text("by SMS")
    page.click(NEXT)


def write_in(page: Page, language: str, text: str, name: str) -> None:
    """The phone beside the field shows the text as it is written, for somebody who reads it."""
    page.get_by_role("link", name=language).click()
    page.fill("#id_text", f"{{first_name}}, {text}")
    expect(page.locator("#shown .bubble")).to_have_text(f"Ubambano: {name}, {text}")
    page.click(NEXT)


def send(page: Page) -> None:
    """Say how, look at it a last time, and press Send."""
    page.get_by_role("link", name="Go on: when and how").click()
    page.check("input[name=via][value=sms]")
    page.fill("#id_asks", "Will you come?")
    page.click(NEXT)
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#live")).to_contain_text("being prepared")


def watch_it_leave(page: Page) -> None:
    """The page that stands open tells of the end by itself."""
    page.evaluate("window.stands_open = true")
    work()
    expect(page.locator("#live .counts .delivered dd")).to_have_text("2")
    expect(page.locator("#live .counts .failed dd")).to_have_text("1")
    expect(page.locator("#live .state-badge").first).to_have_text("sent")
    assert page.evaluate("window.stands_open")


def ring_those_whom_it_did_not_reach(page: Page) -> None:
    page.get_by_role("button", name="Make a call list (1)").click()
    page.wait_for_url("**/messages/calls/**")
    assert [str(call.actor) for call in CallList.objects.get().calls.all()] == ["Sipho Moyo"]


def answer_on_the_practice_phones(page: Page) -> None:
    """Nomsa writes, and Thandi has had enough."""
    page.goto(f"/p/winelands/messages/gateways/{Gateway.objects.get(programme__slug='winelands').pk}/phones/")
    page.get_by_label(f"Answer as {NOMSA}").fill(ANSWER)
    page.get_by_label(f"Answer as {NOMSA}").press("Enter")
    expect(page.locator(".bubble.theirs")).to_contain_text([ANSWER])
    page.locator("article", has_text=THANDI).get_by_role("button", name="STOP").click()
    expect(page.locator(".bubble.theirs")).to_have_count(2)
    work()


def find_the_answer(page: Page, campaign: str) -> None:
    """On the campaign, and in the inbox."""
    page.goto(campaign)
    page.get_by_role("link", name="Answers").click()
    expect(page.get_by_role("table")).to_contain_text(ANSWER)
    page.goto(INBOX)
    page.locator(".talks a", has_text="Nomsa").click()
    expect(page.locator(".said.in p")).to_have_text(ANSWER)


def protect(page: Page) -> None:
    """One press on the page that stands open, and it is gone for whoever pressed."""
    talk = page.url
    page.get_by_role("button", name="Protect").click()
    expect(page.locator("h1")).to_have_text("It is protected")
    page.goto(INBOX)
    expect(page.locator(".talks a", has_text="Nomsa")).to_have_count(0)
    assert page.request.get(talk).status == 404


def test_a_campaign_is_written_sent_watched_answered_and_followed_up(
    browser: Browser, live_server: LiveServer, cast: Cast
) -> None:
    page = visit(browser, live_server, cast.amina)
    heard = complaints(page.context)
    begin(page)
    choose_everybody(page)
    write_in(page, "English", ENGLISH, "Thandi")
    write_in(page, "isiXhosa", XHOSA, "Nomsa")
    send(page)
    watch_it_leave(page)
    campaign = page.url
    ring_those_whom_it_did_not_reach(page)
    answer_on_the_practice_phones(page)
    find_the_answer(page, campaign)
    protect(page)
    both = {("sms", NOMSA), ("sms", THANDI)}
    assert suppressed(programme=cast.programme, addresses=both) == {("sms", THANDI)}
    assert heard == []
