"""How the inbox says when, by which channel and in which language."""

import datetime as dt

from django import template
from django.db.models import QuerySet
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from imbizo.actors.states import Language
from imbizo.base.templatetags.look import icon
from imbizo.messaging.states import Channel
from imbizo.outreach.models import Campaign, Conversation
from imbizo.outreach.queries.inbox import channel_icon
from imbizo.outreach.queries.inbox import readable as without_controls
from imbizo.outreach.queries.watching import answered_in

register = template.Library()


@register.filter
def lately(at: dt.datetime) -> str:
    """As messages on a phone: the hour of today, "yesterday", else the day."""
    local, today = timezone.localtime(at), timezone.localdate()
    if local.date() == today:
        return date_format(local, "H:i")
    return day(at)


@register.filter
def day(at: dt.datetime) -> str:
    """Say "today", "yesterday", else "Thu 26 July"; the year if it is another."""
    date, today = timezone.localtime(at).date(), timezone.localdate()
    if date == today:
        return _("today")
    if date == today - dt.timedelta(days=1):
        return _("yesterday")
    return date_format(date, "D j F" if date.year == today.year else "D j F Y")


@register.filter
def readable(text: str | None) -> str:
    """Without what no screen can show."""
    return without_controls(text or "")


@register.filter
def language_of(code: str) -> str:
    """The name of a language."""
    return str(Language(code).label) if code in Language.values else code


@register.simple_tag(takes_context=True)
def campaigns_answered(context: Context, conversation: Conversation) -> QuerySet[Campaign]:
    """The campaigns that it answers, of those that the reader may see."""
    return answered_in(conversation, context["member"])


@register.simple_tag
def channel_mark(channel: str) -> SafeString:
    """The icon of a channel, with its name for screen readers."""
    label = str(Channel(channel).label) if channel in Channel.values else channel
    return icon(channel_icon(channel), 16, label)
