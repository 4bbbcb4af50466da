"""Tags and filters of every page: icons, moments, counts, badges, and the undo of a message."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info

from imbizo.base.context import section_links
from imbizo.base.counts import count_text
from imbizo.base.icons import ICONS
from imbizo.base.notices import undo_address

register = template.Library()

_STATE_ICONS = {"ok": "circle-check", "doubtful": "help-circle", "bad": "alert-circle", "info": "info-circle"}
_MESSAGE_ICONS = {"success": "circle-check", "warning": "alert-triangle", "error": "alert-circle"}


@lru_cache(maxsize=1024)
def _drawn(name: str, size: int, label: str) -> SafeString:
    if name not in ICONS:
        raise template.TemplateSyntaxError(f"Icon {name!r} is not in imbizo.base.icons.ICONS.")
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" viewBox="0 0 24 24" {1}><use href="{2}#{3}"></use></svg>',
        size,
        said,
        static("vendor/icons.svg"),
        name,
    )


@dataclass(frozen=True)
class LanguageChoice:
    """A language under its own name."""

    code: str
    name: str
    is_current: bool


@register.simple_tag
def language_choices(*, whole: bool = False) -> list[LanguageChoice]:
    """The languages to choose from; with `whole` those in which the staff pages are whole."""
    codes = settings.STAFF_LANGUAGES if whole else [code for code, _name in settings.LANGUAGES]
    current = (get_language() or "").split("-")[0]
    return [LanguageChoice(code, _own_name(code), is_current=code == current) for code in codes]


def _own_name(code: str) -> str:
    name = str(get_language_info(code)["name_local"])
    return name if name.startswith("isi") else name[:1].upper() + name[1:]


@register.inclusion_tag("base/components/tabs.html", takes_context=True)
def section_tabs(context: template.Context, name: str, label: str) -> dict[str, object]:
    """The tabs of one part of the site (config/wiring/); `label` says to screen readers what they lead through."""
    links = section_links(context["request"], name)
    return {
        "label": label,
        "tabs": [{"url": each.url, "label": each.label, "is_current": each.active} for each in links],
    }


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """An icon of the sprite, `size` pixels wide; hidden from screen readers unless it has a label."""
    # A plain str: a SafeString equals it as a cache key, and would be remembered unescaped.
    return _drawn(name, size, str(label) + "")


@register.simple_tag
def state_badge(state: str, label: str) -> SafeString:
    """A state in a word with its icon. `state` is ok, doubtful, bad, info, or anything else for plain grey."""
    if state not in _STATE_ICONS:
        return format_html('<span class="state-badge">{}</span>', label)
    return format_html(
        '<span class="state-badge {}">{}{}</span>', state, _drawn(_STATE_ICONS[state], 16, ""), label
    )


@register.simple_tag
def message_icon(message: Message) -> SafeString:
    """The icon that goes with a message's level."""
    return _drawn(_MESSAGE_ICONS.get(message.level_tag, "info-circle"), 20, "")


@register.filter
def undo(message: Message) -> str:
    """The address that takes back what the message tells of, or an empty string."""
    return undo_address(message)


@register.filter
def when(value: dt.date | dt.datetime | None) -> str:
    """A moment in the programme's zone, "Thu 26 July, 09:00"; a date without the hour; the year if another."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    form = "D j F" if value.year == timezone.localdate().year else "D j F Y"
    return date_format(value, f"{form}, H:i" if isinstance(value, dt.datetime) else form)


@register.filter
def counted(value: int) -> str:
    """A number as people write it; above 10,000 "more than 10,000"."""
    return count_text(value)


@register.filter
def initials(name: str) -> str:
    """Up to two letters for the round mark of the user menu; "AP" for "Amina Petersen"."""
    words = name.split("@", maxsplit=1)[0].replace(".", " ").split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
