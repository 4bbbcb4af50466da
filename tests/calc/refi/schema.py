"""The rules of Project.xsd (18 March 2019) and Codebook.xsd, in our own words, to check what is written.

Each element: its children in their order ("?" none or one, "*" any number, "+" at least one, else exactly
one; "|" any of these, in any order) and its attributes ("!" required).
"""

import re

from lxml import etree

STAMP = "creatingUser:guid creationDateTime:moment modifyingUser:guid modifiedDateTime:moment"
STAMP_OF_PROJECT = STAMP.replace("User:", "UserGUID:")
ITSELF = "guid:guid! name:text"
TEXT = "Description? PlainTextContent? PlainTextSelection* Coding* NoteRef* VariableValue*"
TEXT_ATTRIBUTES = f"{ITSELF} richTextPath:text plainTextPath:text {STAMP}"
SELECTION = "Description? Coding* NoteRef*"
CORNERS = "firstX:whole! firstY:whole! secondX:whole! secondY:whole!"
TAIL = "Coding* NoteRef* VariableValue*"
FILE = f"{ITSELF} path:text currentPath:text {STAMP}"
REFERENCES = "NoteRef CodeRef SourceRef SelectionRef VariableRef MemberCode MemberSource MemberNote"
WORDS = "Description PlainTextContent TextValue BooleanValue IntegerValue FloatValue DateValue DateTimeValue"
TARGET = "targetGUID:guid!"

PROJECT: dict[str, tuple[str, str]] = {
    "Project": (
        "Users? CodeBook? Variables? Cases? Sources? Notes? Links? Sets? Graphs? Description? NoteRef*",
        f"name:text! origin:text {STAMP_OF_PROJECT} basePath:text schemaLocation:text",
    ),
    "Users": ("User+", ""),
    "User": ("", f"{ITSELF} id:text"),
    "CodeBook": ("Codes", ""),
    "Codes": ("Code+", ""),
    "Code": ("Description? NoteRef* Code*", "guid:guid! name:text! isCodable:truth! color:colour"),
    "Cases": ("Case+", ""),
    "Case": ("Description? CodeRef* VariableValue* SourceRef* SelectionRef*", ITSELF),
    "Variables": ("Variable+", ""),
    "Variable": ("Description?", "guid:guid! name:text! typeOfVariable:type!"),
    "VariableValue": (
        "VariableRef TextValue? BooleanValue? IntegerValue? FloatValue? DateValue? DateTimeValue?",
        "",
    ),
    "Sets": ("Set+", ""),
    "Set": ("Description? MemberCode* MemberSource* MemberNote*", "guid:guid! name:text!"),
    "Sources": ("TextSource|PictureSource|PDFSource|AudioSource|VideoSource", ""),
    "TextSource": (TEXT, TEXT_ATTRIBUTES),
    "Note": (TEXT, TEXT_ATTRIBUTES),
    "Representation": (TEXT, TEXT_ATTRIBUTES),
    "TextDescription": (TEXT, TEXT_ATTRIBUTES),
    "PlainTextSelection": (SELECTION, f"{ITSELF} startPosition:whole! endPosition:whole! {STAMP}"),
    "PictureSource": (f"Description? TextDescription? PictureSelection* {TAIL}", FILE),
    "PictureSelection": (SELECTION, f"{ITSELF} {CORNERS} {STAMP}"),
    "PDFSource": (f"Description? PDFSelection* Representation? {TAIL}", FILE),
    "PDFSelection": (
        "Description? Representation? Coding* NoteRef*",
        f"{ITSELF} page:whole! {CORNERS} {STAMP}",
    ),
    "AudioSource": (f"Description? Transcript* AudioSelection* {TAIL}", FILE),
    "VideoSource": (f"Description? Transcript* VideoSelection* {TAIL}", FILE),
    "AudioSelection": (SELECTION, f"{ITSELF} begin:whole! end:whole! {STAMP}"),
    "VideoSelection": (SELECTION, f"{ITSELF} begin:whole! end:whole! {STAMP}"),
    "Transcript": (
        "Description? PlainTextContent? SyncPoint* TranscriptSelection* NoteRef*",
        TEXT_ATTRIBUTES,
    ),
    "TranscriptSelection": (SELECTION, f"{ITSELF} fromSyncPoint:guid toSyncPoint:guid {STAMP}"),
    "SyncPoint": ("", "guid:guid! timeStamp:whole position:whole"),
    "Coding": ("CodeRef NoteRef*", "guid:guid! creatingUser:guid creationDateTime:moment"),
    "Notes": ("Note+", ""),
    "Links": ("Link+", ""),
    "Link": ("NoteRef*", f"{ITSELF} direction:direction color:colour originGUID:guid targetGUID:guid"),
    **dict.fromkeys(REFERENCES.split(), ("", TARGET)),
    **dict.fromkeys(WORDS.split(), ("", "")),
}
CODEBOOK: dict[str, tuple[str, str]] = {
    "CodeBook": ("Codes Sets?", "origin:text schemaLocation:text"),
    "Codes": PROJECT["Codes"],
    "Code": ("Description? Code*", PROJECT["Code"][1]),
    "Sets": PROJECT["Sets"],
    "Set": ("Description? MemberCode*", PROJECT["Set"][1]),
    "MemberCode": ("", "guid:guid!"),
    "Description": ("", ""),
}
GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
TYPES = {
    "guid": GUID,
    "text": r"(?s).*",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "whole": r"[+-]?\d+",
    "truth": "true|false|1|0",
    "colour": "#([A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})",
    "type": "Text|Boolean|Integer|Float|Date|DateTime",
    "direction": "Associative|OneWay|Bidirectional",
}


def faults(root: etree._Element, rules: dict[str, tuple[str, str]], namespace: str) -> list[str]:
    """Where the tree breaks the rules; an empty list if it's valid."""
    found = []
    for element in root.iter(etree.Element):
        space, _, name = str(element.tag)[1:].partition("}")
        if space != namespace or name not in rules:
            found.append(f"<{name}> isn't in {namespace}")
            continue
        children, attributes = rules[name]
        inside = "".join(f"{str(child.tag).rpartition('}')[2]} " for child in element)
        if not re.fullmatch(_order(children), inside):
            found.append(f"<{name}> has {inside}instead of {children}")
        found.extend(_attribute_faults(element, name, attributes))
    return found


def _order(children: str) -> str:
    """The children as a regular expression over their names."""
    if "|" in children:
        return f"(({children}) )+"
    parts = (re.fullmatch(r"(\w+)([?*+]?)", child) for child in children.split())
    return "".join(f"({part[1]} ){part[2]}" for part in parts if part)


def _attribute_faults(element: etree._Element, name: str, attributes: str) -> list[str]:
    types = dict(rule.rstrip("!").split(":") for rule in attributes.split())
    given = {str(key).rpartition("}")[2]: str(value) for key, value in element.items()}
    needed = [rule.split(":")[0] for rule in attributes.split() if rule.endswith("!")]
    return [
        *(f"<{name}> lacks {key}" for key in needed if key not in given),
        *(
            f"<{name}> has {key}={value!r}"
            for key, value in given.items()
            if not _fits(types.get(key), value)
        ),
    ]


def _fits(kind: str | None, value: str) -> bool:
    return kind is not None and re.fullmatch(TYPES[kind], value) is not None
