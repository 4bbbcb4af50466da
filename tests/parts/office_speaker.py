"""Run by Debian's Python beside LibreOffice: takes a line of JSON, does it in the office, answers with a line.

It imports nothing of ours. Arguments: the name of the office's pipe, a folder for files.
"""

import base64
import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

# Only Debian's own Python has it.
uno: Any = importlib.import_module("uno")

PATIENCE = 60
FILTERS = {
    "docx": "MS Word 2007 XML",
    "odt": "writer8",
    "doc": "MS Word 97",
    "rtf": "Rich Text Format",
    "pdf": "writer_pdf_Export",
}


class Speaker:
    """The office's desktop, and what tests ask of it. Documents and places in them are the office's own objects."""

    def __init__(self, pipe: str, folder: str) -> None:
        self.folder = Path(folder)
        self.context = connected(pipe)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def answer(self, verb: str, content: str, came_as: str = "docx", **more: Any) -> Any:
        """Open the content, ask, close."""
        path = self.folder / f"asked.{came_as}"
        path.write_bytes(base64.b64decode(content))
        hidden = (option("Hidden", True),)
        document = self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, hidden)
        if document is None:
            raise ValueError("LibreOffice can't open this file")
        try:
            return getattr(self, verb)(document, **more)
        finally:
            document.close(True)

    def text(self, document: Any) -> str:
        return str(document.Text.String).replace("\r\n", "\n")

    def remarks(self, document: Any) -> list[dict[str, str]]:
        kind = "com.sun.star.text.textfield.Annotation"
        notes = [field for field in listed(document.TextFields) if field.supportsService(kind)]
        return [{"author": note.Author, "text": note.Content, "quote": note.Anchor.String} for note in notes]

    def redlines(self, document: Any) -> list[dict[str, str]]:
        changes = listed(document.Redlines)
        return [{"kind": change.RedlineType, "author": change.RedlineAuthor} for change in changes]

    def resolved(self, document: Any, command: str) -> str:
        frame = document.CurrentController.Frame
        self.service("com.sun.star.frame.DispatchHelper").executeDispatch(frame, command, "", 0, ())
        return self.text(document)

    def converted(self, document: Any, kind: str) -> str:
        path = self.folder / f"answered.{kind}"
        document.storeToURL(path.as_uri(), (option("FilterName", FILTERS[kind]),))
        return base64.b64encode(path.read_bytes()).decode()

    def locked(self, document: Any, password: str) -> str:
        path = self.folder / "answered.docx"
        # The office keeps the passwords of Word files apart from its own.
        given = (named("CryptoType", "Standard"), named("OOXPassword", password))
        key = option("EncryptionData", uno.Any("[]com.sun.star.beans.NamedValue", given))
        document.storeToURL(path.as_uri(), (option("FilterName", FILTERS["docx"]), key))
        return base64.b64encode(path.read_bytes()).decode()

    def edited(self, document: Any, steps: list[tuple[str, str, str]], author: str) -> str:
        self.sign_as(author)
        for verb, words, other in steps:
            search = document.createSearchDescriptor()
            search.SearchString, search.SearchCaseSensitive = words, True
            getattr(self, verb)(document, document.findFirst(search), other, author)
        return self.converted(document, "docx")

    def replace(self, document: Any, place: Any, words: str, _author: str) -> None:
        document.RecordChanges = True
        place.String = words

    def comment(self, document: Any, place: Any, words: str, author: str) -> None:
        # A comment isn't a change of the text.
        document.RecordChanges = False
        note = document.createInstance("com.sun.star.text.textfield.Annotation")
        note.Content, note.Author = words, author
        place.Text.insertTextContent(place, note, True)

    def sign_as(self, author: str) -> None:
        """Tracked changes carry the name in the profile."""
        given, _, family = author.partition(" ")
        provider = self.service("com.sun.star.configuration.ConfigurationProvider")
        path = (option("nodepath", "/org.openoffice.UserProfile/Data"),)
        access = "com.sun.star.configuration.ConfigurationUpdateAccess"
        profile = provider.createInstanceWithArguments(access, path)
        profile.setPropertyValue("givenname", given)
        profile.setPropertyValue("sn", family)
        profile.commitChanges()


def option(name: str, value: Any) -> Any:
    return _filled("com.sun.star.beans.PropertyValue", name, value)


def named(name: str, value: Any) -> Any:
    return _filled("com.sun.star.beans.NamedValue", name, value)


def _filled(kind: str, name: str, value: Any) -> Any:
    made = uno.createUnoStruct(kind)
    made.Name, made.Value = name, value
    return made


def listed(supplier: Any) -> list[Any]:
    """What an enumeration goes through."""
    through = supplier.createEnumeration()
    found = []
    while through.hasMoreElements():
        found.append(through.nextElement())
    return found


def connected(pipe: str) -> Any:
    """The office's context, as soon as the office answers."""
    here = uno.getComponentContext()
    resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
    not_yet = uno.getClass("com.sun.star.connection.NoConnectException")
    until = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except not_yet:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def main(pipe: str, folder: str) -> None:
    speaker = Speaker(pipe, folder)
    for line in sys.stdin:
        try:
            told = {"answer": speaker.answer(**json.loads(line))}
        except Exception as error:  # noqa: BLE001  # whatever it is, the test that asked is told
            told = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(told), flush=True)
    speaker.desktop.terminate()


main(*sys.argv[1:])
