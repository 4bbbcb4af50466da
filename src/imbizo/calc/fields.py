"""What a column of a register can hold, and the words that its header uses for it (English, Afrikaans,
isiXhosa).

Forbidden columns (numbers of identity documents, passports, permits) are never taken. Sensitive ones (the
special
personal information of POPIA section 26, and nationality) are left out unless a ground and a purpose are
stated.
"""

from enum import StrEnum

from imbizo.calc.folding import words
from imbizo.calc.optouts import optouts


class Field(StrEnum):
    """What a column becomes."""

    FULL_NAME = "full_name"
    GIVEN_NAME = "given_name"
    SURNAME = "surname"
    TITLE = "title"
    ORGANISATION = "organisation"
    POSITION = "position"
    MOBILE = "mobile"
    PHONE = "phone"
    EMAIL = "email"
    PLACE = "place"
    SECTOR = "sector"
    LANGUAGE = "language"
    NOTES = "notes"
    TAGS = "tags"
    IGNORE = "ignore"
    FORBIDDEN = "forbidden"
    SENSITIVE = "sensitive"


class Sensitive(StrEnum):
    """Which sensitive thing a column holds."""

    NATIONALITY = "nationality"
    RACE = "race"
    PARTY = "party"
    UNION = "union"
    RELIGION = "religion"
    HEALTH = "health"
    SEXUALITY = "sexuality"
    CRIMINAL = "criminal"
    BIOMETRIC = "biometric"


# Fields of which a sheet has at most one column; of the others ("Cell 1", "Cell 2") it may have several.
SINGLE = frozenset(
    {
        Field.FULL_NAME,
        Field.GIVEN_NAME,
        Field.SURNAME,
        Field.TITLE,
        Field.ORGANISATION,
        Field.POSITION,
        Field.SECTOR,
    }
)

