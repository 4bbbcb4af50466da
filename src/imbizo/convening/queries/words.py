"""How the moments of a gathering read, in its programme's zone whatever zone the reader is in."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from imbizo.convening.models import Gathering


def local_days(gathering: Gathering) -> tuple[dt.date, dt.date] | None:
    """First and last day in the programme's zone; None while the date is open."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return None
    zone = gathering.programme.zone
    return gathering.starts_at.astimezone(zone).date(), gathering.ends_at.astimezone(zone).date()


def day_words(day: dt.date, *, today: dt.date | None = None) -> str:
    """A day as "Thu 12 March"; with the year where it isn't this one."""
    is_this_year = day.year == (today or timezone.localdate()).year
    return date_format(day, "D j F" if is_this_year else "D j F Y")


def span_words(gathering: Gathering) -> str:
    """When it is: "Thu 12 March, 09:00 to 15:00"; over several days both are named; "no date yet" while it is open."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return _("no date yet")
    zone = gathering.programme.zone
    return between_words(gathering.starts_at.astimezone(zone), gathering.ends_at.astimezone(zone))


def between_words(starts: dt.datetime, ends: dt.datetime) -> str:
    """The same for two moments, which are in the zone in which they are to be read."""
    marks = {"day": day_words(starts.date()), "from": f"{starts:%H:%M}", "until": f"{ends:%H:%M}"}
    if starts.date() == ends.date():
        return _("%(day)s, %(from)s to %(until)s") % marks
    marks["last"] = day_words(ends.date())
    return _("%(day)s, %(from)s to %(last)s, %(until)s") % marks


def hours_words(gathering: Gathering) -> str:
    """The hours alone, "09:00 to 15:00"; empty while the date is open."""
    if gathering.starts_at is None or gathering.ends_at is None:
        return ""
    zone = gathering.programme.zone
    marks = {
        "from": f"{gathering.starts_at.astimezone(zone):%H:%M}",
        "until": f"{gathering.ends_at.astimezone(zone):%H:%M}",
    }
    return _("%(from)s to %(until)s") % marks
