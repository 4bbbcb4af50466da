"""General knowledge about how organisations in South Africa are written: a published table, not a program's
guess.

`WORDS` opens abbreviated and Afrikaans words, `PHRASES` makes several spellings of one thing one,
`INSTITUTIONS` names
the bodies of state and the international agencies that every register holds. A programme adds its own other
spellings on top (`organisations.resolve(..., extra_spellings=...)`); nothing local to one process belongs here.
"""

from typing import NamedTuple

from imbizo.calc.sectors import Kind, Sphere


class Institution(NamedTuple):
    """A body that has one name everywhere. `code` stands for it in keys; spellings are in no order."""

    code: str
    kind: Kind
    sphere: Sphere
    spellings: tuple[str, ...]


STOP_WORDS = frozenset(
    {"the", "of", "and", "for", "in", "at", "to", "a", "an", "die", "van", "vir", "en", "te", "op", "l", "d",
    "des", "du",
     "et"}
)  # fmt: skip
# Say what sort of body it is in law, never which one.
LEGAL_FORMS = frozenset(
    {"pty", "ltd", "npc", "npo", "cc", "inc", "edms", "bpk", "soc", "rf", "reg", "branch", "tak", "pbo"}
)

WORDS = {
    "assoc": "association", "assn": "association", "ass": "association", "asso": "association",
    "ver": "association",
    "associations": "association", "vereniging": "association", "umbutho": "association",
    "org": "organisation",
    "organization": "organisation", "organisasie": "organisation", "soc": "society", "fed": "federation",
    "federasie": "federation", "cttee": "committee", "ctte": "committee",
    "comittee": "committee", "commitee": "committee", "komitee": "committee", "kommissie": "commission",
    "dept": "department", "depts": "department", "dep": "department", "dpt": "department",
    "departement": "department",
    "isebe": "department", "min": "minister", "mins": "minister", "ministry": "department",
    "predikante": "minister",
    "fraternity": "fraternal", "frat": "fraternal", "broederkring": "fraternal", "netw": "network",
    "ntwk": "network", "netwerk": "network", "adv": "advice", "advies": "advice", "off": "office",
    "kantoor": "office",
    "muni": "municipality", "mun": "municipality", "munic": "municipality", "municipal": "municipality",
    "munisipaliteit": "municipality", "umasipala": "municipality", "masipala": "municipality",
    "lm": "municipality", "dm": "district municipality", "distriksmunisipaliteit": "district municipality",
    "distrik": "district", "dist": "district", "plaaslike": "local", "metropolitan": "metro",
    "zim": "zimbabwe",
    "zims": "zimbabwe", "zimbabwean": "zimbabwe", "zimbabweans": "zimbabwe", "zimbabwiese": "zimbabwe",
    "som": "somali",
    "somalian": "somali", "somalia": "somali", "somalis": "somali", "somaliese": "somali",
    "congo": "congolese",
    "drc": "congolese", "kongolese": "congolese", "ethiopia": "ethiopian", "etiopiese": "ethiopian",
    "malawi": "malawian",
    "mozambique": "mozambican", "moz": "mozambican", "mosambiekse": "mozambican", "lesotho": "basotho",
    "nigeria": "nigerian", "bangladesh": "bangladeshi", "pakistan": "pakistani", "workers": "worker",
    "werkers": "worker",
    "farmworker": "farm worker", "farmworkers": "farm worker", "plaaswerkers": "farm worker",
    "plaaswerker": "farm worker",
    "jeug": "youth", "jeugnetwerk": "youth network", "jeugforum": "youth forum", "vroue": "women",
    "woman": "women",
    "womens": "women", "boere": "farmer", "farmer": "farmer", "landbouers": "farmer",
    "boerevereniging": "farmer association",
    "landbouvereniging": "farmer association", "boereunie": "farmer union",
    "boeregemeenskap": "farmer community",
    "agric": "agriculture", "agricultural": "agriculture", "landbou": "agriculture", "handelaars": "trader",
    "smouse": "trader", "vendors": "trader", "hawkers": "trader", "handelaarsforum": "trader forum",
    "sakekamer": "chamber commerce", "sakekamers": "chamber commerce", "handelskamer": "chamber commerce",
    "kerk": "church", "kerke": "church", "gemeente": "congregation", "skool": "school",
    "hoerskool": "high school",
    "laerskool": "primary school", "universiteit": "university", "univ": "university", "uni": "university",
    "biblioteek": "library", "kliniek": "clinic", "hosp": "hospital", "hospitaal": "hospital",
    "sentrum": "centre",
    "center": "centre", "ctr": "centre", "dev": "development", "devt": "development",
    "ontwikkeling": "development",
    "govt": "government", "gov": "government", "regering": "government", "intl": "international",
    "int": "international",
    "nat": "national", "natl": "national", "nasionale": "national", "prov": "provincial",
    "provinsiale": "provincial",
    "sa": "south africa", "rsa": "south africa", "african": "africa", "afrikaanse": "africa", "suid": "south",
    "gemeenskap": "community", "gemeenskaps": "community", "cmty": "community", "forums": "forum",
    "stigting": "foundation",
    "found": "foundation", "fdn": "foundation", "raad": "council", "unie": "union", "vakbond": "trade union",
    "ratepayers": "ratepayer", "belastingbetalers": "ratepayer", "inwoners": "resident",
    "buurtwag": "neighbourhood watch",
    "nhw": "neighbourhood watch", "menseregte": "human right",
    "menseregtekommissie": "human right commission",
    "polisie": "police", "polisiediens": "police service", "polisiestasie": "police station",
    "binnelandse": "home",
    "sake": "affair", "maatskaplike": "social", "onderwys": "education", "gesondheid": "health",
    "arbeid": "labour",
    "labor": "labour", "coop": "cooperative", "cooperation": "cooperative", "stn": "station", "st": "saint",
}  # fmt: skip

