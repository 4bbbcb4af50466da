"""The kinds of records that outreach gives to the thread, and who sees them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from imbizo.outreach.models import (
    BudgetLine,
    CallList,
    Campaign,
    CannedAnswer,
    Conversation,
    Entry,
    GroupShare,
    HelpNumber,
)
from imbizo.outreach.queries import call_lists, campaigns
from imbizo.outreach.queries.inbox import on_thread
from imbizo.outreach.queries.money import budget_lines
from imbizo.programmes.models import Membership
from imbizo.programmes.states import Permission
from imbizo.thread.registry import RecordKind, SearchText, register, register_verbs
from imbizo.thread.states import Hidden


def _of_programme(model: type[Model], permission: Permission) -> Callable[[Membership], QuerySet[Any]]:
    def visible_to(member: Membership) -> QuerySet[Any]:
        rows = model._default_manager.filter(programme_id=member.programme_id)
        return rows if member.may(permission) else rows.none()

    return visible_to


def _entries(member: Membership) -> QuerySet[Entry]:
    seen = on_thread(member).values("pk")
    return Entry.objects.filter(conversation__in=seen).select_related("conversation__programme", "inbound")


def _shares(member: Membership) -> QuerySet[GroupShare]:
    seen = campaigns(member).values("pk")
    return GroupShare.objects.filter(campaign__in=seen).select_related("campaign__programme")


def _search_campaign(campaign: Campaign) -> SearchText:
    return SearchText(campaign.name, body=campaign.asks, subtitle=campaign.get_purpose_display())


register(
    RecordKind(
        kind="outreach.campaign",
        model=Campaign,
        noun=_("campaign"),
        icon="send",
        visible_to=campaigns,
        search=_search_campaign,
    )
)
register(
    RecordKind(
        kind="outreach.call_list", model=CallList, noun=_("call list"), icon="phone", visible_to=call_lists
    )
)
register(
    RecordKind(
        kind="outreach.conversation",
        model=Conversation,
        noun=_("conversation"),
        icon="messages",
        visible_to=on_thread,
        hidden=Hidden.EXISTENCE,
    )
)
register(
    RecordKind(
        kind="outreach.entry",
        model=Entry,
        noun=_("answer"),
        icon="message",
        visible_to=_entries,
        hidden=Hidden.EXISTENCE,
    )
)
register(
    RecordKind(
        kind="outreach.share",
        model=GroupShare,
        noun=_("sharing to a group"),
        icon="share",
        visible_to=_shares,
    )
)
register(
    RecordKind(
        kind="outreach.budget_line",
        model=BudgetLine,
        noun=_("budget line"),
        icon="coin",
        visible_to=budget_lines,
    )
)
register(
    RecordKind(
        kind="outreach.canned_answer",
        model=CannedAnswer,
        noun=_("ready answer"),
        icon="message",
        visible_to=_of_programme(CannedAnswer, Permission.INBOX_VIEW),
    )
)
register(
    RecordKind(
        kind="outreach.help_number",
        model=HelpNumber,
        noun=_("number for help"),
        icon="lifebuoy",
        visible_to=_of_programme(HelpNumber, Permission.OUTREACH_VIEW),
    )
)

register_verbs(
    {
        "approve": _("%(who)s approved %(what)s"),
        "budget_overspent": _("%(who)s warns: more is spent or waits than %(what)s holds"),
        "budget_warned": _("%(who)s warns: %(what)s runs low"),
        "change_rules": _("%(who)s changed the rules of reaching people in %(what)s"),
        "close": _("%(who)s closed %(what)s"),
        "failed_to_email": _("%(who)s wrote by e-mail to those whom SMS didn't reach: %(what)s"),
        "finish": _("%(who)s sent the last message of %(what)s"),
        "outgrow": _("%(who)s held %(what)s back: its audience has grown"),
        "pause": _("%(who)s paused %(what)s"),
        "resume": _("%(who)s let %(what)s go on"),
        "send_back": _("%(who)s sent %(what)s back to its writer"),
        "send_test": _("%(who)s sent a test of %(what)s"),
        "start": _("%(who)s began to send %(what)s"),
        "stop": _("%(who)s stopped %(what)s"),
        "submit": _("%(who)s sent in %(what)s"),
        "take_back": _("%(who)s made a draft of %(what)s again"),
        "fold": _("%(who)s joined two conversations of one person: %(what)s"),
        "file": _("%(who)s said what was answered in %(what)s"),
        "match_person": _("%(who)s said whose number it is: %(what)s"),
        "note": _("%(who)s noted what was said in %(what)s"),
        "protect": _("%(who)s protected %(what)s"),
        "ring_back": _("%(who)s rang back: %(what)s"),
        "unmatch_person": _("%(who)s took a conversation away from a person: %(what)s"),
        "unprotect": _("%(who)s ended the protection of %(what)s"),
    }
)
