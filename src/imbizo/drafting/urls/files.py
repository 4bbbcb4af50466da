"""Word and PDF, both ways."""

from django.urls import URLPattern, path

from imbizo.drafting.views import files

HERE = "p/<slug:programme>/drafts/"

urlpatterns: list[URLPattern] = [
    path(HERE + "returned/<uuid:pk>/", files.word_return, name="word-return"),
]
