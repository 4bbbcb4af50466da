"""Projects in the manner of the programs that people use, each with its habits; all words are invented."""

from decimal import Decimal

from imbizo.calc.refi import Reason, made_guid, passages, read_codebook, read_project, words, write_project
from imbizo.calc.refi.model import PdfSource, Project, RecordingSource, TextSource, Value
from tests.calc.refi.packages import package, row

XSI = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def guid(number: int) -> str:
    return f"0A1B2C3D-0000-4000-8000-{number:012d}"


def low(number: int) -> str:
    return guid(number).lower()


def heading(origin: str, rest: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\r\n<Project {XSI} xmlns="urn:QDA-XML:project:1.0" '
        f'name="Water study" origin="{origin}" {rest}>'
    )


def coded(number: int, code: int, user: int) -> str:
    return (
        f'<Coding guid="{guid(number)}" creatingUser="{guid(user)}" creationDateTime="2026-03-01T09:00:00Z">'
        f'<CodeRef targetGUID="{guid(code)}"/></Coding>'
    )


NVIVO = package(
    {
        "project.qde": "\ufeff"
        + heading("NVivo for Windows 14.23", 'basePath="" creationDateTime="2026-03-01T09:00:00.1234567Z"')
        + f"""
  <Users><User guid="{guid(1)}" name="Amina" id="AM" /></Users>
  <CodeBook><Codes>
    <Code guid="{guid(10)}" name="Services" isCodable="true"><Description />
      <Code guid="{guid(11)}" name="Water" isCodable="true" color="#FF0000" />
    </Code></Codes></CodeBook>
  <Variables><Variable guid="{guid(20)}" name="Ward" typeOfVariable="Integer" /></Variables>
  <Cases><Case guid="{guid(30)}" name="Farm worker 1">
    <CodeRef targetGUID="{guid(11)}" />
    <VariableValue><VariableRef targetGUID="{guid(20)}" /><IntegerValue>7</IntegerValue></VariableValue>
  </Case></Cases>
  <Sources>
    <TextSource guid="{guid(40)}" name="Interview" richTextPath="internal://{guid(40)}.docx"
      plainTextPath="internal://{guid(40)}.txt" creatingUser="{guid(1)}">
      <PlainTextSelection guid="{guid(50)}" name="" startPosition="15" endPosition="28">
        {coded(60, 11, 1)}</PlainTextSelection>
      <PlainTextSelection guid="{guid(51)}" name="" startPosition="30" endPosition="37">
        {coded(61, 30, 1)}</PlainTextSelection>
      <PlainTextSelection guid="{guid(52)}" name="" startPosition="2" endPosition="12">
        {coded(62, 11, 1)}</PlainTextSelection>
    </TextSource>
    <VideoSource guid="{guid(41)}" name="Walk" path="relative:///walk.mp4"><Transcript guid="{guid(42)}">
      <PlainTextContent>Here it leaks</PlainTextContent>
      <SyncPoint guid="{guid(43)}" timeStamp="1000" position="0"/>
      <SyncPoint guid="{guid(44)}" timeStamp="2500" position="13"/>
      <TranscriptSelection guid="{guid(45)}" fromSyncPoint="{guid(43)}" toSyncPoint="{guid(44)}">
        {coded(63, 11, 1)}</TranscriptSelection></Transcript></VideoSource>
  </Sources>
  <Notes><Note guid="{guid(70)}" name="Memo" plainTextPath="internal://{guid(70)}.txt" /></Notes>
</Project>""",
        f"Sources/{guid(40)}.txt": "😀Pipes leak.\r\nNo water here\r\nI farm.".encode(),
        f"Sources/{guid(40)}.docx": b"PK docx",
        f"Sources/{guid(70)}.txt": "Look again".encode("utf-8-sig"),
    }
)
ATLAS = package(
    {
        "project.qde": heading("ATLAS.ti Win 23.4.0")
        + f"""<Users><User guid="{guid(1)}" name="Bo"/><User guid="{guid(2)}" name="Amina"/></Users>
  <CodeBook><Codes><Code guid="{guid(10)}" name="Water" isCodable="true" color="#46AA00"/></Codes></CodeBook>
  <Sources>
    <TextSource guid="{guid(40)}" name="D1" plainTextPath="absolute:///C:/Users/Bo/{guid(40)}.txt">
      <PlainTextSelection guid="{guid(50)}" name="No water here" startPosition="12" endPosition="25">
        <Description>Said twice</Description>{coded(60, 10, 1)}{coded(61, 10, 2)}</PlainTextSelection>
    </TextSource>
    <PDFSource guid="{guid(41)}" name="D2" path="internal://{guid(41)}.pdf">
      <PDFSelection guid="{guid(51)}" page="1" firstX="72" firstY="700" secondX="200" secondY="680">
        {coded(62, 10, 1)}</PDFSelection>
      <Representation guid="{guid(42)}" plainTextPath="internal://{guid(42)}.txt">
        <PlainTextSelection guid="{guid(51)}" name="The dam..." startPosition="0" endPosition="16">
          {coded(63, 10, 1)}</PlainTextSelection></Representation>
    </PDFSource>
  </Sources>
  <Links><Link guid="{guid(80)}" name="contradicts" direction="OneWay" color="#000000"
    originGUID="{guid(50)}" targetGUID="{guid(51)}"/></Links>
  <Graphs><Graph guid="{guid(90)}" name="Network 1"/></Graphs></Project>""",
        f"sources/{guid(40)}.txt": b"Pipes leak.\r\nNo water here",
        f"sources/{guid(41)}.pdf": b"%PDF-1.7",
        f"sources/{guid(42)}.txt": b"The dam is empty\r\nsince May",
    }
)
MAXQDA = package(
    {
        "project.qde": heading("MAXQDA 24 (Release 24.7.0)", 'modifiedDateTime="2026-07-14T18:42:34"')
        + f""" <Users><User guid="{guid(1)}" name="bo"/></Users>
 <CodeBook><Codes><Code color="red" guid="{guid(10)}" name="Water" isCodable="true">
   <Description>
     What is said of water.
   </Description></Code></Codes></CodeBook>
 <Variables><Variable guid="{guid(20)}" name="Share" typeOfVariable="Float"/>
   <Variable guid="{guid(21)}" name="Since" typeOfVariable="Date"/></Variables>
 <Sources><TextSource modifyingUser="{guid(1)}" guid="{guid(40)}" name="Focus group"
   plainTextPath="internal://{guid(40)}.txt">
   <PlainTextSelection guid="{guid(50)}" name="7,12" startPosition="7" endPosition="12">
     <Coding guid="{guid(50)}"><CodeRef targetGUID="{guid(10)}"/></Coding></PlainTextSelection>
   <PlainTextSelection guid="{guid(51)}" name="0,5" startPosition="0" endPosition="5">
     <Description>A note in the margin</Description></PlainTextSelection>
   <VariableValue><VariableRef targetGUID="{guid(20)}"/><FloatValue>0,25</FloatValue></VariableValue>
   <VariableValue><VariableRef targetGUID="{guid(21)}"/><DateValue>last May</DateValue></VariableValue>
 </TextSource></Sources>
 <Sets><Set guid="{guid(75)}" name="2026"><MemberSource targetGUID="{guid(40)}"/></Set></Sets></Project>""",
        f"sources/{guid(40)}.txt": b"Wells.\nWater!\n",
    }
)
QUALCODER = package(
    {
        "project.qde": "\ufeff"
        + heading("Qualcoder-3.5", f'creatingUserGUID="{guid(1)}" creationDateTime="2026-01-05 10:30:00"')
        + f"""<Users><User guid="{guid(1)}" name="default"/></Users>
<CodeBook><Codes><Code guid="{guid(9)}" name="Place" isCodable="false">
<Code guid="{guid(10)}" name="Clinic" isCodable="true" color="#FFA500"/></Code></Codes></CodeBook>
<Sources><TextSource name="a.txt" guid="{guid(40)}" plainTextPath="internal://a.txt" creatingUser="{guid(1)}"
 creationDateTime="2026-01-05_10:30:00"><PlainTextSelection guid="{guid(50)}" startPosition="4" endPosition="10"
 name="clinic" creatingUser="{guid(7)}"><Description>memo</Description>{coded(60, 10, 1)}</PlainTextSelection>
</TextSource></Sources></Project>""",
        "Sources/a.txt": "The clinic closed".encode("utf-8-sig"),
    }
)