_SENSITIVE_WORDS: dict[Sensitive, tuple[str, ...]] = {
    Sensitive.NATIONALITY: (
        "nationality", "nationalities", "citizenship", "citizen", "country of origin", "country", "origin",
        "where from", "herkoms", "country of birth",
        "nasionaliteit",
        "burgerskap", "land van herkoms", "land van oorsprong", "ubuzwe", "ubumi", "migrant status",
        "immigration status",
        "legal status", "documented", "refugee status", "home country", "nat", "migrant host",
    ),
    Sensitive.RACE: ("race", "ethnicity", "ethnic group", "ethnic", "population group", "ras", "etnisiteit",
    "bevolkingsgroep",
                     "uhlanga", "tribe", "clan", "stam"),
    Sensitive.PARTY: ("party", "political party", "membership of party", "party membership",
        "political affiliation", "politieke party",
        "party politics", "umbutho wezopolitiko",
                      "politieke", "political"),
    Sensitive.UNION: ("union", "trade union", "union membership", "vakbond", "vakunie", "umanyano"),
    Sensitive.RELIGION: ("religion", "denomination", "faith", "belief", "godsdiens", "geloof", "kerkverband",
    "inkolo", "religious"),
    Sensitive.HEALTH: ("health", "hiv", "hiv status", "disability", "disabilities", "medical", "chronic",
    "gesondheid", "gestremdheid",
                       "impilo", "ukukhubazeka", "dietary", "allergies", "special needs", "diet"),
    Sensitive.SEXUALITY: ("sexual orientation", "lgbtq", "lgbti", "sexuality", "seksuele orientasie"),
    Sensitive.CRIMINAL: ("criminal record", "criminal", "arrests", "kriminele rekord", "convictions"),
    Sensitive.BIOMETRIC: ("fingerprint", "biometric", "biometrics", "vingerafdruk"),
}  # fmt: skip
_FORBIDDEN_WORDS = (
    "id", "id no", "id nr", "id number", "identity", "identity number", "identity no", "rsa id", "sa id",
    "id permit no", "id passport", "id type", "type of id", "document type", "document no", "document number",
    "passport", "passport no", "passport number", "permit", "permit no", "asylum no", "asylum permit",
    "section 22", "section 24",
    "refugee no", "refugee number", "visa", "visa no", "identiteitsnommer", "identiteit", "id nommer",
    "paspoort", "paspoortnommer",
    "permitnommer", "isazisi", "inombolo yesazisi", "ipaspoti", "ipasi", "drivers licence",
    "driver s licence", "licence no", "tax no",
    "tax number", "bank account", "account number", "bank details", "bankrekening",
)  # fmt: skip
# A header that is one of these phrases, or holds one as whole words; longer phrases count first.
_FIELD_WORDS: dict[Field, tuple[str, ...]] = {
    Field.FULL_NAME: (
        "name", "names", "full name", "full names", "fullname", "name surname", "name and surname",
        "names and surname", "surname and name",
        "surname name", "surname initials", "initials and surname", "name of person", "person responsible",
        "responsible person", "leader", "name of leader",
        "leier", "contact person",
        "contact name", "representative",
        "representative name", "delegate", "participant", "attendee", "person", "member name",
        "stakeholder name", "key contact",
        "focal person", "focal point", "naam", "volle naam", "naam en van", "naam van", "van en naam",
        "voorletters en van",
        "kontakpersoon", "verteenwoordiger", "persoon", "deelnemer", "igama", "amagama", "igama nefani",
        "igama elipheleleyo",
        "umntu", "igama lomntu", "nom complet",
    ),
    Field.GIVEN_NAME: ("first", "first name", "first names", "firstname", "given name", "given names",
        "forename",
    "christian name", "initials",
                       "voornaam", "voorname", "voorletters", "igama lokuqala", "prenom", "known as",
                       "name s"),
    Field.SURNAME: ("surname", "last", "last name", "lastname", "family name", "van", "familienaam", "ifani",
        "nom de famille"),
    Field.TITLE: ("title", "titel", "salutation", "aanspreekvorm", "isihloko", "isibizo", "prefix", "mr mrs"),
    Field.ORGANISATION: (
        "organisation", "organization", "org", "organisations", "organisation name", "name of organisation",
        "name of organization",
        "organisation institution", "institution", "institution name", "company", "company name", "entity",
        "body", "structure",
        "department", "dept", "agency", "affiliation", "representing", "group", "church", "kerk", "groep",
        "iqumrhu", "employer", "association",
        "group name", "firm", "ngo", "church name",
        "organisasie", "naam van organisasie", "instansie", "instelling", "maatskappy", "vereniging",
        "werkgewer", "departement",
        "umbutho", "igama lombutho", "inkampani", "iziko", "isebe", "intlangano", "stakeholder organisation",
    ),
    Field.POSITION: (
        "position", "position held", "designation", "job title", "role", "rank", "post", "portfolio",
        "capacity", "function", "occupation",
        "title position", "position title", "office held", "posisie", "amp", "pos", "hoedanigheid", "rol",
        "postitel", "beroep", "rang",
        "isikhundla", "indima", "umsebenzi", "ofisi",
    ),
    Field.MOBILE: (
        "cell", "cell no", "cell nr", "cell number", "cellphone", "cell phone", "cellphone no",
        "cellphone number", "cellular", "mobile",
        "mobile no", "mobile number", "mobile phone", "mob", "whatsapp", "whatsapp no", "whatsapp number",
        "sms", "sms number", "cells",
        "cell contact", "selfoon", "selfoonnommer", "selfoon nr", "selfoon nommer", "sel", "sel nr", "sel no",
        "selnommer", "selnr",
        "iselula", "inombolo ye selfowuni", "inombolo yeselifowuni", "iselfowuni", "inombolo yeselula",
        "inombolo yeselfowuni", "iselfoni",
    ),
    Field.PHONE: (
        "tel", "tel no", "tel nr", "tel number", "tel w", "tel h", "telephone", "telephone no",
        "telephone number", "phone", "phone no",
        "phone number", "phones", "landline", "work phone", "alternative number", "alt number", "alt no",
        "werknommer", "kantoornommer", "other number",
        "inombolo yefoni", "office phone", "home phone", "contact number",
        "contact numbers", "contact no",
        "contact nr", "contact tel", "contact details", "office number", "work number", "switchboard",
        "telefoon", "telefoonnommer",
        "foon", "foonnommer", "kontaknommer", "kontak nr", "kontaknommers", "landlyn", "werkfoon", "umnxeba",
        "inombolo yomnxeba", "ifowuni",
        "inombolo yefowuni", "iinombolo", "numero de telephone", "kontakbesonderhede", "telefoon w",
        "telefoon h",
    ),
    Field.EMAIL: ("email", "e mail", "email address", "e mail address", "mail", "mail address", "emails",
    "email addresses", "epos", "e pos",
                  "epos adres", "eposadres", "e posadres", "e pos adres", "imeyile", "i imeyile",
                  "idilesi ye imeyile", "courriel"),
    Field.PLACE: (
        "town", "town municipality", "town city", "city", "municipality", "local municipality", "district",
        "place", "area", "location",
        "ward", "ward no", "suburb", "village", "region", "province", "community", "township", "farm",
        "neighbourhood", "town area", "sub place",
        "dorp", "dorp munisipaliteit", "stad", "munisipaliteit", "distrik", "plek", "gebied", "wyk",
        "voorstad", "streek", "provinsie",
        "gemeenskap", "plaas", "idolophu", "isixeko", "umasipala", "indawo", "iwadi", "isithili", "iphondo",
        "ilali", "ingingqi",
    ),
    Field.SECTOR: (
        "sector", "sectors", "category", "type", "kind", "stakeholder type", "stakeholder group",
        "stakeholder category", "type of organisation",
        "organisation type", "organization type", "type of organization", "kind of stakeholder",
        "classification", "constituency", "sphere", "sektor", "kategorie", "tipe",
        "soort", "groepering", "sfeer",
        "icandelo", "uhlobo", "udidi", "type of stakeholder", "interest group",
    ),
    Field.LANGUAGE: ("language", "languages", "preferred language", "home language", "language preference",
    "lang", "taal", "tale", "taalvoorkeur",
                     "voorkeurtaal", "huistaal", "ulwimi", "iilwimi", "langue"),
    Field.NOTES: (
        "notes", "note", "remarks", "remark", "comments", "comment", "observations", "other",
        "other information", "additional information",
        "opmerkings", "opmerking", "notas", "nota", "kommentaar", "aantekeninge", "ander", "amanqaku",
        "inqaku", "izimvo", "follow up",
    ),
    Field.TAGS: ("tags", "tag", "labels", "label", "keywords", "etikette", "list", "lists", "lys"),
    Field.IGNORE: (
        "no", "nr", "number", "num", "row", "s no", "sn", "serial", "ref", "reference", "ref no", "nommer",
        "inombolo", "fax", "fax no",
        "fax number", "faks", "faksnommer", "ifeksi", "website", "web", "url", "webwerf", "signature",
        "handtekening", "sign", "utyikityo",
        "date", "datum", "umhla", "last updated", "date added", "date captured", "status", "updated", "time",
        "dob", "date of birth", "birth date",
        "geboortedatum", "umhla wokuzalwa",
        "age", "ouderdom", "ubudala", "gender", "sex", "geslag", "isini", "address", "postal address",
        "physical address", "street address",
        "adres", "posadres", "fisiese adres", "idilesi", "po box", "postal code", "poskode", "code", "count",
        "total", "attended", "present",
        "captured by", "source", "invited", "rsvp",
    ),
}  # fmt: skip