# Several ways to say one thing that isn't a body of state. The first spelling is the one that keys hold.
PHRASES: tuple[tuple[str, ...], ...] = (
    ("chamber commerce", "coc", "c o c", "chamber of commerce and industry", "cci", "business chamber",
    "chamber of business",
     "chamber of commerce", "kamer van koophandel", "sake kamer"),
    ("policing forum", "cpf", "community policing forum", "community police forum", "police forum", "gpf",
     "gemeenskapspolisieringsforum", "gemeenskapspolisieforum", "community policing", "comm policing forum"),
    ("farmer association", "farmers association", "farmer assoc", "agricultural association",
    "agri association",
     "farmers club", "fa farmers"),
    ("association", "community association", "assoc community"),
    ("minister fraternal", "ministers fraternal", "pastors fraternal", "pastor fraternal",
    "ministers fellowship",
     "pastors forum", "ministers forum", "predikante broederkring"),
    ("trader forum", "spaza and traders forum", "spaza traders forum", "traders forum", "spaza forum",
     "informal traders forum", "spaza shop forum"),
    ("worker", "farm worker", "farm workers"),
    ("advice office", "advice centre", "adv office", "advieskantoor", "community advice office",
    "legal advice office"),
    ("youth network", "youth netw"),
    ("district municipality", "district council"),
    ("municipality", "local municipality", "plaaslike munisipaliteit"),
    ("metro municipality", "metropolitan municipality"),
    ("traffic police", "traffic services", "traffic department"),
    ("metro police", "municipal police", "law enforcement"),
    ("south africa", "suid afrika", "suid afrikaanse"),
    ("council church", "council of churches"),
    ("school governing body", "sgb"),
    ("ward committee", "wc committee"),
    ("neighbourhood watch", "neighborhood watch"),
    ("ratepayer association", "rate payers association", "ratepayers and residents association",
    "residents association"),
)  # fmt: skip

_G, _N, _P, _D, _L = Kind.GOVERNMENT, Sphere.NATIONAL, Sphere.PROVINCIAL, Sphere.DISTRICT, Sphere.LOCAL
_C9, _INT, _CS, _AG = Kind.CHAPTER9, Kind.INTERNATIONAL, Kind.CIVIL_SOCIETY, Kind.ORGANISED_AGRICULTURE
_FAITH, _BUS, _O = Kind.FAITH, Kind.BUSINESS, Sphere.NONE


def _row(code: str, kind: Kind, sphere: Sphere, spellings: str) -> Institution:
    return Institution(code, kind, sphere, tuple(part.strip() for part in spellings.split("|")))


