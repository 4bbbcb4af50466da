"""Kinds, spheres and states of actors and of what hangs on them. Values are those of `calc.sectors`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Form(models.TextChoices):
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")


class Kind(models.TextChoices):
    GOVERNMENT = "government", _("government")
    CHAPTER9 = "chapter9", _("Chapter 9 institution")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    BUSINESS = "business", _("business")
    ORGANISED_AGRICULTURE = "organised_agriculture", _("organised agriculture")
    FAITH = "faith", _("faith")
    TRADITIONAL = "traditional", _("traditional leadership")
    MIGRANT_LED = "migrant_led", _("migrant-led")
    INTERNATIONAL = "international", _("international")
    ACADEMIC = "academic", _("academic")
    MEDIA = "media", _("media")
    UNKNOWN = "unknown", _("not known yet")


class Sphere(models.TextChoices):
    LOCAL = "local", _("local government")
    DISTRICT = "district", _("district")
    PROVINCIAL = "provincial", _("provincial government")
    NATIONAL = "national", _("national government")
    NONE = "none", _("outside government")


OFFICIAL_SPHERES = frozenset({Sphere.LOCAL, Sphere.DISTRICT, Sphere.PROVINCIAL, Sphere.NATIONAL})


class ActorState(models.TextChoices):
    ACTIVE = "active", _("in the register")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MERGED = "merged", _("merged into another")
    ERASED = "erased", _("erased")


class ContactState(models.TextChoices):
    OK = "ok", _("can be reached")
    DOUBTFUL = "doubtful", _("to be checked")
    DAMAGED = "damaged", _("damaged by a spreadsheet")
    INVALID = "invalid", _("can't be right")
    DEAD = "dead", _("no longer works")


class NumberKind(models.TextChoices):
    """What kind of number it is; only mobiles can get SMS."""

    NONE = "", _("not a number")
    MOBILE = "mobile", _("mobile")
    LANDLINE = "landline", _("landline")
    VOIP = "voip", _("internet telephone")
    TOLL_FREE = "toll_free", _("toll-free number")
    SHARED_COST = "shared_cost", _("shared-cost number")
    PREMIUM = "premium", _("premium-rate number")
    SHORT_CODE = "short_code", _("short code")
    UNKNOWN = "unknown", _("number of an unknown kind")


class Purpose(models.TextChoices):
    SERVICE = "service", _("running the programme")
    INVITATION = "invitation", _("invitations")
    DIRECT_MARKETING = "direct_marketing", _("direct marketing")


class Basis(models.TextChoices):
    """The lawful bases of POPIA s. 11(1)."""

    CONSENT = "consent", _("consent")
    CONTRACT = "contract", _("a contract with them")
    LEGAL_OBLIGATION = "legal_obligation", _("a duty in law")
    VITAL_INTEREST = "vital_interest", _("their own legitimate interest")
    PUBLIC_TASK = "public_task", _("a public body's task")
    LEGITIMATE_INTEREST = "legitimate_interest", _("our or another's legitimate interest")


class RequestKind(models.TextChoices):
    ACCESS = "access", _("wants to know what is held")
    CORRECTION = "correction", _("wants something corrected")
    DELETION = "deletion", _("wants to be deleted")
    OBJECTION = "objection", _("objects to the use of their data")


class RequestState(models.TextChoices):
    OPEN = "open", _("open")
    ANSWERED = "answered", _("answered")
    REFUSED = "refused", _("refused, with the reason")


class CameBy(models.TextChoices):
    """How a person's request about their own data reached us."""

    PHONE = "phone", _("by phone")
    IN_PERSON = "in_person", _("in person")
    LETTER = "letter", _("by letter or e-mail")
    MESSAGE = "message", _("by SMS")
    LINK = "link", _("on their own page")
    PAGE = "page", _("on the public page")


class NoticeState(models.TextChoices):
    """What becomes of what is due to be forgotten."""

    ANNOUNCED = "announced", _("announced")
    CONFIRMED = "confirmed", _("confirmed")
    DONE = "done", _("done")


class Because(models.TextChoices):
    """Why an actor was emptied. Kept in the audit trail, where no other word about them is left."""

    ASKED = "asked", _("they asked for it")
    RETENTION = "retention", _("nothing was heard of them for as long as they are kept")
    PROGRAMME_END = "programme_end", _("the programme has ended")


class BatchState(models.TextChoices):
    """The life of an import. Each working state can go on after a killed worker."""

    UPLOADED = "uploaded", _("uploaded")
    READING = "reading", _("being read")
    MAPPING = "mapping", _("columns to be confirmed")
    CHECKING = "checking", _("being checked")
    READY = "ready", _("ready to be brought in")
    APPLYING = "applying", _("being brought in")
    DONE = "done", _("brought in")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")


class RowPlan(models.TextChoices):
    """What an import does with a row."""

    CREATE = "create", _("new")
    UPDATE = "update", _("adds to someone in the register")
    SAME = "same", _("in the register already")
    DECIDE = "decide", _("needs a decision")
    ERROR = "error", _("can't be brought in")
    SKIP = "skip", _("left out")


class PairState(models.TextChoices):
    OPEN = "open", _("to be decided")
    MERGED = "merged", _("merged")
    DIFFERENT = "different", _("two different actors")


class AssignmentState(models.TextChoices):
    OPEN = "open", _("open")
    FOUND = "found", _("found")
    NOT_THERE = "not_there", _("there is none")


class Language(models.TextChoices):
    """Languages that people in the register speak; more than the site is written in. Codes of ISO 639."""

    EN = "en", _("English")
    AF = "af", _("Afrikaans")
    XH = "xh", _("isiXhosa")
    ZU = "zu", _("isiZulu")
    ST = "st", _("Sesotho")
    TN = "tn", _("Setswana")
    NSO = "nso", _("Sepedi")
    TS = "ts", _("Xitsonga")
    VE = "ve", _("Tshivenda")
    SS = "ss", _("siSwati")
    NR = "nr", _("isiNdebele")
    SN = "sn", _("Shona")
    ND = "nd", _("Ndebele of Zimbabwe")
    NY = "ny", _("Chichewa")
    PT = "pt", _("Portuguese")
    FR = "fr", _("French")
    LN = "ln", _("Lingala")
    SW = "sw", _("Swahili")
    SO = "so", _("Somali")
    AM = "am", _("Amharic")
    OM = "om", _("Oromo")
    TI = "ti", _("Tigrinya")
    AR = "ar", _("Arabic")
    UR = "ur", _("Urdu")
    BN = "bn", _("Bengali")
    ZH = "zh", _("Chinese")
    SFS = "sfs", _("South African Sign Language")