def read(data: bytes) -> tuple[Project, list[tuple[Reason, tuple[str, ...]]]]:
    project, found = read_project(data)
    return project, [(row(each)[0], row(each)[2]) for each in found]


def said(project: Project) -> list[tuple[str, str]]:
    """The words that were coded, and by whom."""
    names = {user.guid: user.name for user in project.users}
    return [(passage.text, names.get(passage.created_by, "")) for passage in passages(project)]


def test_nvivo_counts_in_utf16_with_windows_line_ends() -> None:
    project, found = read(NVIVO)
    assert said(project)[:2] == [("Pipes leak", "Amina"), ("No water here", "Amina")]
    assert (Reason.POSITIONS_READ_AS, ("utf-16",)) in found
    assert found[-1] == (Reason.CASE_AS_CODE, ("Interview",))


def test_nvivo_selections_coded_with_a_case_become_part_of_it() -> None:
    case = read(NVIVO)[0].cases[0]
    assert (case.codes, case.selections) == ((low(11),), (low(51),))
    assert case.values == (Value(variable=low(20), value=7),)


def test_nvivo_recordings_stay_elsewhere_but_their_words_come() -> None:
    project, found = read(NVIVO)
    source = project.sources[1]
    assert isinstance(source, RecordingSource)
    assert source.transcripts[0].text == "Here it leaks"
    assert said(project)[2:] == [("Here it leaks", "Amina")]
    assert (Reason.FILE_ELSEWHERE, ("Walk",)) in found


def test_nvivo_memos_lose_their_byte_order_mark() -> None:
    assert read(NVIVO)[0].memos[0].text == "Look again"


