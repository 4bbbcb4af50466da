"""Calendar, list, map, rounds, and each gathering."""

from django.urls import URLPattern, path

from imbizo.convening.views import calendar, days, feed, gatherings, life, rounds

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
CALENDAR = f"{HERE}calendar/"
ROUND = f"{HERE}rounds/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE, gatherings.gatherings, name="gatherings"),
    path(HERE + "export.<str:form>", gatherings.gatherings_export, name="gatherings-export"),
    path(HERE + "add/", gatherings.gathering_add, name="gathering-add"),
    path(HERE + "put-back/<uuid:pk>/", gatherings.gathering_put_back, name="gathering-put-back"),
    path(CALENDAR, calendar.calendar, name="calendar"),
    path(CALENDAR + "map/", calendar.calendar_map, name="calendar-map"),
    path(CALENDAR + "days/", days.calendar_days_list, name="calendar-days"),
    path(CALENDAR + "days/add/", days.calendar_day_add, name="calendar-day-add"),
    path(CALENDAR + "days/<uuid:pk>/", days.calendar_day_edit, name="calendar-day-edit"),
    path(CALENDAR + "days/<uuid:pk>/remove/", days.calendar_day_remove, name="calendar-day-remove"),
    path(CALENDAR + "read/", days.calendar_import, name="calendar-import"),
    path(CALENDAR + "take/", days.calendar_take, name="calendar-take"),
    path(CALENDAR + "address/", feed.calendar_address, name="calendar-address"),
    path(CALENDAR + "address/new/", feed.calendar_address_new, name="calendar-address-new"),
    path(CALENDAR + "address/end/", feed.calendar_address_end, name="calendar-address-end"),
    path(HERE + "rounds/", rounds.rounds, name="rounds"),
    path(HERE + "rounds/plan/", rounds.round_plan, name="round-plan"),
    path(HERE + "rounds/propose/", rounds.round_propose, name="round-propose"),
    path(ROUND, rounds.round_, name="round"),
    path(ROUND + "edit/", rounds.round_edit, name="round-edit"),
    path(ROUND + "sharing/", rounds.round_sharing, name="round-sharing"),
    path(OF, gatherings.gathering, name="gathering"),
    path(OF + "edit/", gatherings.gathering_edit, name="gathering-edit"),
    path(OF + "sharing/", gatherings.gathering_sharing, name="gathering-sharing"),
    path(OF + "next/", gatherings.gathering_next, name="gathering-next"),
    path(OF + "helpers/add/", gatherings.gathering_helper_add, name="gathering-helper-add"),
    path(
        OF + "helpers/<uuid:helper>/remove/",
        gatherings.gathering_helper_remove,
        name="gathering-helper-remove",
    ),
    path(OF + "set-date/", life.gathering_date, name="gathering-date"),
    path(OF + "call-off/", life.gathering_call_off, name="gathering-call-off"),
    path(OF + "open/", life.gathering_open, name="gathering-open"),
    path(OF + "close/", life.gathering_close, name="gathering-close"),
    path(OF + "reopen/", life.gathering_reopen, name="gathering-reopen"),
    path("open/calendar/<str:token>.ics", feed.feed, name="feed"),
]
