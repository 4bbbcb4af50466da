"""What the layout of every page needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

import imbizo
from imbizo.base.registry import Hooks
from imbizo.base.translations.checked import is_unchecked


@dataclass(frozen=True)
class NavItem:
    """An entry of the top bar: shown to members who have the permission.

    One that `stands_behind` is reached by the menu of one's account, where the bar has no room for all.
    """

    label: Promise
    url_name: str
    permission: str
    section: str
    stands_behind: bool = False


@dataclass(frozen=True)
class NavLink:
    """An entry as this page draws it."""

    label: str
    url: str
    active: bool
    stands_behind: bool = False


_navigation: list[NavItem] = []
_sections: dict[str, list[NavItem]] = {}
# Upward: the number of unread notifications is desk's to know.
unread: Hooks[[Any], int] = Hooks("unread")
# Upward: in practice mode the sign-in page offers the people of the demo programmes.
demo_people: Hooks[[], Iterable[Any]] = Hooks("demo people")


def navigate(items: list[NavItem]) -> None:
    """Set the entries of the top bar, in order (config/wiring/)."""
    _navigation[:] = items


def divide(name: str, items: list[NavItem]) -> None:
    """Set the tabs that join the pages of one part of the site, also of several apps (config/wiring/)."""
    _sections[name] = items


def section_links(request: HttpRequest, name: str) -> list[NavLink]:
    """The tabs of that part that the member may open, for `{% section_tabs %}`."""
    return _links(request, _sections.get(name, []))


def _links(request: HttpRequest, items: Iterable[NavItem]) -> list[NavLink]:
    member = getattr(request, "member", None)
    if member is None:
        return []
    match = request.resolver_match
    here = match.view_name if match else ""
    return [
        NavLink(
            str(item.label),
            reverse(item.url_name, args=[member.programme.slug]),
            _stands_in(here, item),
            item.stands_behind,
        )
        for item in items
        if member.may(item.permission)
    ]


def _stands_in(page_name: str, item: NavItem) -> bool:
    """Whether a page belongs to an entry: by the beginning of its name, or as one of the pages that tabs join."""
    apps = {tab.url_name.partition(":")[0] for tab in _sections.get(item.section, [])}
    return page_name.startswith(item.section) or page_name.partition(":")[0] in apps


def page(request: HttpRequest) -> dict[str, Any]:
    """Context for the layout. Outside a programme there is no navigation and no search."""
    member = getattr(request, "member", None)
    context: dict[str, Any] = {
        "site_contact": settings.ENVIRONMENT.contact,
        "site_version": imbizo.__version__,
        "practice": settings.ENVIRONMENT.demo,
        "languages": settings.LANGUAGES,
        "language_unchecked": is_unchecked(get_language() or settings.LANGUAGE_CODE),
        "member": member,
        # Called by the one template that asks for it.
        "demo_people": _demo_people,
    }
    if member is None:
        return context
    slug = member.programme.slug
    return context | {
        "programme": member.programme,
        "practice": member.programme.is_demo,
        "nav": _links(request, _navigation),
        "search_url": reverse("desk:search", args=[slug]),
        "unread": sum(count(member) for count in unread),
    }


def _demo_people() -> list[Any]:
    return [person for people in demo_people for person in people()] if settings.ENVIRONMENT.demo else []
