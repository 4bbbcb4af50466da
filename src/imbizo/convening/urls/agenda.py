"""Designs, agendas, safety sheets and the day pack."""

from django.urls import URLPattern, path

from imbizo.convening.views import agenda, designs, safety

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "designs/", designs.designs, name="designs"),
    path(HERE + "designs/<uuid:pk>/", designs.design, name="design"),
    path(OF + "agenda/", agenda.agenda, name="agenda"),
    path(OF + "safety/", safety.safety, name="safety"),
]