def test_atlas_finds_files_by_their_names_and_counts_line_ends_once() -> None:
    project, found = read(ATLAS)
    assert said(project) == [
        ("No water here", "Bo"),
        ("No water here", "Amina"),
        ("The dam is empty", "Bo"),
    ]
    assert found == [(Reason.GRAPH, ("Network 1",))]
    assert [(each.name, each.text) for each in words(project)] == [
        ("D1", "Pipes leak.\nNo water here"),
        ("D2", "The dam is empty\nsince May"),
    ]


def test_atlas_gives_one_guid_to_words_and_their_area() -> None:
    project, _ = read(ATLAS)
    source = project.sources[1]
    assert isinstance(source, PdfSource)
    assert source.representation is not None
    assert source.selections[0].guid == source.representation.selections[0].guid == low(51)
    assert project.links[0].target == low(51)


def test_maxqda_gives_codings_the_guid_of_their_selection_and_notes_without_codes() -> None:
    project, found = read(MAXQDA)
    source = project.sources[0]
    assert isinstance(source, TextSource)
    assert [(selection.start, selection.description) for selection in source.selections] == [
        (7, ""),
        (0, "A note in the margin"),
    ]
    assert found == [(Reason.VALUE_AS_TEXT, ("last May",)), (Reason.ZONE_ASSUMED, ("2026-07-14T18:42:34",))]


def test_maxqda_colours_sets_and_values() -> None:
    project, _ = read(MAXQDA)
    assert (project.codes[0].colour, project.codes[0].description) == ("#ff0000", "What is said of water.")
    assert project.sets[0].sources == (low(40),)
    assert [value.value for value in project.sources[0].values] == [Decimal("0.25"), "last May"]


def test_qualcoder_writes_dates_its_own_way() -> None:
    project, found = read(QUALCODER)
    assert said(project) == [("clinic", "default")]
    assert str(project.created_at) == str(project.sources[0].created_at) == "2026-01-05 10:30:00+00:00"
    assert [reason for reason, _ in found] == [Reason.UNKNOWN_USER, Reason.ZONE_ASSUMED, Reason.ZONE_ASSUMED]


def test_what_was_read_of_each_program_can_be_written_and_read_again() -> None:
    for data in (NVIVO, ATLAS, MAXQDA, QUALCODER):
        project, _ = read_project(data)
        again, _ = read_project(write_project(project))
        assert passages(again) == passages(project)


def test_a_codebook_of_taguette() -> None:
    data = (
        '<?xml version="1.0" encoding="utf-8"?>\n<CodeBook xmlns="urn:QDA-XML:codebook:1.0" '
        f'origin="Taguette 1.4.1"><Codes><Code guid="{guid(1)}" name="interesting" isCodable="true"/>'
        f'<Code guid="{guid(2)}" name="people" isCodable="true"/></Codes></CodeBook>'
    )
    codebook, found = read_codebook(data.encode())
    assert ([code.name for code in codebook.codes], found) == (["interesting", "people"], ())


def test_a_codebook_of_atlas_with_a_group() -> None:
    data = (
        f'<CodeBook {XSI} xsi:schemaLocation="urn:QDA-XML:codebook:0:4 Codebook.xsd" origin="ATLAS.ti" '
        f'xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{guid(1)}" name="Water" color="#46AA00" '
        f'isCodable="true"/></Codes><Sets><Set name="Group 1" guid="{guid(2)}"><MemberCode guid="{guid(1)}" />'
        "</Set></Sets></CodeBook>"
    )
    codebook, found = read_codebook(data.encode())
    assert (codebook.sets[0].codes, found) == ((low(1),), ())


def test_a_codebook_of_nvivo_for_mac_in_an_old_namespace() -> None:
    data = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?><CodeBook origin="NVivo 12 For Mac" '
        f'xmlns="urn:QDA-XML:codebook:1:0"><Codes><Code color="#00FF00" guid="{guid(1)}" isCodable="true" '
        'name="Roads"><Description>All roads</Description></Code></Codes></CodeBook>'
    )
    codebook, found = read_codebook(data.encode())
    assert (codebook.codes[0].description, found[0].reason) == ("All roads", Reason.NAMESPACE)


def test_a_codebook_of_dedoose_with_ids_that_arent_guids_and_colours_with_transparency() -> None:
    data = (
        '<CodeBook origin="Dedoose"><Codes><Code guid="c001" name="Land" isCodable="True" color="#80CC3311">'
        '<Code guid="c002" isCodable="0" color="rgb(70,170,0)"/></Code></Codes></CodeBook>'
    )
    codebook, found = read_codebook(data.encode())
    land = codebook.codes[0]
    assert (land.colour, land.codes[0].colour, land.codes[0].codable) == ("#cc3311", "#46aa00", False)
    assert land.guid == made_guid("id", "c001")
    assert [each.reason for each in found] == [Reason.GUID_MENDED, Reason.NAME_MADE, Reason.NAMESPACE]


def test_the_codebook_of_a_project_can_be_taken_alone() -> None:
    codebook, _ = read_codebook(NVIVO)
    assert [code.name for code in codebook.codes[0].codes] == ["Water"]
