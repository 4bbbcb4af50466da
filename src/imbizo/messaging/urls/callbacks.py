"""What suppliers call: delivery reports and incoming messages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
