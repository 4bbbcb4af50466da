"""What was said."""

from django.urls import URLPattern, path

from imbizo.convening.views import inputs

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(OF + "inputs/", inputs.stream, name="inputs"),
    path(HERE + "inputs/<uuid:pk>/", inputs.stream, name="input"),
    path(HERE + "pictures/<uuid:pk>/", inputs.stream, name="picture"),
    path(HERE + "put-to/", inputs.stream, name="put-to"),
]
