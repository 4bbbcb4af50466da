"""The library of sources, their texts, policies and practices, interviews."""

from django.urls import URLPattern, path

from imbizo.evidence.views import excerpts, interviews, practices, sources, texts

HERE = "p/<slug:programme>/evidence/"
SOURCE, EXCERPT = HERE + "sources/<uuid:pk>/", HERE + "excerpts/<uuid:pk>/"

_library: list[URLPattern] = [
    path(HERE + "sources/", sources.sources, name="sources"),
    path(HERE + "sources/references.ris", sources.sources_ris, name="sources-ris"),
    path(HERE + "sources/add/", sources.source_add, name="source-add"),
    path(HERE + "sources/add/<slug:kind>/", sources.source_add_kind, name="source-add-kind"),
    path(SOURCE, sources.source, name="source"),
    path(SOURCE + "edit/", sources.source_edit, name="source-edit"),
    path(SOURCE + "share/", sources.source_share, name="source-share"),
    path(SOURCE + "withdraw/", sources.source_withdraw, name="source-withdraw"),
    path(SOURCE + "restore/", sources.source_restore, name="source-restore"),
    path(SOURCE + "reference.ris", sources.source_ris, name="source-ris"),
    path(SOURCE + "take-back/", interviews.source_take_back, name="source-take-back"),
]
_texts: list[URLPattern] = [
    path(SOURCE + "file/", texts.source_file, name="source-file"),
    path(SOURCE + "file/bring/", texts.source_attach, name="source-attach"),
    path(SOURCE + "file/again/", texts.source_read_again, name="source-read-again"),
    path(SOURCE + "file/progress/", sources.source_progress, name="source-progress"),
    path(SOURCE + "text/", texts.source_text, name="source-text"),
    path(SOURCE + "text/write/", texts.source_text_write, name="source-text-write"),
    path(SOURCE + "text/correct/<int:number>/", texts.source_text_correct, name="source-text-correct"),
    path(SOURCE + "text/earlier/", texts.source_versions, name="source-versions"),
    path(SOURCE + "text/earlier/<int:number>/", texts.source_version, name="source-version"),
    path(SOURCE + "excerpt/", excerpts.source_excerpt, name="source-excerpt"),
    path(EXCERPT, excerpts.excerpt, name="excerpt"),
    path(EXCERPT + "edit/", excerpts.excerpt_edit, name="excerpt-edit"),
    path(EXCERPT + "remove/", excerpts.excerpt_remove, name="excerpt-remove"),
]
urlpatterns: list[URLPattern] = [
    *_library,
    *_texts,
    path(HERE + "practices/", practices.practices, name="practices"),
    path(HERE + "practices/register.xlsx", practices.practices_xlsx, name="practices-xlsx"),
    path(HERE + "practices/compare/", practices.practice_compare, name="practice-compare"),
]
