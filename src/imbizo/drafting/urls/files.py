"""Word and PDF, both ways: by members, and by readers on their light page."""

from django.urls import URLPattern, path

from imbizo.drafting.views import files, open_word, returns

HERE = "p/<slug:programme>/drafts/"
ONE = HERE + "<uuid:pk>/"
BACK = HERE + "returned/<uuid:pk>/"
READ = "open/read/<str:token>/"

urlpatterns: list[URLPattern] = [
    path(ONE + "word/", files.draft_as_word, name="draft-word"),
    path(HERE + "versions/<uuid:pk>/word/", files.publication_as_word, name="publication-word"),
    path(HERE + "from-word/", returns.from_word, name="from-word"),
    path(ONE + "returned/", returns.word_returns, name="word-returns"),
    path(BACK, returns.word_return, name="word-return"),
    path(BACK + "refuse/", returns.word_return_refuse, name="word-return-refuse"),
    path(BACK + "file/", files.word_return_file, name="word-return-file"),
    path(READ + "pdf/", open_word.open_pdf, name="open-pdf"),
    path(READ + "word/", open_word.open_word, name="open-word"),
    path(READ + "word/file/", open_word.open_word_file, name="open-word-file"),
    path(READ + "word/<uuid:pk>/", open_word.open_word_return, name="open-word-return"),
]
