"""The words of REFI-QDA 1.5: which elements stand in which, as Project.xsd and Codebook.xsd say."""

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
SCHEMA = f"{PROJECT} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
CODEBOOK_SCHEMA = f"{CODEBOOK} http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"

SOURCES = ("TextSource", "PictureSource", "PDFSource", "AudioSource", "VideoSource")
TEXTS = ("TextSource", "Representation", "TextDescription", "Note", "Transcript")
_TEXT = ("Description", "PlainTextContent", "PlainTextSelection", "Coding", "NoteRef", "VariableValue")
_SELECTION = ("Description", "Coding", "NoteRef")
_RECORDING = ("Description", "Transcript", "Coding", "NoteRef", "VariableValue")

CHILDREN: dict[str, frozenset[str]] = {
    name: frozenset(inside)
    for name, inside in {
        "Project": (
            *("Users", "CodeBook", "Variables", "Cases", "Sources", "Notes", "Links", "Sets", "Graphs"),
            *("Description", "NoteRef"),
        ),
        "Users": ("User",),
        "CodeBook": ("Codes", "Sets", "Code"),  # some leave Codes out
        "Codes": ("Code",),
        "Code": ("Description", "NoteRef", "Code", "SubCodes"),  # some wrap the codes below
        "SubCodes": ("Code",),
        "Variables": ("Variable",),
        "Variable": ("Description",),
        "VariableValue": (
            *("VariableRef", "TextValue", "BooleanValue", "IntegerValue", "FloatValue"),
            *("DateValue", "DateTimeValue"),
        ),
        "Cases": ("Case",),
        "Case": ("Description", "CodeRef", "VariableValue", "SourceRef", "SelectionRef"),
        "Sources": SOURCES,
        "TextSource": _TEXT,
        "Representation": _TEXT,
        "TextDescription": _TEXT,
        "Note": _TEXT,
        "PlainTextSelection": _SELECTION,
        "PictureSource": (
            *("Description", "TextDescription", "PictureSelection", "Coding", "NoteRef", "VariableValue"),
        ),
        "PictureSelection": _SELECTION,
        "PDFSource": ("Description", "PDFSelection", "Representation", "Coding", "NoteRef", "VariableValue"),
        "PDFSelection": (*_SELECTION, "Representation"),
        "AudioSource": (*_RECORDING, "AudioSelection"),
        "VideoSource": (*_RECORDING, "VideoSelection"),
        "AudioSelection": _SELECTION,
        "VideoSelection": _SELECTION,
        "Transcript": ("Description", "PlainTextContent", "SyncPoint", "TranscriptSelection", "NoteRef"),
        "TranscriptSelection": _SELECTION,
        "Coding": ("CodeRef", "NoteRef"),
        "Notes": ("Note",),
        "Links": ("Link",),
        "Link": ("NoteRef",),
        "Sets": ("Set",),
        "Set": ("Description", "MemberCode", "MemberSource", "MemberNote"),
    }.items()
}
