"""Training modules and knowledge tests."""

from django.urls import URLPattern, path

from imbizo.convening.views import modules, training

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "training/", modules.modules, name="modules"),
    path(HERE + "training/<uuid:pk>/", modules.module, name="module"),
    path(OF + "training/", training.training, name="training"),
]
