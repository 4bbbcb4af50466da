"""Date polls, venues and bookings."""

from django.urls import URLPattern

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = []
