"""Date polls, venues and bookings."""

from django.urls import URLPattern, path

from imbizo.convening.views import bookings, caretakers, dates, venues, voting

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
DATE = f"{OF}date/"
VENUE = f"{HERE}venues/<uuid:pk>/"
BOOKING = f"{HERE}bookings/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(DATE, dates.poll, name="poll"),
    path(DATE + "make/", dates.poll_make, name="poll-make"),
    path(DATE + "change/", dates.poll_change, name="poll-change"),
    path(DATE + "ask/", dates.poll_ask, name="poll-ask"),
    path(DATE + "remind/", dates.poll_remind, name="poll-remind"),
    path(DATE + "close/", dates.poll_close, name="poll-close"),
    path(DATE + "reopen/", dates.poll_reopen, name="poll-reopen"),
    path(DATE + "add/", dates.option_add, name="poll-option-add"),
    path(DATE + "options/<uuid:option>/withdraw/", dates.option_withdraw, name="poll-option-withdraw"),
    path(DATE + "options/<uuid:option>/restore/", dates.option_restore, name="poll-option-restore"),
    path(DATE + "options/<uuid:option>/choose/", dates.option_choose, name="poll-option-choose"),
    path(DATE + "voters/", voting.voters_add, name="poll-voters"),
    path(DATE + "voters/<uuid:voter>/", voting.voter_vote, name="poll-vote"),
    path(DATE + "voters/<uuid:voter>/remove/", voting.voter_remove, name="poll-voter-remove"),
    path(DATE + "voters/<uuid:voter>/must/", voting.voter_must, name="poll-voter-must"),
    path("open/poll/<str:token>/", voting.vote, name="vote"),
    path(OF + "venue/", bookings.bookings, name="bookings"),
    path(OF + "venue/<uuid:venue>/book/", bookings.book, name="book"),
    path(HERE + "venues/", venues.venues, name="venues"),
    path(HERE + "venues/add/", venues.venue_add, name="venue-add"),
    path(VENUE, venues.venue, name="venue"),
    path(VENUE + "edit/", venues.venue_edit, name="venue-edit"),
    path(VENUE + "sharing/", venues.venue_sharing, name="venue-sharing"),
    path(VENUE + "retire/", venues.venue_retire, name="venue-retire"),
    path(VENUE + "restore/", venues.venue_restore, name="venue-restore"),
    path(VENUE + "taken/", venues.venue_taken, name="venue-taken"),
    path(BOOKING, bookings.booking, name="booking"),
    path(BOOKING + "details/", bookings.booking_details, name="booking-details"),
    path(BOOKING + "time/", bookings.booking_time, name="booking-time"),
    path(BOOKING + "follow/", bookings.booking_follow, name="booking-follow"),
    path(BOOKING + "confirm/", bookings.booking_confirm, name="booking-confirm"),
    path(BOOKING + "refused/", bookings.booking_refuse, name="booking-refuse"),
    path(BOOKING + "lost/", bookings.booking_bump, name="booking-bump"),
    path(BOOKING + "give-back/", bookings.booking_release, name="booking-release"),
    path(BOOKING + "again/", bookings.booking_again, name="booking-again"),
    path(BOOKING + "ask/", caretakers.caretaker_ask, name="booking-ask"),
    path(BOOKING + "letter.pdf", caretakers.booking_letter, name="booking-letter"),
    path("open/booking/<str:token>/", caretakers.caretaker, name="caretaker"),
]
