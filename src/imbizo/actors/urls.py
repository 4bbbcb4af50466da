"""Addresses of the app."""

from django.urls import URLPattern, path

from imbizo.actors.views import (
    actor,
    consent,
    coverage,
    duplicates,
    imports,
    lists,
    parts,
    public,
    register,
    requests,
    retention,
)

app_name = "actors"

PEOPLE = "p/<slug:programme>/people/"

urlpatterns: list[URLPattern] = [
    path(PEOPLE, register.register, name="register"),
    path(f"{PEOPLE}export/<str:form>/", register.register_export, name="register-export"),
    path(f"{PEOPLE}bulk/", register.bulk, name="bulk"),
    path(f"{PEOPLE}bulk/list/", register.bulk_list, name="bulk-list"),
    path(f"{PEOPLE}bulk/tag/", register.bulk_tag, name="bulk-tag"),
    path(f"{PEOPLE}untag/<uuid:first>/<uuid:last>/", register.untag, name="untag"),
    path(f"{PEOPLE}new/person/", actor.person_add, name="person-add"),
    path(f"{PEOPLE}new/organisation/", actor.organisation_add, name="organisation-add"),
    path(f"{PEOPLE}lists/", lists.lists, name="lists"),
    path(f"{PEOPLE}lists/new/", lists.list_add, name="list-add"),
    path(f"{PEOPLE}lists/<uuid:pk>/", lists.actor_list, name="list"),
    path(f"{PEOPLE}lists/<uuid:pk>/edit/", lists.list_edit, name="list-edit"),
    path(f"{PEOPLE}lists/<uuid:pk>/sharing/", lists.list_sharing, name="list-sharing"),
    path(f"{PEOPLE}lists/<uuid:pk>/take-off/", lists.list_take_off, name="list-take-off"),
    path(f"{PEOPLE}lists/<uuid:pk>/undo/<uuid:entry>/", lists.list_undo, name="list-undo"),
    path(f"{PEOPLE}lists/<uuid:pk>/export/<str:form>/", lists.list_export, name="list-export"),
    path(f"{PEOPLE}<uuid:pk>/", actor.actor, name="actor"),
    path(f"{PEOPLE}<uuid:pk>/edit/", actor.actor_edit, name="actor-edit"),
    path(f"{PEOPLE}<uuid:pk>/withdraw/", actor.actor_withdraw, name="actor-withdraw"),
    path(f"{PEOPLE}<uuid:pk>/restore/", actor.actor_restore, name="actor-restore"),
    path(f"{PEOPLE}<uuid:pk>/sharing/", actor.actor_sharing, name="actor-sharing"),
    path(f"{PEOPLE}<uuid:pk>/contact/", parts.contact_add, name="contact-add"),
    path(f"{PEOPLE}<uuid:pk>/affiliation/", parts.affiliation_add, name="affiliation-add"),
    path(f"{PEOPLE}<uuid:pk>/name/", parts.name_add, name="name-add"),
    path(f"{PEOPLE}<uuid:pk>/note/", parts.note_add, name="note-add"),
    path(f"{PEOPLE}<uuid:pk>/offices/end/", parts.offices_end, name="offices-end"),
    path(
        f"{PEOPLE}<uuid:pk>/offices/reopen/<uuid:first>/<uuid:last>/",
        parts.offices_reopen,
        name="offices-reopen",
    ),
    path(f"{PEOPLE}contact/<uuid:pk>/", parts.contact_edit, name="contact-edit"),
    path(f"{PEOPLE}contact/<uuid:pk>/sharing/", parts.contact_sharing, name="contact-sharing"),
    path(f"{PEOPLE}affiliation/<uuid:pk>/", parts.affiliation_edit, name="affiliation-edit"),
    path(f"{PEOPLE}note/<uuid:pk>/", parts.note_edit, name="note-edit"),
    path(f"{PEOPLE}note/<uuid:pk>/sharing/", parts.note_sharing, name="note-sharing"),
    path(f"{PEOPLE}take-away/<str:kind>/<uuid:pk>/", parts.part_remove, name="take-away"),
    path(f"{PEOPLE}put-back/<uuid:pk>/", parts.part_put_back, name="put-back"),
]

CELL = "p/<slug:programme>/coverage/<str:sphere>/<str:kind>/<str:where>/"