def _folded(phrases: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words(phrase)) for phrase in phrases)


_FIELDS = {field: _folded(phrases) for field, phrases in _FIELD_WORDS.items()}
_SENSITIVE = {kind: _folded(phrases) for kind, phrases in _SENSITIVE_WORDS.items()}
_FORBIDDEN = _folded(_FORBIDDEN_WORDS)
# These words make a field only when they're the whole header: "no" in "ID no", "name" in "church name".
_WHOLE_ONLY = frozenset(
    {("no",), ("nr",), ("number",), ("first",), ("last",), ("group",), ("church",), ("kerk",), ("groep",),
        ("leader",), ("country",), ("origin",),
     ("status",), ("leier",), ("name",), ("names",), ("naam",), ("van",), ("title",), ("other",),
    ("list",), ("type",), ("code",),
     ("date",), ("date",), ("contact",), ("id",), ("nat",), ("post",), ("pos",), ("sex",), ("faith",),
     ("time",), ("sign",), ("body",),
     ("sms",), ("present",), ("ander",), ("as",), ("source",), ("person",), ("igama",), ("number",),
     ("inombolo",), ("nommer",),
     ("political",), ("religious",), ("health",), ("union",), ("total",), ("ngo",), ("community",),
     ("department",), ("party",)}
)  # fmt: skip


def of_header(header: str) -> tuple[Field, float] | None:
    """The field that a header's words say, and how sure that is (0 to 1); None where they say nothing known.

    Forbidden and sensitive words win over all others: "Name and ID number" must not slip through as a name.
    """
    said = tuple(words(header))
    if not said:
        return None
    if _holds(said, _FORBIDDEN):
        return Field.FORBIDDEN, 1.0 if said in _FORBIDDEN else 0.9
    if sensitive(header) is not None:
        return Field.SENSITIVE, 1.0
    if optouts(header):
        # "Do not SMS" over a column of crosses; `tabular` turns each cross into the header's words.
        return Field.NOTES, 1.0
    whole = next((field for field, phrases in _FIELDS.items() if said in phrases), None)
    return (whole, 1.0) if whole is not None else _longest_inside(said)


def sensitive(header: str) -> Sensitive | None:
    """Which sensitive thing a header names, or None."""
    said = tuple(words(header))
    return next((kind for kind, phrases in _SENSITIVE.items() if _holds(said, phrases)), None)


def _holds(said: tuple[str, ...], phrases: frozenset[tuple[str, ...]]) -> bool:
    return said in phrases or any(run in phrases and run not in _WHOLE_ONLY for run in _runs(said))


def _longest_inside(said: tuple[str, ...]) -> tuple[Field, float] | None:
    """The field of the longest known phrase inside a header: "Cell no. (SMS)", "Your e-mail"."""
    for run in _runs(said):
        for field, phrases in _FIELDS.items():
            if run in phrases and run not in _WHOLE_ONLY:
                return field, 0.5 + 0.4 * len(run) / len(said)
    return None


def _runs(said: tuple[str, ...]) -> list[tuple[str, ...]]:
    """All runs of words, the longest first; a header is never long, but a cell taken for one may be."""
    short = said[:8]
    lengths = range(len(short), 0, -1)
    return [short[place : place + length] for length in lengths for place in range(len(short) - length + 1)]
