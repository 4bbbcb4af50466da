"""A section: its page, its editor, its evidence."""

from django.urls import URLPattern, path

from imbizo.drafting.views import citing, editing, writing

HERE = "p/<slug:programme>/drafts/sections/"
ONE = HERE + "<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE, writing.my_sections, name="my-sections"),
    path(ONE, writing.section, name="section"),
    path(ONE + "write/", editing.write, name="section-write"),
    path(ONE + "save/", editing.save, name="section-save"),
    path(ONE + "here/", editing.here, name="section-here"),
    path(ONE + "choose/", editing.choose, name="section-choose"),
    path(ONE + "evidence/", citing.evidence, name="section-evidence"),
    path(ONE + "cite/", citing.cite, name="section-cite"),
    path(HERE + "citations/<uuid:pk>/", citing.locator, name="citation-locator"),
]
