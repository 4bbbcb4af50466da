"""Training modules and knowledge tests."""

from django.urls import URLPattern, path

from imbizo.convening.views import modules, testing, training

HERE = "p/<slug:programme>/gatherings/"
OF = f"{HERE}<uuid:pk>/"
MODULE = f"{HERE}training/<uuid:pk>/"
VERSION = f"{MODULE}versions/<int:number>/"
TAUGHT = f"{HERE}training/taught/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "training/", modules.modules, name="modules"),
    path(HERE + "training/add/", modules.module_add, name="module-add"),
    path(MODULE, modules.module, name="module"),
    path(MODULE + "edit/", modules.module_edit, name="module-edit"),
    path(MODULE + "versions/new/", modules.version_new, name="version-new"),
    path(VERSION + "release/", modules.version_release, name="version-release"),
    path(VERSION + "language/", modules.version_language, name="version-language"),
    path(VERSION + "<str:language>/", modules.version, name="version"),
    path(VERSION + "<str:language>/edit/", modules.version_edit, name="version-edit"),
    path(VERSION + "<str:language>/ask/", modules.question_add, name="question-add"),
    path(HERE + "training/questions/<uuid:pk>/drop/", modules.question_drop, name="question-drop"),
    path(HERE + "training/questions/<uuid:pk>/<str:language>/", modules.question_edit, name="question-edit"),
    path(OF + "training/", training.training, name="training"),
    path(OF + "training/teach/", training.teach, name="teach"),
    path(TAUGHT + "stop/", training.teach_stop, name="teach-stop"),
    path(TAUGHT + "open/", training.test_open, name="test-open"),
    path(TAUGHT + "type/", training.sheets_type, name="sheets-type"),
    path(TAUGHT + "results.csv", training.results_file, name="results-file"),
    path(TAUGHT + "sheet-<str:language>.pdf", training.sheets_pdf, name="sheets-pdf"),
    path(HERE + "training/sheets/<uuid:pk>/drop/", training.sheet_drop, name="sheet-drop"),
    path("open/test/", testing.test_code, name="open-test-code"),
    path("open/test/<str:code>/", testing.open_test, name="open-test"),
]
