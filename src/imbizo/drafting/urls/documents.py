"""Documents, components, sections, versions."""

from django.urls import URLPattern, path

from imbizo.drafting.views import components, documents, outline, versions

HERE = "p/<slug:programme>/drafts/"
ONE = HERE + "<uuid:pk>/"
COMPONENTS = HERE + "components/"
SECTION = HERE + "sections/<uuid:pk>/"

urlpatterns: list[URLPattern] = [
    path(HERE + "", documents.documents, name="documents"),
    path(HERE + "add/", documents.document_add, name="document-add"),
    path(ONE, documents.document, name="document"),
    path(ONE + "edit/", documents.document_edit, name="document-edit"),
    path(ONE + "sharing/", documents.document_sharing, name="document-sharing"),
    path(ONE + "withdraw/", documents.document_withdraw, name="document-withdraw"),
    path(ONE + "take-up/", documents.document_take_up, name="document-take-up"),
    path(ONE + "read/", documents.reading, name="reading"),
    path(ONE + "components/", documents.document_components, name="document-components"),
    path(ONE + "from-components/", documents.document_from_components, name="document-from-components"),
    path(COMPONENTS, components.components, name="components"),
    path(COMPONENTS + "add/", components.component_add, name="component-add"),
    path(COMPONENTS + "<uuid:pk>/", components.component, name="component"),
    path(COMPONENTS + "<uuid:pk>/edit/", components.component_edit, name="component-edit"),
    path(COMPONENTS + "<uuid:pk>/sharing/", components.component_sharing, name="component-sharing"),
    path(COMPONENTS + "<uuid:pk>/move/", components.component_move, name="component-move"),
    path(COMPONENTS + "<uuid:pk>/withdraw/", components.component_withdraw, name="component-withdraw"),
    path(COMPONENTS + "<uuid:pk>/take-up/", components.component_take_up, name="component-take-up"),
    path(ONE + "sections/add/", outline.section_add, name="section-add"),
    path(SECTION + "settings/", outline.section_settings, name="section-settings"),
    path(SECTION + "move/", outline.section_move, name="section-move"),
    path(SECTION + "place/", outline.section_place, name="section-place"),
    path(SECTION + "divide/", outline.section_split, name="section-split"),
    path(SECTION + "join/", outline.section_join, name="section-join"),
    path(SECTION + "take-away/", outline.section_take_away, name="section-take-away"),
    path(SECTION + "put-back/", outline.section_put_back, name="section-put-back"),
    path(SECTION + "states/", versions.section_states, name="section-states"),
    path(SECTION + "states/<int:number>/", versions.section_state, name="section-state"),
    path(SECTION + "states/<int:number>/restore/", versions.section_restore, name="section-restore"),
    path(ONE + "versions/", versions.publications, name="publications"),
    path(ONE + "publish/", versions.publish, name="publish"),
    path(ONE + "reopen/", versions.reopen, name="reopen"),
    path(HERE + "versions/<uuid:pk>/", versions.publication, name="publication"),
    path(HERE + "versions/<uuid:pk>/pdf/", versions.publication_as_pdf, name="publication-pdf"),
    path(ONE + "compare/", versions.compare, name="compare"),
    path(ONE + "compare/pdf/", versions.compare_as_file, {"form": "pdf"}, name="compare-pdf"),
    path(ONE + "compare/word/", versions.compare_as_file, {"form": "docx"}, name="compare-word"),
]
