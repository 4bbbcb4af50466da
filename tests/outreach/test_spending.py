"""What messages cost, what waits, and when a budget line warns."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from imbizo.desk.models import Notification
from imbizo.desk.queries import notices
from imbizo.messaging.models import Gateway, Message
from imbizo.outreach.errors import BadWording, NotNow
from imbizo.outreach.models import BudgetLine, Campaign
from imbizo.outreach.operations.budgets import warn_of_budgets
from imbizo.outreach.operations.settings import (
    add_budget_line,
    change_setting,
    put_setting_back,
    remove_setting,
)
from imbizo.outreach.queries.money import budget_warning, uses
from imbizo.outreach.queries.spending import Amount, spending
from imbizo.outreach.rules.amounts import in_words
from imbizo.thread.models import AuditEntry
from tests.cast import Cast, signed_in

TODAY = date(2026, 7, 26)


def line_of(cast: Cast, **fields: Any) -> BudgetLine:
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=30), "ends_on": today + timedelta(days=30)}
    given = {"code": "C-07", "name": "Messages", "amount": Decimal(100), "warn_at": 80, **days, **fields}
    return add_budget_line(by=cast.amina, **given)


def campaign_of(cast: Cast, **fields: Any) -> Campaign:
    own = {"programme": cast.programme, "owner": cast.convenor}
    return Campaign.objects.create(**{"name": "Workshop", "purpose": "service", **own, **fields})


def message(cast: Cast, cost: str | None, source: Campaign | None = None, **fields: Any) -> Message:
    """A message of two parts that left now."""
    given = {"programme": cast.programme, "owner": cast.convenor, "channel": "sms", "purpose": "service"}
    asked = {"source_kind": "outreach.campaign", "source_id": source.pk} if source else {}
    price = {"cost": Decimal(cost) if cost else None, "parts_count": 2}
    gone = {
        "state": "sent",
        "sent_at": timezone.now(),
        "gateway": Gateway.objects.get(programme=cast.programme, currency="ZAR"),
    }
    return Message.objects.create(address="+27601234567", **{**given, **asked, **price, **gone, **fields})


def this_year(cast: Cast) -> Any:
    return spending(cast.amina, timezone.localdate().year)


def test_what_left_and_what_waits_stand_apart(cast: Cast) -> None:
    message(cast, "0.50")
    message(cast, "0.70", state="waiting", sent_at=None)
    total = this_year(cast).totals[0]
    assert (total.spent, total.waiting) == (Amount(1, 2, Decimal("0.50")), Amount(1, 2, Decimal("0.70")))


def test_currencies_are_never_added(cast: Cast) -> None:
    euros = Gateway.objects.create(programme=cast.programme, name="Euro", kind="simulator", currency="EUR")
    message(cast, "1.00")
    message(cast, "1.00", gateway=euros)
    assert {(each.currency, each.spent.cost) for each in this_year(cast).totals} == {("ZAR", 1), ("EUR", 1)}


def test_a_missing_price_is_not_known_and_not_zero(cast: Cast) -> None:
    message(cast, None)
    spent = this_year(cast).totals[0].spent
    assert (spent.is_known, spent.unknown) == (False, 1)


def test_what_a_gateway_refused_costs_nothing(cast: Cast) -> None:
    message(cast, "1.00", state="failed", sent_at=None)
    assert this_year(cast).totals == []


def test_a_month_begins_at_midnight_in_the_zone_of_the_programme(cast: Cast) -> None:
    message(cast, "1.00", sent_at=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    assert [each.label for each in spending(cast.amina, 2026).months] == ["July 2026"]


def test_campaigns_of_others_have_no_name_but_their_cost(cast: Cast) -> None:
    theirs = campaign_of(cast, owner=cast.committee, name="Secret")
    message(cast, "1.00", theirs)
    message(cast, "2.00", campaign_of(cast, name="Ours"))
    found = {each.label: each.spent.cost for each in this_year(cast).campaigns}
    assert found == {"Ours": 2, "Campaigns of other partners": 1}


def test_two_campaigns_of_one_name_stand_apart(cast: Cast) -> None:
    for _each in range(2):
        message(cast, "1.00", campaign_of(cast))
    assert [each.label for each in this_year(cast).campaigns] == ["Workshop", "Workshop"]


@pytest.mark.parametrize("many", [1, 30])
def test_the_page_asks_the_database_as_often_for_many_campaigns(
    cast: Cast, many: int, django_assert_num_queries: Any
) -> None:
    for _each in range(many):
        message(cast, "1.00", campaign_of(cast))
    with django_assert_num_queries(6):
        this_year(cast)


# Budget lines


def test_a_line_knows_what_its_campaigns_took_and_will_take(cast: Cast) -> None:
    line = line_of(cast)
    campaign = campaign_of(cast, budget_line=line)
    message(cast, "30", campaign)
    message(cast, "20", campaign, state="waiting", sent_at=None)
    use = uses([line])[line.pk]
    assert (use.spent, use.waiting, use.percent(line)) == (Decimal(30), Decimal(20), 50)


def test_a_line_below_its_share_says_nothing(cast: Cast) -> None:
    line = line_of(cast)
    message(cast, "79", campaign_of(cast, budget_line=line))
    assert budget_warning(line) == ""


def test_a_line_warns_from_its_share_on(cast: Cast) -> None:
    line = line_of(cast)
    message(cast, "70", campaign_of(cast, budget_line=line))
    said = budget_warning(line, Decimal(10)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "80 % of budget line C-07 Messages is used: R 80.00 of R 100.00."


def test_a_line_that_would_be_overspent_says_so(cast: Cast) -> None:
    said = budget_warning(line_of(cast), Decimal(101)).replace("\N{NO-BREAK SPACE}", " ")
    assert said == "Budget line C-07 Messages is overspent: R 101.00 of R 100.00, with what waits."


def test_a_line_says_that_a_price_is_missing(cast: Cast) -> None:
    line = line_of(cast)
    message(cast, None, campaign_of(cast, budget_line=line))
    assert budget_warning(line).startswith("1 message paid from C-07 Messages has no price in ZAR")


def test_a_code_is_used_once(cast: Cast) -> None:
    line_of(cast)
    with pytest.raises(BadWording):
        line_of(cast)


def test_days_in_the_wrong_order_are_refused(cast: Cast) -> None:
    with pytest.raises(BadWording):
        line_of(cast, starts_on=TODAY, ends_on=TODAY - timedelta(days=1))


def test_changing_a_line_is_in_the_trail(cast: Cast) -> None:
    line = line_of(cast)
    change_setting(record=line, changes={"amount": Decimal(200)}, by=cast.amina)
    entry = AuditEntry.objects.get(subject_id=line.pk, verb="change")
    assert entry.changes == {"amount": ["100.00", "200"]}


def test_a_line_that_pays_for_a_campaign_stays(cast: Cast) -> None:
    line = line_of(cast)
    campaign_of(cast, budget_line=line)
    with pytest.raises(NotNow):
        remove_setting(record=line, by=cast.amina)


def test_a_line_that_was_taken_away_is_put_back_whole(cast: Cast) -> None:
    line = line_of(cast)
    put_setting_back(entry=remove_setting(record=line, by=cast.amina), by=cast.amina)
    back = BudgetLine.objects.get(pk=line.pk)
    assert (back.code, back.amount, back.ends_on) == ("C-07", Decimal(100), line.ends_on)


# Telling members


def told(cast: Cast) -> list[str]:
    rows = Notification.objects.filter(member=cast.bo, subject_kind="outreach.budget_line")
    return list(rows.order_by("pk").values_list("verb", flat=True))


def test_writers_are_told_once_that_a_line_runs_low(cast: Cast) -> None:
    message(cast, "80", campaign_of(cast, budget_line=line_of(cast)))
    for _each in range(2):
        warn_of_budgets(timezone.now())
    assert told(cast) == ["budget_warned"]


def test_writers_are_told_again_when_it_is_overspent(cast: Cast) -> None:
    campaign = campaign_of(cast, budget_line=line_of(cast))
    for cost in ("80", "21"):
        message(cast, cost, campaign)
        warn_of_budgets(timezone.now())
    assert told(cast) == ["budget_warned", "budget_overspent"]


def test_a_line_that_was_given_more_is_told_of_anew(cast: Cast) -> None:
    line = line_of(cast)
    message(cast, "80", campaign_of(cast, budget_line=line))
    warn_of_budgets(timezone.now())
    for amount in (200, 90):
        change_setting(record=line, changes={"amount": Decimal(amount)}, by=cast.amina)
        warn_of_budgets(timezone.now())
    assert told(cast) == ["budget_warned", "budget_warned"]


def test_nobody_is_told_of_a_line_with_money_left(cast: Cast) -> None:
    message(cast, "79", campaign_of(cast, budget_line=line_of(cast)))
    warn_of_budgets(timezone.now())
    assert told(cast) == []


def test_the_warning_reads_as_a_sentence_that_leads_to_the_spending(cast: Cast) -> None:
    message(cast, "80", campaign_of(cast, budget_line=line_of(cast)))
    warn_of_budgets(timezone.now())
    notice = notices(cast.bo)[0]
    assert notice.sentence == "Imbizo warns: the budget line C-07 Messages runs low"
    assert notice.url == "/p/winelands/messages/spending/"


# Pages


def test_the_check_of_a_campaign_warns_of_its_line(cast: Cast) -> None:
    message(cast, "90", campaign_of(cast, budget_line=line_of(cast)))
    draft = campaign_of(cast, budget_line=BudgetLine.objects.get(), name="Next")
    page = signed_in(cast.amina).get(f"/p/winelands/messages/campaigns/{draft.pk}/check/")
    assert page.context["budget"].startswith("90 % of budget line C-07 Messages is used")


def test_the_choice_of_a_line_says_how_much_of_it_is_used(cast: Cast) -> None:
    message(cast, "90", campaign_of(cast, budget_line=line_of(cast)))
    draft = campaign_of(cast, name="Next")
    page = signed_in(cast.amina).get(f"/p/winelands/messages/campaigns/{draft.pk}/when/")
    choices = [str(label) for _value, label in page.context["form"].fields["budget_line"].choices]
    assert choices == ["no budget line", "C-07 Messages, 90 % of R\N{NO-BREAK SPACE}100.00 used"]


def test_the_page_warns_of_a_line_that_runs_out(cast: Cast) -> None:
    message(cast, "90", campaign_of(cast, budget_line=line_of(cast)))
    page = signed_in(cast.amina).get("/p/winelands/messages/spending/")
    assert b"of budget line C-07 Messages is used" in page.content


def test_the_file_leaves_a_cost_empty_that_is_not_known(cast: Cast) -> None:
    message(cast, None)
    response: Any = signed_in(cast.amina).get("/p/winelands/messages/spending/export/")
    last = b"".join(response.streaming_content).decode().splitlines()[-1]
    assert last == f"Year,{timezone.localdate().year},ZAR,1,2,,1,0,0.0000"


def test_an_amount_reads_as_people_write_it() -> None:
    assert in_words(Decimal("1234.5"), "ZAR") == "R\N{NO-BREAK SPACE}1\N{NARROW NO-BREAK SPACE}234.50"
