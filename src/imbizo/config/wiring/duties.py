"""What the clock does for the register, messages, campaigns and the machine itself, and how often."""

import imbizo.actors.operations.imports as actors_imports
import imbizo.actors.operations.retention as actors_retention
import imbizo.convening.operations.pictures as convening_pictures
import imbizo.convening.operations.putting as convening_putting
import imbizo.messaging.operations.checking as messaging_checking
import imbizo.messaging.operations.claiming as messaging_claiming
import imbizo.messaging.operations.inbound_parts as messaging_parts
import imbizo.messaging.operations.mail as messaging_mail
import imbizo.messaging.operations.nudging as messaging_nudging
import imbizo.messaging.operations.reports as messaging_reports
import imbizo.messaging.operations.routing as messaging_routing
import imbizo.messaging.operations.totals as messaging_totals
import imbizo.outreach.operations.budgets as outreach_budgets
import imbizo.outreach.operations.campaigns as outreach_campaigns
from imbizo.base import clock, work


def bind() -> None:
    """What the clock does, and how often."""
    clock.wind("keep to retention", actors_retention.keep_to_retention)
    clock.wind("resume imports", actors_imports.resume_stalled)
    clock.wind("settle abandoned messages", messaging_claiming.settle_abandoned)
    clock.wind("expire overdue messages", messaging_claiming.expire_overdue)
    clock.wind("forget secrets", messaging_mail.forget_secrets)
    clock.wind("match stray reports", messaging_reports.match_strays)
    clock.wind("join waiting parts", messaging_parts.join_waiting_parts)
    clock.wind("route what failed before", messaging_routing.route_again)
    clock.wind("ask for balances", messaging_checking.ask_balances, every=60 * clock.MINUTE)
    clock.wind("send what is due", messaging_nudging.nudge_due)
    clock.wind("add up what left by day", messaging_totals.sum_days)
    clock.wind("begin scheduled campaigns", outreach_campaigns.start_due)
    clock.wind("prepare stalled campaigns", outreach_campaigns.resume_stalled)
    clock.wind("align messages with their campaigns", outreach_campaigns.align_all)
    clock.wind("finish campaigns", outreach_campaigns.finish_done)
    clock.wind("warn of budgets", outreach_budgets.warn_of_budgets, every=10 * clock.MINUTE)
    clock.wind("remind institutions", convening_putting.remind_institutions, every=10 * clock.MINUTE)
    clock.wind("drop old pictures", convening_pictures.keep_pictures_to_retention, every=clock.DAY)
    clock.wind("free abandoned work", work.free_abandoned)
    clock.wind("forget finished work", work.forget_finished, every=clock.DAY)
