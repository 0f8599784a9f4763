"""Questions about companions, vehicles and other people of the family."""

from porchlight.core.text import say
from porchlight.programmes.cases.rules.vocabulary import CompanionRole, Relation, choices
from porchlight.programmes.hotline.rules.blocks import About, Block, Field, Kind, Per

MISSING = frozenset({About.MISSING})

MET = (
    ("in_person", say("In person")),
    ("online", say("Online")),
    ("both", say("Both")),
)
COMPANION = Block(
    "companion",
    say("Companion"),
    Per.COMPANION,
    (
        Field("name", say("Name"), ask=7),
        Field("aliases", say("Nicknames and other names"), Kind.LINES),
        Field("role", say("Role"), Kind.CHOICE, choices(CompanionRole), ask=6),
        Field("relation", say("Relation to the child"), Kind.CHOICE, choices(Relation), ask=6),
        Field("born", say("Birth date"), Kind.DAY, ask=4),
        Field("age_years", say("Age said"), Kind.AGE, ask=5),
        Field("sex", say("Sex"), Kind.CHOICE, table="SEX"),
        Field("phones", say("Telephones"), Kind.PHONES, ask=5),
        Field("address", say("Address")),
        Field("armed", say("May be armed"), Kind.YES_NO, ask=8),
        Field("wanted", say("Wanted by police"), Kind.YES_NO, ask=4),
        Field("met", say("Known how"), Kind.CHOICE, MET),
        Field("socials", say("Accounts on social networks"), Kind.SOCIALS),
        Field("words", say("What is known"), Kind.TEXT, wide=True),
        Field("height_cm", say("Height"), Kind.HEIGHT),
        Field("weight_kg", say("Weight"), Kind.WEIGHT),
        Field("hair", say("Hair"), Kind.CHOICE, table="HAI"),
        Field("eyes", say("Eyes"), Kind.CHOICE, table="EYE"),
        Field("races", say("Race"), Kind.MANY, table="RAC", wide=True),
        Field("marks", say("Scars, marks and tattoos"), Kind.MARKS),
        Field("languages", say("Languages"), Kind.LINES),
        Field("nationalities", say("Nationalities"), Kind.LINES),
    ),
    MISSING,
)
VEHICLE = Block(
    "vehicle",
    say("Vehicle"),
    Per.VEHICLE,
    (
        Field("plate", say("License plate"), ncic="LIC", ask=7),
        Field("plate_state", say("State of the plate"), ncic="LIS"),
        Field("make", say("Make"), ncic="VMA", ask=6),
        Field("model", say("Model"), ncic="VMO", ask=6),
        Field("colors", say("Colors"), Kind.COLORS, ncic="VCO", ask=6),
        Field("year", say("Year"), Kind.YEAR, ncic="VYR"),
        Field("style", say("Style"), ncic="VST"),
        Field("vin", say("VIN"), ncic="VIN"),
        Field("words", say("What is known"), Kind.TEXT, wide=True),
    ),
    MISSING,
)
CONTACT = Block(
    "contact",
    say("Family and other contact"),
    Per.CONTACT,
    (
        Field("name", say("Name"), ask=4),
        Field("relation", say("Relation to the child"), Kind.CHOICE, choices(Relation)),
        Field("phones", say("Telephones"), Kind.PHONES, ask=4),
        Field("email", say("E-mail"), Kind.EMAIL),
        Field("address", say("Address")),
        Field("has_custody", say("Has custody"), Kind.YES_NO),
        Field("custody", say("Court orders about custody"), Kind.TEXT),
        Field("safe_contact", say("When and how to call, and how not"), Kind.TEXT),
    ),
    MISSING,
)
OTHER_BLOCKS = (COMPANION, VEHICLE, CONTACT)