# National departments whose work provinces carry (health, education, social development, agriculture...) say
# PROVINCIAL: that's who sits in a local meeting, and "national" beside the name overrides it.
INSTITUTIONS: tuple[Institution, ...] = (
    _row("saps", _G, _N, "south african police service | saps | sapd | sap | police | police service | sa police"
         "| sa police service | police station | suid afrikaanse polisiediens | saps station"
         "| saps police station"),
    _row("dha", _G, _N, "home affairs | dha | binnelandse sake | doha"),
    _row("dsd", _G, _P, "social development | dsd | maatskaplike ontwikkeling | soc dev | social dev"),
    _row("doh", _G, _P, "department health | doh | health department | department health and wellness"
         " | health and wellness | dohw"),
    _row("dbe", _G, _P, "department education | basic education | dbe | doe education"
         " | education department | education district"),
    _row("wced", _G, _P, "western cape education department | wced | wkod"),
    _row("doj", _G, _N, "justice and constitutional development | doj | dojcd | doj cd | department justice"),
    _row("dcs", _G, _N, "correctional services | dcs | korrektiewe dienste"),
    _row("del", _G, _N, "employment and labour | department labour | dol | del labour"),
    _row("doa", _G, _P, "department agriculture | doa | wcdoa | agriculture department"),
    _row("dalrrd", _G, _N, "agriculture land reform and rural development | dalrrd | drdlr"
         " | rural development and land reform"),
    _row("dhs", _G, _P, "human settlements | dhs | menslike nedersettings | department infrastructure"),
    _row("docs", _G, _P, "community safety | docs | police oversight and community safety | pocs | docs ps"),
    _row("dcas", _G, _P, "cultural affairs and sport | dcas | kultuursake en sport"),
    _row("dsac", _G, _N, "sport arts and culture | dsac"),
    _row("dlg", _G, _P, "department local government | dlg"),
    _row("cogta", _G, _N, "cooperative governance and traditional affairs | cogta | cogsta"),
    _row("dpw", _G, _N, "public works | public works and infrastructure | dpw | dpwi"),
    _row("dot", _G, _P, "department transport | dtpw | transport and public works"),
    _row("dirco", _G, _N, "international relations and cooperation | dirco | international relations"),
    _row("dtic", _G, _N, "trade industry and competition | dtic | dti | trade and industry"),
    _row("dsbd", _G, _N, "small business development | dsbd"),
    _row("dws", _G, _N, "water and sanitation | dws | water affairs"),
    _row("dffe", _G, _N, "forestry fisheries and the environment | dffe | environmental affairs"),
    _row("dwypd", _G, _N, "women youth and persons with disabilities | dwypd"),
    _row("sassa", _G, _N, "south african social security agency | sassa | social security agency"),
    _row("sars", _G, _N, "south african revenue service | sars"),
    _row("npa", _G, _N, "national prosecuting authority | npa"),
    _row("bma", _G, _N, "border management authority | bma"),
    _row("gcis", _G, _N, "government communication and information system | gcis"),
    _row("nyda", _G, _N, "national youth development agency | nyda"),
    _row("legalaid", _G, _N, "legal aid south africa | legal aid sa | legal aid | regshulp"),
    _row("salga", _G, _L, "south african local government association | salga"),
    _row("premier", _G, _P, "office of the premier | department of the premier | dotp"
         " | kantoor van die premier"),
    _row("sahrc", _C9, _O, "south african human rights commission | sahrc | human rights commission"
         " | human rights comm"
         " | menseregtekommissie | samrk | hrc | human rights com"),
    _row("cge", _C9, _O, "commission for gender equality | cge | gender commission"
         " | gender equality commission"
         " | kommissie vir geslagsgelykheid | gender equality"),
    _row("iec", _C9, _O, "independent electoral commission | electoral commission | iec | ovk"
         " | verkiesingskommissie"),
    _row("ppsa", _C9, _O, "public protector | ppsa | public protector south africa | openbare beskermer"),
    _row("agsa", _C9, _O, "auditor general | agsa | auditor general south africa | ouditeur generaal"),
    _row("crl", _C9, _O, "crl | crl rights commission | crl commission"
         " | commission for the promotion and protection of the rights"
         " of cultural religious and linguistic communities"),
    _row("pansalb", _C9, _O, "pan south african language board | pansalb"),
    _row("icasa", _C9, _O, "independent communications authority of south africa | icasa"),
    _row("unhcr", _INT, _O, "united nations high commissioner for refugees | unhcr | un refugee agency"),
    _row("iom", _INT, _O, "international organisation for migration | iom | un migration"),
    _row("unicef", _INT, _O, "united nations childrens fund | unicef"),
    _row("undp", _INT, _O, "united nations development programme | undp"),
    _row("unwomen", _INT, _O, "un women | unwomen | united nations women"),
    _row("unfpa", _INT, _O, "united nations population fund | unfpa"),
    _row("ohchr", _INT, _O, "office of the high commissioner for human rights | ohchr | un human rights"),
    _row("ilo", _INT, _O, "international labour organisation | ilo"),
    _row("who", _INT, _O, "world health organisation | who"),
    _row("giz", _INT, _O, "giz | deutsche gesellschaft fur internationale zusammenarbeit"),
    _row("eu", _INT, _O, "european union | eu delegation"),
    _row("icrc", _INT, _O, "international committee of the red cross | icrc | red cross | sarcs"
         " | south african red cross society"),
    _row("lhr", _CS, _O, "lawyers for human rights | lhr"),
    _row("msf", _CS, _O, "medecins sans frontieres | msf | doctors without borders"),
    _row("sanco", _CS, _O, "south african national civic organisation | sanco"),
    _row("cosatu", _CS, _O, "congress of south african trade unions | cosatu"),
    _row("csaawu", _CS, _O, "commercial stevedoring agricultural and allied workers union | csaawu"),
    _row("fawu", _CS, _O, "food and allied workers union | fawu"),
    _row("sacc", _FAITH, _O, "south african council of churches | sacc"),
    _row("mjc", _FAITH, _O, "muslim judicial council | mjc"),
    _row("agrisa", _AG, _O, "agri sa | agrisa | agri south africa"),
    _row("agriwc", _AG, _O, "agri western cape | agri wes kaap | agri wc | agriwc"),
    _row("afasa", _AG, _O, "african farmers association of south africa | afasa"),
    _row("hortgro", _AG, _O, "hortgro"),
    _row("sacci", _BUS, _O, "south african chamber of commerce and industry | sacci"),
    _row("cwdm", _G, _D, "cape winelands district municipality | cwdm"
         " | kaapse wynland distriksmunisipaliteit"),
    _row("wcdm", _G, _D, "west coast district municipality | wcdm | weskus distriksmunisipaliteit"),
    _row("odm", _G, _D, "overberg district municipality | odm"),
    _row("grdm", _G, _D, "garden route district municipality | grdm | eden district municipality"),
    _row("ckdm", _G, _D, "central karoo district municipality | ckdm"),
    _row("sbdm", _G, _D, "sarah baartman district municipality | sbdm"),
    _row("chdm", _G, _D, "chris hani district municipality | chdm"),
    _row("ortdm", _G, _D, "or tambo district municipality | ortdm"),
    _row("jgdm", _G, _D, "joe gqabi district municipality | jgdm"),
    _row("andm", _G, _D, "alfred nzo district municipality | andm"),
    _row("fbdm", _G, _D, "frances baard district municipality | fbdm"),
    _row("wrdm", _G, _D, "west rand district municipality | wrdm"),
    _row("coct", _G, _L, "city of cape town | coct | stad kaapstad | cape town metro | isixeko sasekapa"),
    _row("coj", _G, _L, "city of johannesburg | coj | joburg metro"),
    _row("cot", _G, _L, "city of tshwane | tshwane metro municipality"),
    _row("coe", _G, _L, "city of ekurhuleni | ekurhuleni metro municipality | emm"),
    _row("ethekwini", _G, _L, "ethekwini municipality | ethekwini metro municipality | ethekwini"),
    _row("nmbm", _G, _L, "nelson mandela bay municipality | nmbm | nelson mandela bay metro"),
    _row("bcmm", _G, _L, "buffalo city metro municipality | bcmm | buffalo city municipality"),
    _row("mmm", _G, _L, "mangaung metro municipality | mmm"),
)  # fmt: skip

PROVINCES: dict[str, tuple[str, ...]] = {
    "wc": ("western cape", "wc", "wes kaap", "ntshona koloni", "w cape", "wcg"),
    "ec": ("eastern cape", "ec", "oos kaap", "mpuma koloni", "e cape"),
    "nc": ("northern cape", "nc", "noord kaap", "n cape"),
    "fs": ("free state", "fs", "vrystaat"),
    "gp": ("gauteng", "gp", "gpg"),
    "kzn": ("kwazulu natal", "kzn"),
    "lp": ("limpopo", "lp"),
    "mp": ("mpumalanga", "mp"),
    "nw": ("north west", "noordwes"),
}
