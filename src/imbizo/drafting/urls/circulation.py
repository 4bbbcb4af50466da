"""The reference group, circulation, comments, decisions."""

from django.urls import URLPattern, path

from imbizo.drafting.views import circulation

HERE = "p/<slug:programme>/drafts/"

urlpatterns: list[URLPattern] = [
    path(HERE + "<uuid:pk>/reference-group/", circulation.reference_group, name="reference-group"),
    path(HERE + "circulations/<uuid:pk>/", circulation.circulation, name="circulation"),
    path(HERE + "<uuid:pk>/comments/", circulation.comments, name="comments"),
    path(HERE + "comments/<uuid:pk>/", circulation.comment, name="comment"),
]
