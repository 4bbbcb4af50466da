"""What was said."""

from django.urls import URLPattern

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = []
