"""Facts about the code that the import contracts can't see."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

from imbizo.thread import registry

SOURCE = Path(__file__).parents[2] / "src" / "imbizo"
# From the top of the map to its foot; apps on one row never import each other.
MAP = [
    "config",
    "desk",
    "agreements",
    "evidence",
    "drafting",
    "convening",
    "outreach",
    "actors",
    "messaging",
    "thread",
    "places",
    "programmes",
    "accounts",
    "base",
]
WRITES = {
    "save",
    "create",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
    "delete",
    "update",
}

# Concrete models that aren't shown on the thread, and why.
EXEMPT = {
    "accounts.user": "belongs to the installation",
    "agreements.revokedcertificate": "belongs to the installation",
    "agreements.signingauthority": "belongs to the installation",
    "actors.columnmapping": "a memory of the import page",
    "actors.expectation": "part of the process",
    "actors.importrow": "high volume: keeps its own history",
    "actors.listmember": "shown by its list",
    "actors.objection": "shown by its actor",
    "actors.register": "a counter",
    "actors.retentionnotice": "a notice to the coordinator",
    "actors.tag": "a word",
    "convening.bookingslot": "a quarter of an hour of its booking",
    "convening.openquestion": "a memory of what a number was asked",
    "convening.saidnotice": "a mark that word has gone",
    "convening.slip": "anonymous: shown as counts alone",
    "convening.vote": "shown by its voter",
    "drafting.revision": "a state of its section, shown in its versions",
    "evidence.coding": "high volume: shown by its code and its words",
    "evidence.textpage": "an index of the words of its source",
    "desk.notification": "tells of another record",
    "desk.searchentry": "tells of another record",
    "messaging.daytotal": "a sum of messages",
    "messaging.inbound": "high volume: shown by its conversation",
    "messaging.inboundpart": "waits for the others of its message",
    "messaging.part": "shown by its message",
    "messaging.report": "waits for its part",
    "messaging.sendingrules": "part of the programme's settings",
    "messaging.summeduntil": "a mark of the clock",
    "outreach.call": "shown by its call list",
    "outreach.calltry": "keeps its own history",
    "outreach.outreachrules": "part of the programme's settings",
    "outreach.recipient": "high volume: shown by its campaign",
    "outreach.wording": "shown by its campaign",
    "places.place": "belongs to the installation",
    "places.workarea": "part of the programme's settings",
    "thread.auditentry": "the trail itself",
    "thread.link": "the thread itself",
    "thread.publiclink": "opens another record",
    "thread.readentry": "the trail itself",
}


def ours() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("imbizo.")]


def files(*rooms: str) -> Iterator[Path]:
    for app in MAP:
        for room in rooms:
            yield from (SOURCE / app).glob(f"{room}.py")
            yield from (SOURCE / app / room).rglob("*.py")


def test_foreign_keys_point_down_the_map() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField)
        and field.related_model._meta.app_label in MAP
        and MAP.index(model._meta.app_label) > MAP.index(field.related_model._meta.app_label)
    ]
    assert upward == []


def test_no_view_writes_by_itself() -> None:
    writing = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in files("views")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
        # What a cache keeps for an hour is no record.
        if getattr(node.func.value, "id", "") != "cache"
    ]
    assert writing == []


def test_views_start_no_query_of_their_own() -> None:
    building = [
        f"{path.relative_to(SOURCE)}:{number}"
        for path in files("views")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"\.objects\b", line)
    ]
    assert building == []


def test_every_kind_of_record_is_shown_on_the_thread_or_exempt_with_a_reason() -> None:
    shown = {kind.model for kind in registry.all_kinds()}
    missing = {model._meta.label_lower for model in ours() if model not in shown}
    assert missing == EXEMPT.keys() & missing, missing - EXEMPT.keys()


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def test_every_address_names_a_permission() -> None:
    nameless = [
        address
        for address, pattern in patterns(get_resolver())
        if pattern.callback.__module__.startswith("imbizo.") and not hasattr(pattern.callback, "permission")
    ]
    assert nameless == []


# Addresses that anybody may open. A new one needs a line here, and a reason to be public.
PUBLIC = {
    "healthz": "for those who watch over the installation",
    "readyz": "for those who watch over the installation",
    "offline/": "shown when there is no connection",
    "service-worker.js": "keeps the offline page",
    "theme/": "keeps a choice in a cookie",
    "language/": "keeps a choice in a cookie",
    "open/invitation/<str:token>/": "an invited person has no account yet",
    "open/my-data/<str:token>/": "what is held about a person, for that person",
    "open/my-data/<str:token>/stop/": "the same person wants no more messages",
    "open/<slug:slug>/ask/": "anybody may ask what is held about them",
    "open/i/<str:token>/": "an invited person answers, changes their mind, says what they need",
    "open/letter/<str:token>/": "an office that is told first reads its letter and answers",
    "open/letter/<str:token>/letter.pdf": "the same letter, to print",
    "open/calendar/<str:token>.ics": "calendar programs hold only the address, which is a member's own",
    "open/day/": "a device at the door speaks for itself; the page names nobody",
    "open/day/scribe/": "a scribe's device writes down what is said; the page names nobody",
    "open/day/worker.js": "keeps the pages of a device; the same for everybody",
    "open/day/sync/": "a device at the door has a token, and no session that would end during the day",
    "open/slip/<str:token>/": "an anonymous slip on a tablet on which nobody is signed in",
    "open/table/": "groups in the hall have no account; made-up codes are counted",
    "open/table/<str:code>/": "a group in the hall, by its table's code",
    "open/say/<str:code>/": "anybody in the hall, without a name",
    "open/wall/<str:token>/": "the projector's laptop, on which nobody is signed in",
    "open/agreement/<str:code>/": "anybody reads an agreement that its parties made public",
    "open/agreement/<str:code>/verify/": "anybody checks a copy of it; the file isn't kept",
    "open/consent/<str:token>/": "the official of a party says what it says, without an account",
    "open/answer-to/<str:token>/": "an institution answers what was put to it",
    "open/action/<str:token>/": "whoever took something on, without an account, says how it stands",
    "open/proceedings/<str:token>/": "those who came read what was approved",
    "open/proceedings/<str:token>/proceedings.<str:form>": "the same, to print or to go on writing in",
    "open/certificate/": "anybody may check a certificate; made-up codes are counted",
    "open/certificate/<str:code>/": "what stands on the paper, and no more",
    "open/said/": "an anonymous participant, by the receipt's code; made-up codes are counted",
    "open/said/<str:token>/": "a participant reads what became of what they said",
    "open/test/": "people at a training have no account; made-up codes are counted",
    "open/test/<str:code>/": "a knowledge test, by the training's code and the code of a card",
    "open/poll/<str:token>/": "a voter for a date has no account",
    "open/booking/<str:token>/": "a hall's caretaker has no account",
    "open/nominate/<str:token>/": "an institution that is asked to name people has no account",
    "open/apply/<str:token>/": "anybody may come forward for an open place",
    "open/candidate/<str:token>/": "a candidate's own page",
    "open/signing-authority.pem": "anybody may make another program know the signatures of this site",
    "open/sign/<str:token>/": "a signatory reads and signs without an account",
    "open/sign/<str:token>/code/": "the code goes to the signatory's registered address, and nowhere else",
    "open/sign/<str:token>/decline/": "a signatory says that they don't sign",
    "open/sign/<str:token>/bring-back/": "a signatory brings the file that they signed elsewhere",
    "open/sign/<str:token>/agreement.pdf": "the agreement, for those who sign it",
    "open/read/<str:token>/": "a member of a reference group reads a draft without an account",
    "open/read/<str:token>/<uuid:section>/": "the same, a section of it",
    "open/read/<str:token>/comments/<uuid:pk>/": "the same reader changes what they said",
    "open/read/<str:token>/pdf/": "the same text, to print",
    "open/read/<str:token>/word/": "the same reader writes in Word, and brings the file back",
    "open/read/<str:token>/word/file/": "the same text, to write in",
    "open/read/<str:token>/word/<uuid:pk>/": "what was found in the file that the reader brought",
    "open/terms/<str:token>/": "somebody who is nominated reads the terms and agrees",
    "open/path/<str:token>/": "an official confirms how a text is adopted there, without an account",
    "open/measure/<str:token>/": "who answers for a measure says how it goes, without an account",
    "open/gateways/<uuid:pk>/report/": "suppliers have no account; each call carries its proof",
    "open/gateways/<uuid:pk>/inbound/": "suppliers have no account; each call carries its proof",
}


def test_what_is_public_is_so_on_purpose() -> None:
    public = {
        address
        for address, pattern in patterns(get_resolver())
        if getattr(pattern.callback, "permission", "") == "public"
    }
    assert public == PUBLIC.keys() & public, public - PUBLIC.keys()


def test_addresses_of_a_programme_lie_below_it() -> None:
    astray = [
        address
        for address, pattern in patterns(get_resolver())
        if "." in str(getattr(pattern.callback, "permission", ""))
        and not address.startswith("p/<slug:programme>/")
    ]
    assert astray == []


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_templates_are_included_across_apps_only_from_base_and_thread(path: Path) -> None:
    app = path.relative_to(SOURCE).parts[0]
    used = re.findall(r"""{%\s*(?:include|extends)\s+["']([a-z_]+)/""", path.read_text())
    allowed = {app, "base", "thread", "allauth", "account", "mfa", "django"}
    assert set(used) <= allowed


def test_screens_are_entered_only_by_their_own_app_and_config() -> None:
    entering = [
        f"{path.relative_to(SOURCE)} enters {other}"
        for path in SOURCE.rglob("*.py")
        for other in re.findall(r"(?:from|import) imbizo\.(\w+)\.(?:views|forms|urls)\b", path.read_text())
        if other not in {path.relative_to(SOURCE).parts[0], "base"} and path.parent.name != "config"
    ]
    assert entering == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    found = [path for path in SOURCE.rglob("*.py") if path.stem in {"utils", "helpers", "common", "misc"}]
    assert found == []