urlpatterns += [
    path("p/<slug:programme>/coverage/", coverage.coverage, name="coverage"),
    path("p/<slug:programme>/coverage/expected/", coverage.expected, name="expected"),
    path("p/<slug:programme>/coverage/expected/<uuid:pk>/", coverage.expected_edit, name="expected-edit"),
    path(
        "p/<slug:programme>/coverage/expected/<uuid:pk>/remove/",
        coverage.expected_remove,
        name="expected-remove",
    ),
    path(CELL, coverage.cell, name="coverage-cell"),
    path(f"{CELL}assign/", coverage.assign, name="coverage-assign"),
    path(f"{CELL}not-expected/", coverage.not_expected, name="coverage-not-expected"),
    path("p/<slug:programme>/searches/", coverage.searches, name="searches"),
    path("p/<slug:programme>/searches/<uuid:pk>/found/", coverage.search_found, name="search-found"),
    path(
        "p/<slug:programme>/searches/<uuid:pk>/not-there/", coverage.search_not_there, name="search-not-there"
    ),
    path("p/<slug:programme>/searches/<uuid:pk>/again/", coverage.search_again, name="search-again"),
    path("p/<slug:programme>/basis/", consent.basis, name="basis"),
    path("p/<slug:programme>/basis/<uuid:pk>/end/", consent.basis_withdraw, name="basis-withdraw"),
    path(f"{PEOPLE}<uuid:pk>/basis/", consent.basis_record, name="basis-record"),
    path(f"{PEOPLE}<uuid:pk>/objection/", consent.objection_record, name="objection-record"),
    path(f"{PEOPLE}<uuid:pk>/in-person/", consent.in_person, name="in-person"),
    path(f"{PEOPLE}<uuid:pk>/as-others/", consent.as_others, name="as-others"),
    path(f"{PEOPLE}<uuid:pk>/own-page/", requests.subject_link, name="subject-link"),
    path("p/<slug:programme>/objections/<uuid:pk>/lift/", consent.objection_lift, name="objection-lift"),
    path("p/<slug:programme>/contacts/<uuid:pk>/stop/", consent.contact_stop, name="contact-stop"),
    path("p/<slug:programme>/contacts/<uuid:pk>/start/", consent.contact_start, name="contact-start"),
    path("p/<slug:programme>/requests/", requests.requests, name="requests"),
    path("p/<slug:programme>/requests/add/", requests.request_add, name="request-add"),
    path("p/<slug:programme>/requests/<uuid:pk>/", requests.request, name="request"),
    path("p/<slug:programme>/requests/<uuid:pk>/match/", requests.request_match, name="request-match"),
    path("p/<slug:programme>/requests/<uuid:pk>/handler/", requests.request_handler, name="request-handler"),
    path("p/<slug:programme>/requests/<uuid:pk>/answer/", requests.request_answer, name="request-answer"),
    path("p/<slug:programme>/requests/<uuid:pk>/refuse/", requests.request_refuse, name="request-refuse"),
    path("p/<slug:programme>/requests/<uuid:pk>/file/", requests.request_file, name="request-file"),
    path("p/<slug:programme>/requests/<uuid:pk>/erase/", requests.request_erase, name="request-erase"),
    path("p/<slug:programme>/retention/", retention.retention, name="retention"),
    path(
        "p/<slug:programme>/retention/<uuid:pk>/confirm/",
        retention.retention_confirm,
        name="retention-confirm",
    ),
    path("open/my-data/<str:token>/", public.my_data, name="my-data"),
    path("open/my-data/<str:token>/stop/", public.my_data_stop, name="my-data-stop"),
    path("open/<slug:slug>/ask/", public.ask, name="ask"),
]

BATCH = "p/<slug:programme>/imports/<uuid:pk>/"
PAIRS = "p/<slug:programme>/duplicates/"

urlpatterns += [
    path("p/<slug:programme>/imports/", imports.imports, name="imports"),
    path("p/<slug:programme>/imports/new/", imports.import_new, name="import-new"),
    path(BATCH, imports.import_page, name="import"),
    path(f"{BATCH}progress/", imports.import_progress, name="import-progress"),
    path(f"{BATCH}columns/", imports.import_columns, name="import-columns"),
    path(f"{BATCH}columns/again/", imports.import_change_columns, name="import-change-columns"),
    path(f"{BATCH}decide/", imports.import_decide, name="import-decide"),
    path(f"{BATCH}sure/", imports.import_sure, name="import-sure"),
    path(f"{BATCH}bring-in/", imports.import_bring_in, name="import-bring-in"),
    path(f"{BATCH}discard/", imports.import_discard, name="import-discard"),
    path(f"{BATCH}undo/", imports.import_undo, name="import-undo"),
    path(PAIRS, duplicates.pairs, name="pairs"),
    path(f"{PAIRS}look/", duplicates.pairs_look, name="pairs-look"),
    path(f"{PAIRS}merge/", duplicates.pairs_merge, name="pairs-merge"),
    path(f"{PAIRS}<uuid:pk>/", duplicates.pair, name="pair"),
    path(f"{PAIRS}<uuid:pk>/different/", duplicates.pair_different, name="pair-different"),
    path(f"{PAIRS}<uuid:pk>/again/", duplicates.pair_again, name="pair-again"),
    path(f"{PAIRS}merges/<uuid:pk>/undo/", duplicates.merge_undo, name="merge-undo"),
    path(f"{PEOPLE}<uuid:pk>/duplicates/", duplicates.pairs_of, name="pairs-of"),
]
